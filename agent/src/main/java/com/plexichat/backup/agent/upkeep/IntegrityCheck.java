package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has peers look at every copy that they should have: that it is there, or every byte of it.
///
/// What was found bad is told to the ledger as it comes, and what was bad and is whole and proven
/// counts again. A peer that does not answer is named; nothing is concluded of its copies.
public final class IntegrityCheck implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(IntegrityCheck.class);
  private static final int PAGE = 2_000;
  private static final int PEERS_AT_ONCE = 4;

  /// Bad copies that a result names; its figures count all.
  private static final int LISTED = 10_000;

  /// How closely copies are looked at.
  public enum Depth {
    /// The file is there with the right length.
    PRESENCE,
    /// Every byte is read and hashed.
    HASH
  }

  private final UpkeepBase base;
  private final CopyCheck check;
  private final Depth depth;
  private final Optional<String> only;

  /// @param only id or name of the one peer to look at; empty: all
  public IntegrityCheck(UpkeepBase base, Depth depth, Optional<String> only) {
    this.base = base;
    this.check = new CopyCheck(base);
    this.depth = depth;
    this.only = only;
  }

  /// The check that a request asks; USAGE for an unknown depth.
  public static IntegrityCheck of(UpkeepBase base, CheckIntegrityRequest request) {
    Depth depth =
        switch (request.getDepth()) {
          case "presence" -> Depth.PRESENCE;
          case "hash", "" -> Depth.HASH;
          default ->
              throw new OperationFailed(
                  FailureCode.USAGE, "the depth is presence or hash, not " + request.getDepth());
        };
    String peer = request.getPeer();
    return new IntegrityCheck(base, depth, peer.isEmpty() ? Optional.empty() : Optional.of(peer));
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    List<PeerRow> peers =
        only.map(peer -> List.of(base.catalogue().peers().get(peer)))
            .orElseGet(() ->
                base.catalogue().peers().all().stream().filter(IntegrityCheck::isMember).toList());
    Tally tally = new Tally(control, peers.stream().mapToLong(PeerRow::copies).sum());
    Crew.run(
        PEERS_AT_ONCE,
        peers.stream().map(peer -> (Runnable) () -> look(peer, control, tally)).toList());
    control.checkCancelled();
    return tally.result().toByteArray();
  }

  private static boolean isMember(PeerRow peer) {
    return peer.state() != PeerState.INVITED
        && peer.state() != PeerState.REMOVED
        && peer.state() != PeerState.BANNED;
  }

  private void look(PeerRow peer, JobControl control, Tally tally) {
    List<Expected> page = new ArrayList<>();
    try {
      base.catalogue()
          .stripes()
          .heldBy(
              peer.id(),
              base.now(),
              stripe -> {
                for (ShardRow shard : stripe.shards()) {
                  Expected.of(shard, peer.id()).ifPresent(page::add);
                }
                if (page.size() >= PAGE) {
                  look(peer, page, control, tally);
                }
              });
      if (!page.isEmpty()) {
        look(peer, page, control, tally);
      }
    } catch (OperationFailed e) {
      control.checkCancelled();
      if (e.code() != FailureCode.UNREACHABLE && e.code() != FailureCode.TIMED_OUT) {
        throw e;
      }
      LOG.info("integrity check: {}", e.sentence());
      tally.unanswered(peer);
    }
  }

  private void look(PeerRow peer, List<Expected> page, JobControl control, Tally tally) {
    control.checkCancelled();
    if (!isMember(peer) || peer.state() == PeerState.DOWN) {
      throw new OperationFailed(FailureCode.UNREACHABLE, peer.name(), "it is " + peer.state());
    }
    boolean presence = depth == Depth.PRESENCE;
    tally.add(check.check(peer.id(), page, presence, control.jobId()));
    page.clear();
  }

  /// What all peers together answered.
  private static final class Tally {
    private final JobControl control;
    private final long expected;
    private final IntegrityResult.Builder result = IntegrityResult.newBuilder();
    private long bytes;

    Tally(JobControl control, long expected) {
      this.control = control;
      this.expected = expected;
    }

    synchronized void add(CopyCheck.Outcome outcome) {
      bytes += outcome.bytes();
      result
          .setCheckedCopies(result.getCheckedCopies() + outcome.checked())
          .setOk(result.getOk() + outcome.checked() - outcome.bad().size());
      for (CopyCheck.Bad bad : outcome.bad()) {
        if (result.getBadCount() < LISTED) {
          result.addBad(
              BadShardCopy.newBuilder()
                  .setShard(Ids.message(bad.copy().shard()))
                  .setPeerId(bad.copy().peer().hex())
                  .setState(bad.state().name())
                  .setPath(bad.path()));
        }
      }
      long done = result.getCheckedCopies();
      control.progress("checking copies", done, Math.max(done, expected), bytes, 0);
    }

    synchronized void unanswered(PeerRow peer) {
      result.addUnanswered(peer.id().hex());
    }

    synchronized IntegrityResult result() {
      return result.build();
    }
  }
}
