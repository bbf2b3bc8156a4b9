package com.plexichat.backup.agent.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.content.Block;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.FilledStripe;
import com.plexichat.backup.agent.content.SealedStripe;
import com.plexichat.backup.agent.content.StripeFiller;
import com.plexichat.backup.agent.content.StripeSealer;
import com.plexichat.backup.agent.crypto.FixedVaults;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.VaultId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StripeFlowTest {
  private static final Tier TIER = Tier.BRONZE;

  @TempDir Path folder;
  private final Vault vault = FixedVaults.vault(VaultId.of(new byte[16]), 1);
  private final StripeSealer sealer = new StripeSealer(new SecureRandom());
  private final List<String> events = new CopyOnWriteArrayList<>();
  private ChunkIndex index;

  @BeforeEach
  void open() throws IOException {
    index = ChunkIndex.open(folder.resolve("index"), vault.id());
  }

  /// What seals is let out, not interrupted: it may be in the index, which the next job needs.
  @Test
  void closingWaitsForWhatSeals() throws Exception {
    CountDownLatch isIn = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    StripeFlow flow =
        flow(
            new Uploads(() -> {
              isIn.countDown();
              try {
                mayLeave.await();
                events.add("out");
              } catch (InterruptedException e) {
                events.add("interrupted");
              }
            }));
    flow.take(stripe());
    isIn.await();
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              flow.close();
              events.add("closed, " + (Thread.interrupted() ? "told later" : "forgotten"));
            });
    closer.interrupt();
    while (closer.isAlive() && !closer.getState().name().endsWith("WAITING")) {
      Pause.of(Duration.ofMillis(1));
    }
    mayLeave.countDown();
    closer.join();
    assertEquals(List.of("out", "closed, told later"), events);
    index.close();
  }

  @Test
  void anIndexThatFailsIsNotAFullDisk() throws Exception {
    index.close();
    try (StripeFlow flow = flow(new Uploads(() -> events.add("sent")))) {
      flow.take(stripe());
      OperationFailed failed = assertThrows(OperationFailed.class, flow::await);
      assertEquals(FailureCode.DISK_FAILED, failed.code());
      assertEquals("host", failed.args().getFirst());
      assertEquals(List.of(), events);
    }
  }

  /// How many are under way follows the configuration, also while one waits for its turn.
  @Test
  void asManyAreUnderWayAsTheConfigurationSays() throws Exception {
    Held held = new Held();
    try (StripeFlow flow = flow(held)) {
      flow.take(stripe());
      flow.take(stripe());
      Thread third =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  flow.take(stripe());
                  events.add("third");
                } catch (InterruptedException e) {
                  events.add("interrupted");
                }
              });
      while (third.isAlive() && third.getState() != Thread.State.TIMED_WAITING) {
        Pause.of(Duration.ofMillis(1));
      }
      assertEquals(List.of(), events, "two at a time");
      held.atOnce.set(3);
      third.join();
      assertEquals(List.of("third"), events);
      held.answer.complete(null);
      flow.await();
    }
    index.close();
  }

  /// Uploads that end together, when a test says so.
  private static final class Held implements StripeUploads {
    private final AtomicInteger atOnce = new AtomicInteger(2);
    private final CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();

    @Override
    public CompletableFuture<Uploaded> upload(String backupId, SealedStripe stripe, int copies) {
      return answer.thenApply(_ -> new Uploaded(stripe.stripe(), 0, ""));
    }

    @Override
    public int atOnce() {
      return atOnce.get();
    }

    @Override
    public long sentBytes() {
      return 0;
    }
  }

  private StripeFlow flow(StripeUploads uploads) {
    return new StripeFlow(
        "backup", vault, TIER, index, new StripeFlow.Parts(sealer, uploads, "host"));
  }

  private FilledStripe stripe() {
    StripeFiller filler = new StripeFiller(TIER.dataShards(), sealer::newStripe);
    filler.add(Block.record(new byte[100]));
    return filler.flush().getFirst();
  }

  private record Uploads(Runnable act) implements StripeUploads {
    @Override
    public CompletableFuture<Uploaded> upload(String backupId, SealedStripe stripe, int copies) {
      act.run();
      return CompletableFuture.completedFuture(new Uploaded(stripe.stripe(), 0, ""));
    }

    @Override
    public long sentBytes() {
      return 0;
    }
  }
}
