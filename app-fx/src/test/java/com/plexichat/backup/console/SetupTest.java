package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.PasswordField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// The guided set-up.
class SetupTest {
  private static final String SECRET = "correct-horse-battery";

  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());

  /// A command line that keeps what it was handed and how, and then fails.
  private Path program() throws IOException {
    Path program = home.resolve("plexichat");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$@" > "$0.arguments"
        while [ $# -gt 0 ]; do
          if [ "$1" = --kit-passphrase-file ]; then
            ls -l "$2" > "$0.rights"; cat "$2" > "$0.secret"; echo "$2" > "$0.file"
          fi
          shift
        done
        echo "The port is taken." >&2
        exit 1
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private ConsoleRig founding(Optional<Path> launcher) throws TimeoutException {
    ConsoleRig rig = ConsoleRig.open(home, launcher);
    rig.go(new Target.Setup());
    return rig;
  }

  @Test
  void aPassphraseIsHandedOverByAPrivateFileAndShownNowhere() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(log);
    try (ConsoleRig rig = founding(Optional.of(program()))) {
      rig.await("the name has the focus", () -> rig.isFocused("cluster-name"));
      rig.await("proposals", () -> rig.words().contains(":7444"));
      rig.robot().write("harbour", 0);
      field(rig, "#passphrase", SECRET);
      field(rig, "#passphrase-again", SECRET + "x");
      rig.awaitWords("The two are not the same.");
      rig.robot().push(KeyCode.BACK_SPACE);
      rig.awaitWords("Both are the same.");
      rig.shots("setup-1-coordinator");
      assertFalse(shown(rig).contains(SECRET));
      rig.awaitUsable("#next");
      rig.robot().push(KeyCode.ENTER);
      rig.awaitWords("The port is taken.");
      rig.shots("setup-1-failed");
      assertFalse(shown(rig).contains(SECRET));
      assertEquals(SECRET, Files.readString(home.resolve("plexichat.secret")));
      assertEquals(
          "-rw-------", Files.readString(home.resolve("plexichat.rights")).substring(0, 10));
      assertFalse(Files.readString(home.resolve("plexichat.arguments")).contains(SECRET));
      assertFalse(Files.exists(Path.of(Files.readString(home.resolve("plexichat.file")).strip())));
      for (Node node : rig.robot().lookup("*").queryAll()) {
        if (node instanceof PasswordField field) {
          assertEquals("", field.getText());
        }
      }
    } finally {
      root.detachAppender(log);
    }
    assertFalse(log.list.toString().contains(SECRET));
  }

  /// What can be read: dots stand for what was typed into a field for passphrases.
  private static String shown(ConsoleRig rig) {
    StringBuilder all = new StringBuilder();
    for (Node node : rig.scene().getRoot().lookupAll(".text")) {
      all.append(((javafx.scene.text.Text) node).getText()).append('\n');
    }
    for (Node node : rig.scene().getRoot().lookupAll("*")) {
      all.append(node.getAccessibleText()).append('\n');
    }
    return all.toString();
  }

  private static void field(ConsoleRig rig, String id, String text) {
    rig.robot().interact(() -> rig.robot().lookup(id).query().requestFocus());
    rig.robot().write(text, 0);
  }

  @Test
  void anotherMachineGetsLinesToPaste() throws Exception {
    try (ConsoleRig rig = founding(Optional.empty())) {
      rig.awaitWords("The command line plexichat is not on this machine");
      rig.robot().clickOn("Another machine");
      rig.awaitWords("plexichat person invite YOUR-NAME --role administrator");
      rig.shots("setup-1-elsewhere");
    }
  }

  @Test
  void whereItStandsIsReadFromTheCluster() throws Exception {
    Sample script = new Sample(facts.empty());
    script.tell(
        SampleFacts.facts(false), new Change.OfKit(new KitStatus(false, Optional.empty(), "", "")));
    SampleAnswers.reading(script, facts)
        .answer("preflight", args -> preflight((Tier) args[0]))
        .answer(
            "markKitStored",
            args -> {
              KitStatus stored = SampleAnswers.stored(facts, args[0]);
              script.tell(SampleFacts.facts(true), new Change.OfKit(stored));
              return stored;
            });
    Path program = Files.writeString(home.resolve("plexichat"), "#!/bin/sh\nexit 0\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    try (ConsoleRig rig = ConsoleRig.open(home, Optional.of(program))) {
      rig.show(script);
      rig.go(new Target.Setup());
      walk(rig, script);
    }
  }

  private void walk(ConsoleRig rig, Sample script) {
    rig.awaitWords("not done yet");
    rig.robot().clickOn(rig.awaitUsable("#make-line"));
    rig.awaitWords("plexichat agent join pxt1-token --listen HOST:7443");
    facts.peers().forEach(peer -> script.tell(new Change.OfPeer(peer)));
    rig.await("they joined", () -> rig.robot().lookup("hazel").tryQuery().isPresent());
    rig.shots("setup-2-peers");
    rig.robot().interact(() -> rig.robot().lookup("#next").queryButton().fire());
    rig.awaitWords("One more owner adds the third.");
    rig.shots("setup-3-tiers");
    rig.robot().interact(() -> rig.robot().lookup("#next").queryButton().fire());
    rig.awaitWords("Nobody has said yet");
    rig.await("the note has the focus", () -> rig.isFocused("kit-note"));
    rig.robot().write("safe in the office", 0);
    rig.shots("setup-4-kit");
    rig.robot().clickOn(rig.awaitUsable("#mark-stored"));
    rig.awaitWords("The recovery kit is marked as stored.");
    rig.shots("setup-4-kit-stored");
    rig.robot().interact(() -> rig.robot().lookup("#next").queryButton().fire());
    rig.awaitWords("Choose what to back up. When");
    rig.shots("setup-5-backup");
    script.tell(
        SampleFacts.of(facts.backup("documents", 11, BackupState.COMPLETE, Duration.ofHours(1))));
    rig.awaitWords("There is a backup that can be restored from.");
    rig.robot().interact(() -> rig.robot().lookup("#next").queryButton().fire());
    rig.awaitWords("Restore the newest backup into an empty folder");
    rig.shots("setup-6-restore");
    rig.robot().interact(() -> rig.robot().lookup("#next").queryButton().fire());
    assertEquals(
        List.of(SampleFacts.backupId("documents", 11)),
        rig.target() instanceof Target.Restore(var id, _) ? List.of(id) : List.of());
  }

  private static Preflight preflight(Tier tier) {
    return new Preflight(
        tier.copies() == 2 ? BackupState.COMPLETE : BackupState.UNDER_PROTECTED,
        "These machines hold 2 of " + tier.copies() + " copies. One more owner adds the third.",
        tier.ownersNeeded(),
        3,
        2,
        3,
        tier,
        Optional.empty());
  }
}
