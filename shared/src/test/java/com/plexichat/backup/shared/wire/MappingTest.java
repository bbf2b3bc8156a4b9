package com.plexichat.backup.shared.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What goes out comes back the same.
class MappingTest {
  @Test
  void failures() {
    for (FailureCode code : FailureCode.values()) {
      OperationFailed back =
          Failures.failed(Failures.message(new OperationFailed(code, "a", "b", "c", "d")));
      assertEquals(code, back.code());
      assertEquals(List.of("a", "b", "c", "d"), back.args());
    }
    OperationFailed newer =
        Failures.failed(Failure.newBuilder().setCode("OF_TOMORROW").addArgs("x").build());
    assertEquals(FailureCode.INTERNAL, newer.code());
    assertEquals(List.of("OF_TOMORROW x"), newer.args());
  }

  @Test
  void tiers() {
    for (Tier tier : Tier.DEFAULTS) {
      assertEquals(tier, Tiers.tier(Tiers.message(tier)));
    }
    OperationFailed wrong =
        assertThrows(
            OperationFailed.class, () -> Tiers.tier(TierSpec.newBuilder().setName("none").build()));
    assertEquals(FailureCode.USAGE, wrong.code());
  }

  @Test
  void peerStates() {
    for (PeerState state : PeerState.values()) {
      assertEquals(Optional.of(state), PeerStates.state(PeerStates.message(state)));
    }
    assertEquals(
        Optional.empty(),
        PeerStates.state(com.plexichat.backup.proto.PeerState.PEER_STATE_UNSPECIFIED));
    assertEquals(
        PeerState.values().length + 2, com.plexichat.backup.proto.PeerState.values().length);
  }

  @Test
  void ids() {
    ShardId shard = new ShardId(1, -2, 3, -4);
    StripeId stripe = new StripeId(-5, 6);
    assertEquals(shard, Ids.shard(Ids.message(shard)));
    assertEquals(stripe, Ids.stripe(Ids.message(stripe)));
    for (Runnable wrong :
        List.<Runnable>of(
            () -> Ids.shard(ByteString.EMPTY),
            () -> Ids.stripe(ByteString.EMPTY),
            () -> Ids.peer("x"),
            () -> Ids.vault("x"))) {
      assertEquals(FailureCode.USAGE, assertThrows(OperationFailed.class, wrong::run).code());
    }
  }
}
