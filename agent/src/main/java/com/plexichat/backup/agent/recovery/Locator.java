package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;

/// Asks the coordinator where sealed shards lie, and for the ticket to read them. Answers come
/// whole, whatever number of pages they travel in; failing is OperationFailed (BACKUP_UNKNOWN,
/// NOT_ALLOWED, UNREACHABLE …).
public interface Locator {
  /// All stripes that a restore of the backup needs.
  ///
  /// @param purpose `restore` or `verify`
  Located locate(String backupId, String purpose);

  /// Just these stripes. The record's facts are empty.
  Located locate(Collection<StripeId> stripes, String purpose);
}
