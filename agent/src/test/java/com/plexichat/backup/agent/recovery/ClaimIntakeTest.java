package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.proto.HeldShard;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Inventories that never end.
class ClaimIntakeTest {
  private static final PeerId PEER = new PeerId("0123456789abcdef0123456789abcdef");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;

  /// Names in order for as long as somebody listens; the line breaks every so often.
  private record Endless(LongFunction<HeldShard.Builder> shard) implements ClaimSource {
    private static final int PAGE = 100;
    private static final int PAGES = 1_000;

    @Override
    public void inventory(PeerId peer, @Nullable ShardId after, Consumer<InventoryPage> pages) {
      long next = after == null ? 1 : after.a() + 1;
      for (int page = 0; page < PAGES; page++) {
        InventoryPage.Builder told = InventoryPage.newBuilder();
        for (int i = 0; i < PAGE; i++, next++) {
          told.addShards(shard.apply(next).setShard(Ids.message(new ShardId(next, 0, 0, 0))));
        }
        pages.accept(told.build());
      }
      throw new OperationFailed(FailureCode.UNREACHABLE, peer.hex(), "the line broke");
    }

    @Override
    public Signed ticket(Collection<StripeId> stripes) {
      throw new AssertionError();
    }
  }

  private ClaimIntake taken(LongFunction<HeldShard.Builder> shard) {
    HybridKey recovery = HybridKey.generate(RANDOM);
    RecoveredVaults.Trust trust = new RecoveredVaults.Trust(_ -> true, Set.of());
    try (RecoveredVaults vaults =
            new RecoveredVaults(List.of(), recovery, new KeyRings(RANDOM), trust);
        ClaimSpool spool = new ClaimSpool(folder)) {
      ClaimIntake intake = new ClaimIntake(0, 0, new Endless(shard), vaults, spool);
      intake.run(new Peers(List.of(PeerEntry.newBuilder().setPeerId(PEER.hex()).build())));
      return intake;
    }
  }

  @Test
  void namesOfNothingEnd() {
    ClaimIntake intake = taken(_ -> HeldShard.newBuilder());
    assertTrue(intake.broken().contains("far more than it offers"), intake.broken());
    assertEquals((4L << 30) >> 14, intake.forged());
  }

  @Test
  void vaultsThatNobodyKnowsEnd() {
    ClaimIntake intake =
        taken(number -> {
          byte[] vault = ByteBuffer.allocate(16).putLong(number).putLong(0).array();
          byte[] stripe = new byte[16];
          ShardHeader header =
              ShardHeader.parity(8, 8, 2, VaultId.of(vault), StripeId.of(stripe), 0, 1000);
          return HeldShard.newBuilder()
              .setHeader(ByteString.copyFrom(header.bytes()))
              .setLength(header.fileLength());
        });
    assertTrue(intake.broken().contains("too many vaults"), intake.broken());
  }
}
