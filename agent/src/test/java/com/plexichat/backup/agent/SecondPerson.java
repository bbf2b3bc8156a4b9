package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.RealCluster.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A second administrator, with a certificate of his own.
record SecondPerson(Path home) {
  static SecondPerson join(RealCluster cluster, Path home) throws IOException {
    Json invited = cluster.json("person", "invite", "ben", "--role", "administrator");
    String address = invited.text("command").split(" ", -1)[3];
    List<String> add =
        List.of("context", "add", address, invited.text("token"), "--home", home.toString());
    Ended added = RealCluster.here(Program.launch(), add);
    assertEquals(0, added.code(), added::toString);
    return new SecondPerson(home);
  }

  Ended run(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--home", home.toString(), "--output", "json"));
    return RealCluster.here(Program.launch(), all);
  }
}
