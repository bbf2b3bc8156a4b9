package com.plexichat.backup.agent.backup;

import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.FoldStripesRequest;
import com.plexichat.backup.proto.OpenBackupAnswer;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;
import java.util.List;

/// What a source asks of the coordinator about one backup. Calls wait out a coordinator that is
/// away for a while.
public interface Coordination {
  /// The facts, with every page of stripes in it.
  Opened open(String backupId, String jobId, String vault);

  /// Tells that a committed stripe holds what these small ones hold. ACT_REFUSED when it may not
  /// take their place: they stay.
  void fold(FoldStripesRequest request);

  /// Ends the backup: the facts, and all stripes that it needs. Asked again, the first answer comes
  /// back.
  BackupEntry close(CloseBackupRequest facts, Collection<StripeId> stripes);

  /// What the coordinator knows of the set and its stripes.
  ///
  /// @param live stripes of the vault that deduplication may reuse
  /// @param vacated those among them that are to be left: what is needed of them is sealed anew
  /// @param committed stripes that an earlier attempt at this backup committed; also in `live`
  record Opened(
      OpenBackupAnswer facts,
      List<StripeId> live,
      List<StripeId> vacated,
      List<StripeId> committed) {}
}
