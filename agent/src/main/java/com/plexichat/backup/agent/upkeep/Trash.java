package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.Leaving;
import com.plexichat.backup.proto.Approval;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The holders' trash: copies go there, come back, and are deleted for good.
///
/// Why they may go is in the log before anything is asked of a peer; that a copy lies in the trash
/// is written when its peer has said so. A peer that does not answer is noted and not asked again.
final class Trash {
  private static final Logger LOG = LoggerFactory.getLogger(Trash.class);
  private static final int OPERATION = 16;
  private static final String UNKNOWN = "its holder knows nothing of it";

  private final UpkeepBase base;
  private final Leaving leaving;
  private final String jobId;
  private final List<Approval> approvals;
  private final Set<String> unanswered = new TreeSet<>();
  private long copies;
  private long bytes;
  private long resting;

  /// @param jobId empty: no job does it
  Trash(UpkeepBase base, String jobId) {
    this(base, jobId, List.of());
  }

  /// @param approvals of two people: what burns does not rest before
  Trash(UpkeepBase base, String jobId, List<Approval> approvals) {
    this.base = base;
    this.approvals = approvals;
    this.leaving = new Leaving(base.ledger(), base.catalogue());
    this.jobId = jobId;
  }

  /// A peer that was asked for something else did not answer.
  void away(PeerId peer) {
    unanswered.add(peer.hex());
  }

  /// Ids of peers that did not answer.
  Set<String> unanswered() {
    return Set.copyOf(unanswered);
  }

  /// Copies that were moved, brought back or deleted.
  long copies() {
    return copies;
  }

  long bytes() {
    return bytes;
  }

  /// Copies that their machines do not delete yet.
  long resting() {
    return resting;
  }

  private record Held(ShardRow shard, CopyRow copy) {
    Expected known(CopyState state) {
      return new Expected(
          copy.peer(), shard.stripe(), shard.index(), shard.id(), shard.length(), state);
    }
  }

  /// Copies of these stripes that were ordered and never acknowledged, by peer. They may be there.
  static Map<PeerId, List<Expected>> open(List<StripeRow> stripes) {
    Map<PeerId, List<Expected>> open = new TreeMap<>();
    byPeer(stripes, copy -> copy.state() == CopyState.PENDING)
        .forEach((peer, held) ->
            open.put(peer, held.stream().map(one -> one.known(CopyState.MISSING)).toList()));
    return open;
  }

  private static Map<PeerId, List<Held>> byPeer(List<StripeRow> stripes, Predicate<CopyRow> which) {
    return byPeer(stripes, (_, copy) -> which.test(copy));
  }

  private static Map<PeerId, List<Held>> byPeer(
      List<StripeRow> stripes, BiPredicate<ShardRow, CopyRow> which) {
    Map<PeerId, List<Held>> byPeer = new TreeMap<>();
    for (StripeRow stripe : stripes) {
      for (ShardRow shard : stripe.shards()) {
        for (CopyRow copy : shard.copies()) {
          if (which.test(shard, copy)) {
            byPeer.computeIfAbsent(copy.peer(), _ -> new ArrayList<>()).add(new Held(shard, copy));
          }
        }
      }
    }
    return byPeer;
  }

  /// Brings every copy of these stripes that is believed to be there to the trash.
  void fill(List<StripeRow> stripes, String why) {
    byPeer(stripes, copy -> copy.state().isCounted())
        .forEach((peer, held) -> {
          long asOf = base.asOf();
          TrashAnswer answer = ask(peer, held, _ -> {});
          List<Held> done = done(held, Set.copyOf(answer.getDoneList()));
          tell(known(done), CopyState.TRASHED, why, asOf, jobId);
        });
  }

  /// What a peer put back or had never moved, and what it knows nothing of although it should.
  record Back(List<Expected> there, List<Expected> unknown) {}

  /// Has peers put copies of these stripes back where they were, whatever is believed of them: the
  /// answer to an order into the trash may have been lost, and a check may have looked for the copy
  /// since. Whether they are whole, and count, is found by looking at them afterwards. What a peer
  /// knows nothing of is missing from now on.
  Map<PeerId, Back> empty(List<StripeRow> stripes) {
    Map<PeerId, Back> all = new TreeMap<>();
    byPeer(stripes, copy -> copy.state() != CopyState.PENDING)
        .forEach((peer, held) -> {
          long asOf = base.asOf();
          TrashAnswer answer = ask(peer, held, request -> request.setRestore(true));
          Back back =
              new Back(
                  known(done(held, Set.copyOf(answer.getDoneList()))),
                  known(
                      those(held, Set.copyOf(answer.getUnknownList())).stream()
                          .filter(one -> isExpected(one.copy().state()))
                          .toList()));
          tell(back.unknown(), CopyState.MISSING, UNKNOWN, asOf, jobId);
          forget(peer, back.unknown());
          all.put(peer, back);
        });
    return all;
  }

  /// What was in the trash and is nowhere is forgotten, and must not come by a late order.
  private void forget(PeerId peer, List<Expected> copies) {
    List<StripeId> stripes = copies.stream().map(Expected::stripe).distinct().toList();
    Set<ShardId> shards = copies.stream().map(Expected::shard).collect(Collectors.toSet());
    Map<PeerId, List<Held>> gone =
        byPeer(
            base.catalogue().stripes().get(stripes, base.now()),
            (shard, copy) ->
                copy.peer().equals(peer)
                    && copy.state() == CopyState.TRASHED
                    && shards.contains(shard.id()));
    burn(gone, UNKNOWN);
  }

  /// Whether a copy in this state should be whole.
  static boolean isExpected(CopyState state) {
    return state.isCounted() || state == CopyState.TRASHED;
  }

  private static List<Expected> known(List<Held> held) {
    return held.stream().map(one -> one.known(one.copy().state())).toList();
  }

  /// Copies that came back and do not count yet: the next try begins with them.
  ///
  /// @param jobId the job that brought them to the trash
  void putAside(List<Expected> copies, long asOf, String jobId) {
    tell(copies, CopyState.TRASHED, "its holder did not take it anew", asOf, jobId);
  }

  private void tell(List<Expected> copies, CopyState state, String why, long asOf, String jobId) {
    if (!copies.isEmpty()) {
      base.ledger().changed(copies.stream().map(one -> one.is(state, why, asOf)).toList(), jobId);
    }
  }

  private static List<Held> those(List<Held> held, Set<ByteString> shards) {
    return held.stream().filter(one -> shards.contains(Ids.message(one.shard().id()))).toList();
  }

  private List<Held> done(List<Held> held, Set<ByteString> done) {
    List<Held> all = those(held, done);
    copies += all.size();
    bytes += all.stream().mapToLong(one -> one.shard().length()).sum();
    return all;
  }

  private interface Kind {
    void set(TrashRequest.Builder request);
  }

  private TrashAnswer ask(PeerId peer, List<Held> held, Kind kind) {
    if (isAway(peer)) {
      return TrashAnswer.getDefaultInstance();
    }
    ClusterRow cluster = leaving.cluster();
    TrashRequest.Builder request =
        TrashRequest.newBuilder()
            .setOperation(HexFormat.of().formatHex(base.randomBytes(OPERATION)))
            .setSequence(leaving.number())
            .setEpoch(cluster.epoch())
            .setTarget(peer.hex());
    kind.set(request);
    held.forEach(one -> request.addShards(Ids.message(one.shard().id())));
    return answer(peer, request.build()).orElse(TrashAnswer.getDefaultInstance());
  }

  private boolean isAway(PeerId peer) {
    PeerRow row = base.catalogue().peers().get(peer.hex());
    if (row.state() == PeerState.DOWN) {
      unanswered.add(peer.hex());
    }
    return unanswered.contains(peer.hex()) || !StripeCheck.isMember(row);
  }

  private Optional<TrashAnswer> answer(PeerId peer, TrashRequest request) {
    try {
      return Optional.of(base.holders().trash(peer, request));
    } catch (OperationFailed e) {
      if (e.code() == FailureCode.CANCELLED) {
        throw e;
      }
      LOG.info("{} keeps its copies for now: {}", peer, e.sentence());
      unanswered.add(peer.hex());
      return Optional.empty();
    }
  }

  /// Puts into the log that copies go which their stripes can do without.
  Leaving.Release release(PeerId peer, List<Leaving.Spared> copies, String why) {
    return leaving.release(peer, copies, why, jobId);
  }

  /// Brings copies to the trash of which the log has already that they go. Answers those that their
  /// peer says are there now.
  Set<ShardId> bring(Leaving.Release release, Map<ShardId, Long> lengths) {
    if (release.shards().isEmpty() || isAway(release.peer())) {
      return Set.of();
    }
    TrashRequest.Builder request =
        TrashRequest.newBuilder()
            .setOperation(release.token())
            .setSequence(release.sequence())
            .setEpoch(leaving.cluster().epoch())
            .setTarget(release.peer().hex());
    release.shards().forEach(shard -> request.addShards(Ids.message(shard)));
    Set<ShardId> done =
        answer(release.peer(), request.build())
            .map(TrashAnswer::getDoneList)
            .orElse(List.of())
            .stream()
            .map(Ids::shard)
            .filter(lengths::containsKey)
            .collect(Collectors.toSet());
    copies += done.size();
    bytes += done.stream().mapToLong(shard -> lengths.getOrDefault(shard, 0L)).sum();
    return done;
  }

  /// Deletes for good what may lie with peers of these stripes, in their trash or anywhere.
  void burn(List<StripeRow> stripes, String why) {
    burn(byPeer(stripes, copy -> !copy.state().isCounted()), why);
  }

  /// Deletes for good what lies in the trash of stripes that are needed, where shards have all
  /// their copies without it. What nobody has to spare stays, and can be brought back.
  void burnSpares(List<StripeRow> needed, String why) {
    burn(byPeer(needed, (shard, copy) -> copy.state() == CopyState.TRASHED && hasAll(shard)), why);
  }

  private static boolean hasAll(ShardRow shard) {
    long owners =
        shard.copies().stream().filter(CopyRow::counts).map(CopyRow::owner).distinct().count();
    return owners >= shard.target();
  }

  private void burn(Map<PeerId, List<Held>> which, String why) {
    Map<PeerId, Map<Integer, List<Held>>> all = new TreeMap<>();
    which.forEach((peer, held) ->
        held.forEach(one ->
            all.computeIfAbsent(peer, _ -> new TreeMap<>())
                .computeIfAbsent(one.shard().index(), _ -> new ArrayList<>())
                .add(one)));
    all.forEach((peer, byIndex) ->
        byIndex.forEach((index, held) -> {
          if (!isAway(peer)) {
            burn(peer, index, held, why);
          }
        }));
  }

  private void burn(PeerId peer, int index, List<Held> held, String why) {
    Leaving.Deletion deletion =
        leaving.delete(
            peer, index, held.stream().map(one -> one.shard().stripe()).toList(), why, jobId);
    if (deletion.stripes().isEmpty()) {
      return;
    }
    TrashRequest.Builder request =
        TrashRequest.newBuilder()
            .setOperation(deletion.token())
            .setSequence(deletion.sequence())
            .setEpoch(leaving.cluster().epoch())
            .setTarget(peer.hex())
            .setDelete(true)
            .addAllApprovals(approvals);
    deletion.shards().forEach(shard -> request.addShards(Ids.message(shard)));
    Optional<TrashAnswer> answer = answer(peer, request.build());
    Set<ByteString> done = answer.map(one -> Set.copyOf(one.getDoneList())).orElse(Set.of());
    if (!done.isEmpty()) {
      done(held, done);
      leaving.deleted(deletion, done.stream().map(Ids::shard).toList(), jobId);
    }
    if (done.size() < deletion.shards().size()) {
      resting += answer.isPresent() ? deletion.shards().size() - done.size() : 0;
      leaving.undone(deletion);
    }
  }
}
