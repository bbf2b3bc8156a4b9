package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.plan.Action.Part;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// What travels over the simulated network.
sealed interface Msg {
  record AskReserve(StripeFacts facts, SortedSet<PeerId> avoid, int call) implements Msg {}

  record ReserveAnswer(StripeId stripe, List<Order> orders, String sentence, int call)
      implements Msg {}

  record Put(ShardSpec shard, List<Order> chain, boolean whole, int answerTo) implements Msg {}

  record Answer(Order order, ShardSpec shard, @Nullable Receipt receipt, Refusal refusal)
      implements Msg {}

  record Commit(StripeId stripe, List<Receipt> receipts, int call) implements Msg {}

  record CommitAnswer(StripeId stripe, List<Receipt> disregarded, int call) implements Msg {}

  record Grant(long epoch) implements Msg {}

  record CopyOrder(Order order, ShardSpec shard) implements Msg {}

  record RebuildOrder(Order order, ShardSpec shard, List<Part> parts) implements Msg {}

  record Ask(Operation rebuild, StripeId stripe, Part part, int from) implements Msg {}

  record Contributed(Operation rebuild, PeerId peer, boolean whole) implements Msg {}

  record Challenge(StripeId stripe, ShardSpec shard, Operation copy, long asked) implements Msg {}

  record Proof(PeerId peer, Challenge challenge, CopyState state) implements Msg {}

  record RemovalOrder(Removal removal) implements Msg {}

  record RemovalDone(Removal.Done done) implements Msg {}
}
