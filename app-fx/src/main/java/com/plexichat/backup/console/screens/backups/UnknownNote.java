package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Freshness;
import com.plexichat.backup.shared.failure.OperationFailed;

/// What stands before anything was heard of a cluster.
final class UnknownNote {
  private UnknownNote() {}

  static EmptyNote of(Kit kit, Freshness freshness, Runnable retry) {
    if (freshness instanceof Freshness.Stale(var _, var why)) {
      return new EmptyNote(
              EmptyNote.Kind.STALE,
              why.map(OperationFailed::sentence).orElseGet(() -> kit.text("backups.noAnswer")),
              why.map(OperationFailed::nextAct).orElseGet(() -> kit.text("backups.noAnswerWhy")))
          .action(kit.text("backups.retry"), retry);
    }
    return new EmptyNote(
        EmptyNote.Kind.LOADING, kit.text("screen.loading"), kit.text("backups.loadingWhy"));
  }
}
