package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.InitOptions;
import com.plexichat.backup.agent.cli.JoinOptions;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.Passphrase;
import com.plexichat.backup.agent.cli.RecoverOptions;
import com.plexichat.backup.agent.cli.Timing;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands about this machine: what the root is asked to do.
class MachineTest {
  @TempDir Path dir;
  private final Fixture cli = CommandsTest.cluster();
  private final List<Object> asked = new ArrayList<>();
  private String passphrase = "";
  private Path passphraseFile = Path.of("");

  @BeforeEach
  void machine() throws IOException {
    passphraseFile = Files.writeString(dir.resolve("pass"), "a long passphrase, grün\nmore\n");
    cli.onAct(
        "init",
        args -> {
          remember(args);
          return new LocalActs.Founded("c", "home", "p", "ab", dir.resolve("kit"));
        });
    cli.onAct(
        "join",
        args -> {
          asked.add(args[0]);
          return new LocalActs.Joined("c", "p", "h:1");
        });
    cli.onAct(
        "recover",
        args -> {
          remember(args);
          return new LocalActs.Recovered("c", "p", "capsule", 5, 7, 99, List.of("The people."));
        });
    cli.onAct(
        "run",
        args -> {
          asked.add(args[0]);
          return 7;
        });
  }

  private void remember(Object[] args) {
    asked.add(args[0]);
    passphrase = new String(((Passphrase) args[1]).signs());
  }

  @Test
  void aClusterIsFounded() {
    String home = dir.resolve("h").toString();
    assertEquals(
        0,
        cli.run(
            "agent",
            "init",
            "--coordinator",
            "--home",
            home,
            "--listen",
            "a:1",
            "--enrol-listen",
            "[::1]:2",
            "--capacity",
            "500G",
            "--owner",
            "ann",
            "--region",
            "eu",
            "--cluster",
            "home",
            "--kit",
            dir.resolve("k").toString(),
            "--kit-passphrase-file",
            passphraseFile.toString()),
        cli::err);
    InitOptions options = (InitOptions) asked.getFirst();
    assertEquals("a long passphrase, grün", passphrase);
    assertEquals(dir.resolve("h/data"), options.agent().data());
    assertEquals("here", options.agent().name());
    assertEquals(Optional.of(ByteSize.parse("500G")), options.agent().capacity());
    assertEquals(Timing.USUAL, options.agent().timing());
    assertEquals("[::1]:2", options.enrolListen());
    assertEquals(Optional.of("ann"), options.place().owner());
    assertEquals(Optional.empty(), options.place().site());
    assertEquals(dir.resolve("h"), options.contextHome());
    assertEquals(dir.resolve("k"), options.kit());
  }

  @Test
  void aWeakOrMissingPassphraseIsRefused() throws IOException {
    Files.writeString(passphraseFile, "short\n");
    String[] init = {
      "agent",
      "init",
      "--listen",
      "a:1",
      "--enrol-listen",
      "a:2",
      "--kit-passphrase-file",
      passphraseFile.toString()
    };
    assertEquals(64, cli.run(init));
    Files.delete(passphraseFile);
    assertEquals(1, cli.run(init));
    assertTrue(asked.isEmpty());
  }

  @Test
  void aMachineJoinsAndServes() {
    assertEquals(
        0,
        cli.run(
            "agent",
            "join",
            "pxt1-x",
            "--home",
            dir.toString(),
            "--data",
            "/d",
            "--name",
            "two",
            "--listen",
            "two:1",
            "--heartbeat",
            "1s",
            "--suspect",
            "3s",
            "--down",
            "10s"),
        cli::err);
    JoinOptions options = (JoinOptions) asked.getFirst();
    assertEquals("pxt1-x", options.token());
    assertEquals("two", options.agent().name());
    assertEquals(Path.of("/d"), options.agent().data());
    assertEquals(Timing.LOCAL, options.agent().timing());
    assertEquals(7, cli.run("agent", "run", "--home", dir.toString()));
    assertEquals(dir, asked.getLast());
    assertEquals(
        64, cli.run("agent", "join", "t", "--listen", "two:1", "--suspect", "3s", "--down", "2s"));
  }

  @Test
  void aLostCoordinatorIsReplaced() {
    assertEquals(
        2,
        cli.run(
            "agent",
            "recover",
            "--home",
            dir.toString(),
            "--listen",
            "a:1",
            "--peer",
            "b:1",
            "--peer",
            "c:1",
            "--without-capsules",
            "--kit-passphrase-file",
            passphraseFile.toString(),
            "--output",
            "json"));
    RecoverOptions options = (RecoverOptions) asked.getFirst();
    assertEquals(List.of("b:1", "c:1"), options.peers());
    assertTrue(options.withoutCapsules());
    assertTrue(cli.out().contains("\"The people.\""), cli.out());
  }

  @Test
  void theKitIsPrintedOnce() throws IOException {
    Path page = dir.resolve("page.pdf");
    cli.onAct(
        "kitPrint",
        args -> {
          assertEquals(page, args[2]);
          return new LocalActs.KitFacts("c", "home", "ab", Instant.EPOCH.plusSeconds(1));
        });
    String[] print = {
      "kit",
      "print",
      "--kit",
      "k",
      "--kit-passphrase-file",
      passphraseFile.toString(),
      "--out",
      page.toString()
    };
    assertEquals(0, cli.run(print), cli::err);
    assertTrue(cli.out().contains("Page"), cli.out());
    Files.createFile(page);
    assertEquals(1, cli.run(print));
    cli.onAct(
        "kitPrint",
        _ -> {
          throw new OperationFailed(FailureCode.KIT_PASSPHRASE_WRONG, "k");
        });
    Files.delete(page);
    assertEquals(3, cli.run(print));
  }

  @Test
  void contextsAreAddedListedAndChosen() {
    Context one = new Context("one", "c1", "home", "h:1", "ann", true);
    Context two = new Context("two", "c2", "work", "w:1", "ann", false);
    cli.onAct("contexts", _ -> List.of(one, two));
    cli.onAct("contextUse", _ -> two);
    cli.onAct(
        "contextAdd",
        args -> {
          assertEquals(List.of("h:2", "pxt1-x", dir), List.of(args));
          return one;
        });
    assertEquals(0, cli.run("context", "add", "h:2", "pxt1-x", "--home", dir.toString()), cli::err);
    assertEquals(0, cli.run("context", "use", "two"));
    assertEquals(0, cli.run("context", "show"));
    assertTrue(cli.out().startsWith("Context  one (in use)\n"), cli.out());
    assertEquals(0, cli.run("context", "list"));
    assertEquals(
        """
           NAME  CLUSTER  AGENT  PERSON
        *  one   home     h:1    ann
           two   work     w:1    ann
        """,
        cli.out());
    cli.onAct("contexts", _ -> List.of());
    assertEquals(64, cli.run("context", "show"));
    assertEquals(0, cli.run("context", "list"));
  }
}
