package com.plexichat.backup.agent.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.security.Approvals;
import com.plexichat.backup.agent.security.TestPeople;
import com.plexichat.backup.proto.PlanConsent;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.wire.Consents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A holder deletes at once what two people signed for whom it has known for long, and lets all
/// else rest.
class AtOnceTest {
  private static final PeerId SOURCE = new PeerId("00".repeat(16));

  @TempDir Path folder;
  private LocalCluster cluster;
  private LocalCluster.Agent holder;
  private OutgoingStripe stripe;
  private Identity anna;
  private Identity ben;

  @BeforeEach
  void open() {
    cluster = new LocalCluster(folder, 5);
    cluster.rest = Duration.ofDays(6);
    holder = cluster.add("a", "64M");
    stripe = new SampleStripes(3).stripe(8, 2, 30_000);
    for (int index = 0; index < 3; index++) {
      store(stripe.shards().get(index));
    }
    TestPeople people = cluster.people();
    anna = people.person("anna", Role.ADMINISTRATOR);
    ben = people.person("ben", Role.ADMINISTRATOR);
    know(anna);
    know(anna, ben);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private void store(OutgoingStripe.OutgoingShard shard) {
    PutHead head =
        PutHead.newBuilder()
            .setShard(ByteString.copyFrom(shard.shard().bytes()))
            .setLength(shard.file().length)
            .addChain(cluster.order(holder.peer(), stripe, shard))
            .build();
    cluster.calls(SOURCE).put(holder.peer(), head, shard.file());
  }

  /// The machine is told of these, and then runs as long as it keeps what is removed.
  private void know(Identity... people) {
    holder
        .approvers()
        .told(Stream.of(people).map(one -> Approvals.keyHash(one.certificate())).toList());
    cluster.servedMs += cluster.rest.toMillis();
  }

  /// To a plan that frees so much at once.
  private static PlanConsent freeing(long bytes) {
    return Consents.of(plan(bytes).setReclaimBytes(bytes).build());
  }

  private static PrunePlan.Builder plan(long bytes) {
    return PrunePlan.newBuilder()
        .setClusterId(LocalCluster.ID)
        .setMadeMs(LocalCluster.NOW.toEpochMilli())
        .setBytes(bytes);
  }

  /// How many shards are deleted.
  private int delete(int index, PlanConsent consent, Identity... people) {
    long sequence = cluster.nextSequence();
    TrashRequest request =
        TrashRequest.newBuilder()
            .setOperation("op-" + sequence)
            .setEpoch(cluster.epoch)
            .setTarget(holder.peer().hex())
            .setSequence(sequence)
            .setDelete(true)
            .addShards(ByteString.copyFrom(stripe.shards().get(index).shard().bytes()))
            .addAllApprovals(Arrays.stream(people).map(one -> one.consent(consent)).toList())
            .build();
    return holder.holder().trash(request).getDoneCount();
  }

  private int length(int index) {
    return stripe.shards().get(index).file().length;
  }

  @Test
  void twoPeopleLetSoMuchGoAndNoMore() {
    PlanConsent consent = freeing(length(0) + length(1));
    assertEquals(1, delete(0, consent, anna, ben), "it did not go to the trash before");
    assertEquals(1, delete(1, consent, anna, ben));
    assertEquals(0, delete(2, consent, anna, ben), "more than they signed for rests");
    cluster.servedMs += cluster.rest.toMillis();
    assertEquals(1, delete(2, consent, anna, ben), "as it would by itself");
  }

  /// A coordinator cannot use what two people signed for another purpose.
  @Test
  void whoLetsBackupsEndEarlyLetsNothingGoAtOnce() {
    PlanConsent consent = Consents.of(plan(length(0)).build());
    assertEquals(0, delete(0, consent, anna, ben));
    cluster.servedMs += cluster.rest.toMillis();
    assertEquals(1, delete(0, consent, anna, ben), "as it would by itself");
  }

  /// Not even two people, and not a coordinator whose clock is years ahead: the machine counts by
  /// its own time.
  @Test
  void whatIsLockedRestsAllTheSame() {
    lock(1, 30);
    PlanConsent consent = freeing(length(0) + length(1));
    assertEquals(1, delete(0, consent, anna, ben));
    assertEquals(0, delete(1, consent, anna, ben));
    cluster.servedMs += cluster.rest.toMillis();
    assertEquals(0, delete(1, consent, anna, ben));
    assertEquals(0, delete(1, consent));
    cluster.servedMs += Duration.ofDays(30).toMillis();
    assertEquals(1, delete(1, consent));
  }

  @Test
  void aLockThatIsNoneIsRefused() {
    for (int days : new int[] {-1, 1_000_000}) {
      assertEquals(
          FailureCode.USAGE, assertThrows(OperationFailed.class, () -> lock(0, days)).code());
    }
  }

  private void lock(int index, int days) {
    TrashRequest request =
        TrashRequest.newBuilder()
            .setEpoch(cluster.epoch)
            .setTarget(holder.peer().hex())
            .setLockDays(days)
            .addShards(ByteString.copyFrom(stripe.shards().get(index).shard().bytes()))
            .build();
    assertEquals(1, holder.holder().trash(request).getDoneCount());
  }

  @Test
  void onePersonLetsNothingGo() {
    PlanConsent consent = freeing(length(0));
    for (List<Identity> people : List.of(List.of(anna), List.of(ben, ben))) {
      assertEquals(
          FailureCode.SIGNATURE_INVALID,
          assertThrows(
                  OperationFailed.class, () -> delete(0, consent, people.toArray(Identity[]::new)))
              .code());
    }
    assertEquals(3, holder.store().figures().shards());
    assertEquals(0, delete(0, consent), "nor does nobody");
  }

  @Test
  void whoIsNewHereIsNotBelievedYet() {
    Identity made = cluster.people().person("mallory", Role.ADMINISTRATOR);
    holder
        .approvers()
        .told(Stream.of(anna, ben, made).map(one -> Approvals.keyHash(one.certificate())).toList());
    cluster.servedMs += cluster.rest.toMillis() - 1;
    PlanConsent consent = freeing(length(0) * 2L);
    assertEquals(0, delete(0, consent, anna, made));
    assertEquals(1, delete(1, consent, anna, ben));
  }
}
