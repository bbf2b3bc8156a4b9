package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import java.util.List;
import java.util.SortedSet;

/// What the driver of one stripe's upload does.
public sealed interface SourceEffect {

  /// Asks the coordinator to place what is missing, without these peers → Reserved, ReserveFailed.
  record AskReserve(SortedSet<PeerId> avoid) implements SourceEffect {}

  /// Sends shard `index` to the first of the chain, who forwards it → for each order of the chain
  /// Acknowledged or Refused, or Broken for those without an answer.
  record Send(int index, List<Order> chain) implements SourceEffect {
    public Send {
      chain = List.copyOf(chain);
    }
  }

  /// Hands the receipts to the coordinator → Committed, CommitFailed.
  record Commit(List<Receipt> receipts) implements SourceEffect {
    public Commit {
      receipts = List.copyOf(receipts);
    }
  }

  /// Waits, longer with every attempt (1, 2, …) → Resume.
  record Pause(int attempt) implements SourceEffect {}

  /// The upload is over; told exactly once.
  record Finish(Result result) implements SourceEffect {}

  /// How an upload ended.
  sealed interface Result {
    /// Every copy that the tier asks is acknowledged and committed.
    record Complete() implements Result {}

    /// Every shard has a committed copy, `missing` copies do not exist.
    record UnderProtected(int missing, String sentence) implements Result {}

    /// Not committed, or not whole: the stripe is abandoned and never sealed again.
    record Failed(String why) implements Result {}

    record Cancelled() implements Result {}
  }
}
