package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.AuditLine;
import com.plexichat.backup.shared.model.AuditVerdict;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tiers, recovery kit, audit and help, as a person sees them.
class ReadingScreensTest {
  private static final int ENTRIES = 1_250;

  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());
  private final BlockingQueue<List<Object>> asked = new LinkedBlockingQueue<>();
  private ConsoleRig rig;
  private Sample sample;

  @BeforeEach
  void open() throws TimeoutException {
    sample = SampleTiers.answering(new Sample(facts.troubled()), facts);
    sample
        .answer("preflight", args -> preflight((Tier) args[0]))
        .answer("verifyAudit", _ -> new AuditVerdict(true, ENTRIES, 0, 3, 3))
        .answer("audit", this::audit);
    rig = ConsoleRig.open(home, sample);
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  private void inBothLooks(String name) {
    rig.shot(name + "-light");
    rig.shot(name + "-light-large", 2560, 1440);
    rig.look(Settings.Look.DARK);
    rig.shot(name + "-dark");
  }

  private String text(String id) {
    return ((Labeled) rig.awaitNode(id)).getText();
  }

  private static Preflight preflight(Tier tier) {
    if (tier.equals(Tier.CRITICAL)) {
      throw new OperationFailed(FailureCode.NOT_ALLOWED, "ops", "BACKUP");
    }
    BackupState outcome =
        tier.equals(Tier.BRONZE)
            ? BackupState.COMPLETE
            : tier.equals(Tier.SILVER) ? BackupState.UNDER_PROTECTED : BackupState.FAILED;
    return new Preflight(
        outcome,
        tier.name() + " on 5 other machines.",
        tier.ownersNeeded(),
        5,
        2,
        3,
        tier,
        Optional.empty());
  }

  private List<AuditLine> audit(Object[] args) {
    asked.add(List.of(args));
    return SampleAnswers.audit(facts, (Long) args[0], (Integer) args[1], ENTRIES);
  }

  @Test
  void tiersSayWhetherTodaysPeersSuffice() {
    rig.go(new Target.Tiers());
    rig.await("bronze", () -> text("#placeable-bronze").equals("Placeable now"));
    rig.await("critical", () -> text("#placeable-critical").equals("Not allowed"));
    assertEquals("With fewer copies", text("#placeable-silver"));
    assertEquals("Not placeable", text("#placeable-gold"));
    assertEquals("silver on 5 other machines.", text("#preflight-silver"));
    assertEquals("93.2\u202f% of shards covered, 1.91 of 2 copies", text("#coverage-bronze"));
    assertTrue(rig.words().contains("at most 4 copies of a shard"), "gold in one region");
    inBothLooks("tiers");
  }

  @Test
  void theKitIsMarkedAsStored() {
    rig.go(new Target.RecoveryKit());
    sample.answer("markKitStored", args -> SampleAnswers.stored(facts, args[0]));
    rig.await("the warning", () -> rig.words().contains("losing every machine means"));
    assertTrue(rig.awaitNode("#kit-mark-stored").isDisabled(), "without a note");
    inBothLooks("recovery-kit");
    rig.robot().interact(() -> rig.awaitNode("#kit-note").requestFocus());
    rig.robot().write("safe, room 12");
    rig.robot().push(KeyCode.ENTER);
    rig.await("where", () -> rig.words().contains("safe, room 12"));
    assertFalse(rig.words().contains("not marked as stored yet"));
  }

  @Test
  void whoMayNotMarkItIsToldSo() {
    rig.go(new Target.RecoveryKit());
    sample.answer(
        "markKitStored",
        _ -> {
          throw new OperationFailed(FailureCode.NOT_ALLOWED, "ops", "KEYS");
        });
    rig.await("known", () -> rig.words().contains("not marked as stored yet"));
    rig.robot().interact(() -> rig.awaitNode("#kit-note").requestFocus());
    rig.robot().write("safe, room 12");
    rig.robot().push(KeyCode.ENTER);
    rig.await("refused", () -> rig.words().contains("it takes the right KEYS"));
    rig.shot("recovery-kit-not-allowed", 1280, 1100);
  }

  @Test
  void withoutTheCommandLineThePageSaysWhatToInstall() {
    rig.go(new Target.RecoveryKit());
    rig.await("known", () -> rig.words().contains("not marked as stored yet"));
    rig.robot()
        .interact(() -> {
          ((TextField) rig.awaitNode("#kit-file")).setText("kit.pxkit");
          ((TextField) rig.awaitNode("#kit-passphrase")).setText("correct horse");
          ((TextField) rig.awaitNode("#kit-page")).setText("kit.pdf");
        });
    rig.robot().interact(() -> ((javafx.scene.control.Button) rig.awaitNode("#kit-print")).fire());
    rig.await(
        "the failure",
        () -> rig.words().contains("The command line plexichat is not on this machine."));
    assertEquals("", ((TextField) rig.awaitNode("#kit-passphrase")).getText());
    rig.shot("recovery-kit-failure", 1280, 1100);
  }

  @SuppressWarnings("unchecked")
  private TableView<AuditLine> table() {
    return (TableView<AuditLine>) rig.awaitNode("#audit");
  }

  @Test
  void theNewestEntriesComeFirstAndOlderOnesAsTheyAreScrolledTo() {
    rig.go(new Target.Audit());
    rig.await("the newest", () -> table().getItems().size() == 100);
    assertEquals(ENTRIES, table().getItems().getFirst().index());
    rig.await("the verdict", () -> rig.words().contains("1\u202f250 entries, unbroken."));
    inBothLooks("audit");
    rig.robot().interact(() -> table().scrollTo(99));
    rig.await("the next page", () -> table().getItems().size() == 200);
    assertEquals(ENTRIES - 199, table().getItems().getLast().index());
    TextField filter = (TextField) rig.awaitNode("#audit-filter");
    rig.robot().interact(() -> filter.setText("documents #1200"));
    assertEquals(List.of(1_200L), table().getItems().stream().map(AuditLine::index).toList());
    rig.shot("audit-filtered");
  }

  @Test
  void aBrokenChainIsUnmistakable() {
    sample.answer("verifyAudit", _ -> new AuditVerdict(false, 16, 17, 3, 2));
    rig.go(new Target.Audit());
    rig.await("broken", () -> rig.words().contains("The chain is broken at entry 17."));
    rig.shot("audit-broken");
  }

  @Test
  void whoMayNotReadTheChainIsToldSo() {
    sample.answer(
        "verifyAudit",
        _ -> {
          throw new OperationFailed(FailureCode.NOT_ALLOWED, "ops", "VIEW");
        });
    rig.go(new Target.Audit());
    rig.await("refused", () -> rig.words().contains("it takes the right VIEW"));
    rig.shot("audit-not-allowed");
  }

  @Test
  void helpOpensForTheScreenAndEscapeGoesBack() {
    rig.robot().push(KeyCode.F1);
    rig.await("its page", () -> rig.words().contains("How well everything is protected now"));
    inBothLooks("help");
    rig.robot().interact(() -> rig.awaitNode("#help-back").requestFocus());
    rig.robot().push(KeyCode.ESCAPE);
    rig.awaitNode("#fig-coverage");
    rig.robot().push(KeyCode.CONTROL, KeyCode.SLASH);
    rig.await("the sheet", () -> rig.words().contains("Search and command palette"));
    rig.shot("help-shortcuts");
  }
}
