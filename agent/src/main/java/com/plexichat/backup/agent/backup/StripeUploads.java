package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.content.SealedStripe;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tuning;
import java.util.concurrent.CompletableFuture;

/// Brings sealed stripes to their holders and into the catalogue.
public interface StripeUploads {
  /// Starts one upload. It ends normally when the stripe is committed, with fewer copies than its
  /// tier asks when that many owners are not there, and with OperationFailed when it is abandoned.
  ///
  /// @param copies of each data shard that the tier asks
  CompletableFuture<Uploaded> upload(String backupId, SealedStripe stripe, int copies);

  /// Stripes to have under way at a time, now.
  default int atOnce() {
    return Tuning.USUAL.count(Parameter.TRANSFER_PARALLEL);
  }

  /// Bytes of shards that left this machine since the start.
  long sentBytes();

  /// A committed stripe.
  ///
  /// @param missing copies that no owner may take now
  /// @param sentence why; empty when none is missing
  record Uploaded(StripeId stripe, int missing, String sentence) {}
}
