package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.backup.SetMessages;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.proto.ListSetsAnswer;

/// All sets as a message.
final class SetAnswers {
  private SetAnswers() {}

  /// Each with when a backup of it was last tested.
  static ListSetsAnswer of(Catalogue catalogue) {
    ListSetsAnswer.Builder answer = ListSetsAnswer.newBuilder();
    catalogue.sets().all().forEach(row -> answer.addSets(SetMessages.message(row)));
    for (BackupRow row : catalogue.backups().all()) {
      long testedMs = row.figures().testedMs();
      if (row.state().isListed() && testedMs > answer.getTestedMsOrDefault(row.set(), 0)) {
        answer.putTestedMs(row.set(), testedMs);
      }
    }
    return answer.build();
  }
}
