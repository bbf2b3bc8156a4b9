package com.plexichat.backup.console.screens.audit;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.AuditLine;
import com.plexichat.backup.shared.model.AuditVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The newest entries of the audit chain, and older ones as they are scrolled to. The chain itself
/// is read from its beginning on, so its length has to be known first: the verification tells it.
public final class AuditModel {
  static final int PAGE = 100;

  /// So many lines before the last one the page before it is asked for.
  private static final int AHEAD = 10;

  private final Kit kit;
  private final Session session;
  private final ObservableList<AuditLine> lines = FXCollections.observableArrayList();
  private final ObservableList<AuditLine> shown = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<AuditVerdict>> verdict =
      new ReadOnlyObjectWrapper<>(this, "verdict", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private String filter = "";

  public AuditModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
  }

  /// What the filter lets through, newest first.
  ObservableList<AuditLine> shown() {
    return shown;
  }

  /// How many were read so far.
  int loaded() {
    return lines.size();
  }

  /// How the last verification ended; empty: none has yet.
  ReadOnlyObjectProperty<Optional<AuditVerdict>> verdictProperty() {
    return verdict.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  private record Read(AuditVerdict verdict, List<AuditLine> newest) {}

  /// Verifies the chain and reads what is new at its end.
  void verify() {
    if (busy.get()) {
      return;
    }
    long known = lines.isEmpty() ? 0 : lines.getFirst().index();
    start();
    kit.tasks().run(() -> read(known), this::take, this::failed);
  }

  private Read read(long known) {
    AuditVerdict told = session.cluster().verifyAudit();
    long after = known > 0 ? known : Math.max(0, told.entries() - PAGE);
    List<AuditLine> all = new ArrayList<>();
    List<AuditLine> page = session.cluster().audit(after, PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = session.cluster().audit(page.getLast().index(), PAGE);
    }
    return new Read(told, all);
  }

  private void take(Read read) {
    busy.set(false);
    verdict.set(Optional.of(read.verdict()));
    lines.addAll(0, read.newest().reversed());
    filter(filter);
  }

  boolean hasOlder() {
    return !lines.isEmpty() && lines.getLast().index() > 1;
  }

  /// Whether what is older has to be read once this line is in sight: it is one of the last.
  boolean isNearOldest(AuditLine line) {
    return !lines.isEmpty() && line.index() < lines.getLast().index() + AHEAD;
  }

  /// Reads the page before the oldest that is known.
  void older() {
    if (busy.get() || !hasOlder()) {
      return;
    }
    long before = lines.getLast().index();
    long after = Math.max(0, before - 1 - PAGE);
    int most = (int) (before - 1 - after);
    start();
    kit.tasks()
        .run(
            () -> session.cluster().audit(after, most),
            page -> {
              busy.set(false);
              List<AuditLine> older = page.reversed();
              lines.addAll(older);
              shown.addAll(older.stream().filter(this::matches).toList());
            },
            this::failed);
  }

  /// Shows only lines with this text in them.
  void filter(String text) {
    filter = text;
    shown.setAll(lines.stream().filter(this::matches).toList());
  }

  boolean isFiltered() {
    return !filter.isBlank();
  }

  private boolean matches(AuditLine line) {
    String all = line.index() + " " + line.actor() + " " + line.act() + " " + line.detail();
    return (all + " " + line.hash())
        .toLowerCase(Locale.ROOT)
        .contains(filter.strip().toLowerCase(Locale.ROOT));
  }

  private void start() {
    failure.set(Optional.empty());
    busy.set(true);
  }

  private void failed(OperationFailed why) {
    busy.set(false);
    failure.set(Optional.of(why));
  }
}
