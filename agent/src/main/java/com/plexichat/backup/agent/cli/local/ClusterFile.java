package com.plexichat.backup.agent.cli.local;

import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.JsonText;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// `cluster.json`: the agents of a local cluster, for the next command to find them.
final class ClusterFile {
  private static final String NAME = "cluster.json";
  private static final String LOCK = "cluster.lock";

  private final Path dir;

  ClusterFile(Path dir) {
    this.dir = dir;
  }

  boolean exists() {
    return Files.exists(dir.resolve(NAME));
  }

  static Fields data(LocalAgent agent) {
    return Fields.of()
        .put("name", agent.name())
        .put("peer_id", agent.peerId())
        .put("endpoint", agent.endpoint())
        .put("pid", agent.pid())
        .put("data_dir", agent.dataDir().toString())
        .put("region", agent.region())
        .put("site", agent.site())
        .put("owner", agent.owner())
        .put("coordinator", agent.coordinator());
  }

  /// Waits until no other command changes the file; whoever closes the channel lets the next one.
  FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            dir.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    if (!channel.lock().isValid()) {
      throw new IllegalStateException("a lock that is none");
    }
    return channel;
  }

  void write(List<LocalAgent> agents) {
    Fields data =
        Fields.of()
            .put("home", dir.resolve("home").toString())
            .list(
                "agents",
                agents.stream()
                    .map(agent ->
                        data(agent)
                            .put("home", agent.home().toString())
                            .put("started_ms", agent.startedMs())));
    Path file = dir.resolve(NAME);
    try {
      Path beside = dir.resolve(NAME + ".new");
      Files.writeString(beside, JsonText.of(data));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      throw new OperationFailed(
          refused, FailureCode.FILE_UNWRITABLE, file.toString(), refused.toString());
    }
  }

  List<LocalAgent> read() {
    Path file = dir.resolve(NAME);
    try {
      // JSON is YAML, and a reader of it is at hand.
      Object read =
          new Load(LoadSettings.builder().setLabel(NAME).build())
              .loadFromString(Files.readString(file));
      List<LocalAgent> agents = new ArrayList<>();
      if (read instanceof Map<?, ?> top && top.get("agents") instanceof List<?> entries) {
        for (Object entry : entries) {
          agents.add(agent(entry));
        }
        return agents;
      }
      throw new IllegalArgumentException("it has no agents");
    } catch (NoSuchFileException none) {
      throw new OperationFailed(none, FailureCode.NO_LOCAL_CLUSTER, dir.toString());
    } catch (IOException | YamlEngineException | IllegalArgumentException unusable) {
      throw new OperationFailed(
          unusable, FailureCode.CONFIG_INVALID, file.toString(), "" + unusable.getMessage());
    }
  }

  private static LocalAgent agent(Object entry) {
    if (!(entry instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("an agent is no object");
    }
    return new LocalAgent(
        text(fields, "name"),
        text(fields, "peer_id"),
        text(fields, "endpoint"),
        number(fields, "pid"),
        number(fields, "started_ms"),
        Path.of(text(fields, "home")),
        Path.of(text(fields, "data_dir")),
        text(fields, "region"),
        text(fields, "site"),
        text(fields, "owner"),
        Boolean.TRUE.equals(fields.get("coordinator")));
  }

  private static String text(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no text " + name);
  }

  private static long number(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("no number " + name);
  }
}
