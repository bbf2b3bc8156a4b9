package com.plexichat.backup.console.screens.backups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.Sample;
import com.plexichat.backup.console.screens.backups.RetentionModel.Form;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.KeepKind;
import com.plexichat.backup.shared.model.RetentionChange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What each change of a backup's retention asks for, and what it asks of the cluster.
class RetentionModelTest extends ModelRig {
  // Each test opens its own.
  @SuppressWarnings("NullAway.Init")
  private Backup backup;

  @SuppressWarnings("NullAway.Init")
  private RetentionModel model;

  private void open(Form form) {
    backup = facts.backup("documents", 3, BackupState.COMPLETE, Duration.ofDays(2));
    cluster.answer("changeRetention", _ -> backup);
    fx(() -> {
      model = new RetentionModel(kit, session, backup);
      model.answersProperty().set(true);
      model.open(form);
    });
  }

  private boolean isComplete() {
    boolean[] is = {false};
    fx(() -> is[0] = model.completeProperty().get());
    return is[0];
  }

  private void changes(RetentionChange change, String reason) throws Exception {
    assertTrue(isComplete());
    fx(() -> model.change());
    await(() -> model.formProperty().get() instanceof Form.None);
    assertEquals(
        List.of(List.of(backup.id(), change, reason)),
        cluster.calls("changeRetention").stream().map(Sample.Call::arguments).toList());
  }

  @Test
  void itIsExtendedByWholeDays() throws Exception {
    open(new Form.Extend());
    for (String days : List.of("", "0", "-1", "1.5", "a month", "123456")) {
      fx(() -> model.daysProperty().set(days));
      assertFalse(isComplete(), days);
    }
    fx(() -> model.daysProperty().set(" 30 "));
    changes(new RetentionChange.Extend(30), "");
  }

  @Test
  void aHoldNamesCaseOwnerAndReason() throws Exception {
    open(new Form.Hold());
    fx(() -> model.nameProperty().set("2026-114"));
    fx(() -> model.ownerProperty().set("legal@example.org"));
    assertFalse(isComplete(), "without a reason");
    fx(() -> model.reasonProperty().set("court order"));
    changes(
        new RetentionChange.Place(KeepKind.HOLD, "2026-114", "legal@example.org"), "court order");
  }

  @Test
  void aReleaseTakesAReason() throws Exception {
    Backup held = facts.backup("documents", 3, BackupState.COMPLETE, Duration.ofDays(2));
    open(new Form.Release(held.keeps().getFirst()));
    assertFalse(isComplete());
    fx(() -> model.reasonProperty().set("case closed"));
    changes(
        new RetentionChange.Release(KeepKind.HOLD, "2026-114 Miller against Sons"), "case closed");
  }

  @Test
  void itsEndTakesItsNumberAndAReason() throws Exception {
    open(new Form.End());
    fx(() -> model.typedProperty().set("3"));
    assertFalse(isComplete(), "without a reason");
    fx(() -> model.reasonProperty().set("test data"));
    fx(() -> model.typedProperty().set("4"));
    assertFalse(isComplete(), "another one's number");
    fx(() -> model.typedProperty().set("3"));
    changes(new RetentionChange.End(), "test data");
  }

  @Test
  void aLockTakesDaysOrADayItsNumberAndAReason() throws Exception {
    open(new Form.Lock());
    Instant until = kit.clock().instant().plus(Duration.ofDays(10));
    cluster.answer("tiering.lock", _ -> until);
    fx(() -> model.reasonProperty().set("the auditors"));
    assertFalse(isComplete(), "its number is not typed");
    fx(() -> model.typedProperty().set("3"));
    assertTrue(isComplete());
    fx(() -> model.daysProperty().set("0"));
    assertFalse(isComplete(), "for no day");
    LocalDate last = LocalDate.ofInstant(until, kit.figures().zone());
    fx(() -> model.untilProperty().set(last));
    Instant locked = model.lockedUntil().orElseThrow();
    Instant over = last.plusDays(1).atStartOfDay(kit.figures().zone()).toInstant();
    assertFalse(locked.isBefore(over), "the whole of the last day: " + locked);
    assertTrue(locked.isBefore(over.plus(Duration.ofDays(1))), "and not a day more: " + locked);
    fx(() -> model.reasonProperty().set(" "));
    assertFalse(isComplete(), "without a reason");
    fx(() -> model.reasonProperty().set("the auditors"));
    fx(() -> model.daysProperty().set("10"));
    fx(() -> model.change());
    await(() -> model.formProperty().get() instanceof Form.None);
    assertEquals(
        List.of(List.of(backup.id(), 10, "the auditors")),
        cluster.calls("tiering.lock").stream().map(Sample.Call::arguments).toList());
    assertEquals(List.of(), cluster.calls("changeRetention"));
  }

  @Test
  void pinsGoAndCome() throws Exception {
    open(new Form.Pin());
    changes(new RetentionChange.Place(KeepKind.PIN, "", ""), "");
    fx(() -> model.open(new Form.Unpin()));
    fx(() -> model.change());
    await(() -> cluster.calls("changeRetention").size() == 2);
    assertEquals(
        new RetentionChange.Release(KeepKind.PIN, ""),
        cluster.calls("changeRetention").getLast().arguments().get(1));
  }

  @Test
  void aRefusalIsToldAndWhatWasTypedStays() throws Exception {
    open(new Form.Extend());
    cluster.answer(
        "changeRetention",
        _ -> {
          throw new OperationFailed(FailureCode.NOT_ALLOWED, "margit", "RETAIN");
        });
    fx(() -> model.daysProperty().set("7"));
    fx(() -> model.change());
    await(() -> model.failureProperty().get().isPresent());
    assertTrue(isComplete());
    fx(() -> model.answersProperty().set(false));
    assertFalse(isComplete(), "nobody answers");
    fx(() -> model.open(new Form.None()));
    assertEquals(Optional.empty(), model.failureProperty().get());
  }
}
