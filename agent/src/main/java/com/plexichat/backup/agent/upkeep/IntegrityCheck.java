package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Has peers look at every copy that they should have: that it is there, or every byte of it.
///
/// What was found bad is told to the ledger as it comes, and what was bad and is whole and proven
/// counts again. A peer that does not answer is named; nothing is concluded of its copies.
public final class IntegrityCheck implements Work {
  private static final int PAGE = 2_000;

  /// How closely copies are looked at.
  public enum Depth {
    /// The file is there with the right length.
    PRESENCE,
    /// Every byte is read and hashed.
    HASH
  }

  private final UpkeepBase base;
  private final Depth depth;
  private final Optional<String> only;

  /// @param only id or name of the one peer to look at; empty: all
  public IntegrityCheck(UpkeepBase base, Depth depth, Optional<String> only) {
    this.base = base;
    this.depth = depth;
    this.only = only;
  }

  /// The check that a request asks; USAGE for an unknown depth.
  public static IntegrityCheck of(UpkeepBase base, CheckIntegrityRequest request) {
    String peer = request.getPeer();
    Depth depth = request.getDepth().isEmpty() ? Depth.HASH : depth(request.getDepth());
    return new IntegrityCheck(base, depth, peer.isEmpty() ? Optional.empty() : Optional.of(peer));
  }

  static Depth depth(String name) {
    return switch (name) {
      case "presence" -> Depth.PRESENCE;
      case "hash" -> Depth.HASH;
      default ->
          throw new OperationFailed(
              FailureCode.USAGE, "The depth is presence or hash, not " + name + ".");
    };
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    CheckTally tally = look(control);
    return IntegrityResult.newBuilder()
        .setCheckedCopies(tally.checked())
        .setOk(tally.checked() - tally.badCopies())
        .setBadCopies(tally.badCopies())
        .addAllBad(tally.bad())
        .addAllUnanswered(tally.unanswered())
        .build()
        .toByteArray();
  }

  CheckTally look(JobControl control) throws InterruptedException {
    List<PeerRow> peers =
        only.map(peer -> List.of(base.catalogue().peers().get(peer)))
            .orElseGet(() ->
                base.catalogue().peers().all().stream().filter(StripeCheck::isMember).toList());
    CheckTally tally = new CheckTally(control, peers.stream().mapToLong(PeerRow::copies).sum());
    StripeCheck check = new StripeCheck(base, depth, control, tally);
    Crew.run(
        control,
        base.tuned(Parameter.CHECK_PARALLEL),
        peers.stream().map(peer -> (Runnable) () -> look(peer, check)).toList());
    control.checkCancelled();
    return tally;
  }

  private void look(PeerRow peer, StripeCheck check) {
    List<Expected> page = new ArrayList<>();
    base.catalogue()
        .stripes()
        .heldBy(
            peer.id(),
            base.now(),
            stripe -> {
              page.addAll(StripeCheck.expected(stripe, peer.id(), _ -> true));
              if (page.size() >= PAGE) {
                look(peer, page, check);
              }
            });
    if (!page.isEmpty()) {
      look(peer, page, check);
    }
  }

  private static void look(PeerRow peer, List<Expected> page, StripeCheck check) {
    if (StripeCheck.isMember(peer)) {
      check.look(peer, List.copyOf(page));
    }
    page.clear();
  }
}
