package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.SimCatalogue.Backup;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.plan.Action.Part;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// What travels over the simulated network. `call` pairs an answer with what asked for it.
sealed interface Msg {
  // Source and coordinator.
  record Open(int source, int set, int backup, int call) implements Msg {}

  record Opened(SortedSet<StripeId> live, List<StripeId> fold, int call) implements Msg {}

  record AskReserve(StripeFacts facts, SortedSet<PeerId> avoid, int call) implements Msg {}

  record ReserveAnswer(List<Order> orders, int call) implements Msg {}

  record Commit(StripeFacts facts, List<Receipt> receipts, int call) implements Msg {}

  record CommitAnswer(List<Receipt> disregarded, int call) implements Msg {}

  record Fold(Backup backup, StripeFacts into, List<StripeId> replaced, int call) implements Msg {}

  record Close(int source, int backup, SortedSet<StripeId> stripes, int call) implements Msg {}

  record Locate(int source, int backup, int call) implements Msg {}

  record Located(List<Place> stripes, int call) implements Msg {}

  /// Whether a fold or a backup is in the log.
  record Done(boolean done, int call) implements Msg {}

  /// Where the copies of a stripe lie, by index.
  record Place(StripeFacts facts, List<List<PeerId>> holders) {}

  // A shard's way to its holders.
  record Put(ShardSpec shard, long bytes, List<Order> chain, int answerTo) implements Msg {}

  record Answer(Order order, ShardSpec shard, @Nullable Receipt receipt, Refusal refusal)
      implements Msg {}

  // Coordinator and holders.
  record Grant(long epoch) implements Msg {}

  record CopyOrder(Order order, ShardSpec shard) implements Msg {}

  record RebuildOrder(Order order, ShardSpec shard, List<Part> chain) implements Msg {}

  record Challenge(StripeId stripe, ShardSpec shard, Operation copy, long asked) implements Msg {}

  /// The answer to a challenge.
  ///
  /// @param leaf made of the bytes and of when it was asked
  record Proof(PeerId peer, Challenge challenge, CopyState state, long leaf) implements Msg {}

  record RemovalOrder(Removal removal) implements Msg {}

  record RemovalDone(Removal.Done done) implements Msg {}

  // Among holders: a masked sum on its way.
  record Contribute(RebuildOrder rebuild, int hop, long sum, int target, boolean masked)
      implements Msg {}

  record Sum(RebuildOrder rebuild, int hop, long sum, boolean masked) implements Msg {}

  // Reading.
  record Get(ShardSpec shard, int call, int from) implements Msg {}

  /// What a holder gives to a reader.
  ///
  /// @param bytes −1 when there are none
  record Got(ShardSpec shard, PeerId peer, long bytes, int call) implements Msg {}
}
