package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeSpares;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.ledger.Leaving;
import com.plexichat.backup.agent.ledger.Views;
import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.agent.planning.SpareCopies;
import com.plexichat.backup.agent.planning.SpareCopies.Spare;
import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.SkippedCopies;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Takes copies to the trash that stripes can do without: those over what is asked, and bad ones.
///
/// What goes is found anew here, page by page. The copies that stay are read by their holders,
/// every byte, and proven, before the first of a shard goes; then the ledger decides
/// ([Leaving#release]). A shard of which too few were proven keeps what it has and is told.
final class SpareRemoval {
  private static final int STRIPES_AT_ONCE = 64;

  private final UpkeepBase base;
  private final JobControl control;
  private final Trash bin;
  private final Set<PruneCategory> categories;
  private final CopyCheck check;
  private final Prover prover;
  private final Map<PruneCategory, CategoryFigures.Builder> went = new TreeMap<>();
  private final Map<PruneCategory, Map<String, Long>> stayed = new TreeMap<>();
  private long stripes;
  private long seen;

  /// @param categories redundant, corrupted, or both
  SpareRemoval(UpkeepBase base, JobControl control, Trash bin, Set<PruneCategory> categories) {
    this.base = base;
    this.control = control;
    this.bin = bin;
    this.categories = categories;
    this.check = new CopyCheck(base);
    this.prover = new Prover(base);
  }

  /// One peer's copy of one shard.
  private record Place(PeerId peer, ShardId shard) {}

  /// What goes, unless those that stay turn out not to be whole.
  private record Going(ShardRow shard, Spare spare) {}

  /// What looking at copies that stay found.
  private record Looked(Set<Place> proven, Map<Place, String> troubles) {}

  void run() {
    List<StripeId> page = new ArrayList<>();
    base.catalogue()
        .spares()
        .walk(one -> {
          page.add(one.stripe().id());
          if (page.size() == STRIPES_AT_ONCE) {
            take(page);
          }
        });
    take(page);
  }

  private void take(List<StripeId> page) {
    try {
      take(page, new HashSet<>());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The prune");
    }
    page.clear();
  }

  void addTo(PruneResult.Builder result) {
    went.values().forEach(result::addCategories);
    stayed.forEach((category, reasons) ->
        reasons.forEach((reason, copies) ->
            result.addSkippedCopies(
                SkippedCopies.newBuilder()
                    .setCategory(category.word())
                    .setReason(reason)
                    .setCopies(copies))));
  }

  private void stays(PruneCategory category, String reason) {
    stayed.computeIfAbsent(category, _ -> new TreeMap<>()).merge(reason, 1L, Long::sum);
  }

  /// @param touched stripes of the page of which copies went
  private void take(List<StripeId> ids, Set<StripeId> touched) throws InterruptedException {
    control.checkpoint();
    Map<PeerId, PeerView> peers =
        Views.peers(base.catalogue().peers().all()).stream()
            .collect(Collectors.toMap(PeerView::id, Function.identity()));
    List<Going> going = new ArrayList<>();
    for (StripeSpares.Found found : base.catalogue().spares().get(ids)) {
      for (Spare spare : SpareCopies.of(Views.stripe(found.stripe()), peers)) {
        if (!categories.contains(spare.category())) {
          continue;
        }
        if (found.isBusy() && spare.goes()) {
          stays(spare.category(), "A backup or a repair is at its stripe.");
        } else if (spare.goes()) {
          going.add(new Going(found.stripe().shards().get(spare.index()), spare));
        } else {
          stays(spare.category(), spare.reason());
        }
      }
    }
    Looked looked = look(going);
    Map<PeerId, Map<PruneCategory, List<Going>>> byPeer = new TreeMap<>();
    for (Going one : going) {
      byPeer
          .computeIfAbsent(one.spare().peer(), _ -> new TreeMap<>())
          .computeIfAbsent(one.spare().category(), _ -> new ArrayList<>())
          .add(one);
    }
    byPeer.forEach((peer, byCategory) ->
        byCategory.forEach((category, some) ->
            take(peer, category, some, looked).forEach(one -> touched.add(one.shard().stripe()))));
    stripes += touched.size();
    seen += ids.size();
    control.progress(JobPhase.TRASH, seen, 0, bin.bytes(), 0);
  }

  /// Has every copy read and proven that stays of these shards.
  private Looked look(List<Going> going) throws InterruptedException {
    Map<PeerId, Map<ShardId, Expected>> byPeer = new TreeMap<>();
    for (Going one : going) {
      for (PeerId peer : one.spare().rest()) {
        Expected.of(one.shard(), peer)
            .ifPresent(copy ->
                byPeer.computeIfAbsent(peer, _ -> new LinkedHashMap<>()).put(copy.shard(), copy));
      }
    }
    Looked looked = new Looked(new HashSet<>(), new HashMap<>());
    Set<PeerId> silent = new TreeSet<>();
    List<Runnable> tasks = new ArrayList<>();
    byPeer.forEach((peer, copies) -> {
      if (!bin.unanswered().contains(peer.hex())) {
        tasks.add(() -> look(peer, List.copyOf(copies.values()), looked, silent));
      } else {
        silent.add(peer);
      }
    });
    Crew.run(control, base.tuned(Parameter.CHECK_PARALLEL), tasks);
    control.checkCancelled();
    for (PeerId peer : silent) {
      bin.away(peer);
      String why = "A copy that stays could not be read, on %s: no answer.".formatted(name(peer));
      byPeer
          .getOrDefault(peer, Map.of())
          .keySet()
          .forEach(shard -> looked.troubles().put(new Place(peer, shard), why));
    }
    return looked;
  }

  private void look(PeerId peer, List<Expected> copies, Looked looked, Set<PeerId> silent) {
    try {
      Set<Expected> bad =
          check.check(peer, copies, false, control.jobId()).bad().stream()
              .map(CopyCheck.Bad::copy)
              .collect(Collectors.toSet());
      Map<Expected, CopyState> proofs =
          prover.prove(peer, copies.stream().filter(copy -> !bad.contains(copy)).toList());
      String why = "A copy that stays is not whole, on %s.".formatted(name(peer));
      synchronized (looked) {
        bad.forEach(copy -> looked.troubles().put(new Place(peer, copy.shard()), why));
        proofs.forEach((copy, state) -> {
          Place place = new Place(peer, copy.shard());
          if (state == CopyState.OK) {
            looked.proven().add(place);
          } else {
            looked.troubles().put(place, why);
          }
        });
      }
    } catch (OperationFailed e) {
      control.checkCancelled();
      if (!e.code().isSilence()) {
        throw e;
      }
      synchronized (looked) {
        silent.add(peer);
      }
    }
  }

  /// Answers those that lie in the trash now.
  private List<Going> take(PeerId peer, PruneCategory category, List<Going> some, Looked looked) {
    if (base.catalogue().peers().get(peer.hex()).state() == PeerState.DOWN
        || bin.unanswered().contains(peer.hex())) {
      bin.away(peer);
      some.forEach(_ -> stays(category, "Its machine does not answer."));
      return List.of();
    }
    Map<ShardId, Long> lengths = new HashMap<>();
    some.forEach(one -> lengths.put(one.shard().id(), one.shard().length()));
    Leaving.Release release =
        bin.release(
            peer,
            some.stream()
                .map(one ->
                    new Leaving.Spared(
                        one.shard().stripe(), one.spare().index(), proven(one, looked)))
                .toList(),
            category.word());
    Set<ShardId> done = bin.bring(release, lengths);
    Set<ShardId> released = Set.copyOf(release.shards());
    List<Going> gone = new ArrayList<>();
    for (Going one : some) {
      ShardId shard = one.shard().id();
      if (done.contains(shard)) {
        gone.add(one);
        went(category, one.shard().length());
      } else {
        stays(category, released.contains(shard) ? unmoved(peer) : why(one, looked));
      }
    }
    return gone;
  }

  private void went(PruneCategory category, long bytes) {
    CategoryFigures.Builder figures =
        went.computeIfAbsent(
            category, _ -> CategoryFigures.newBuilder().setCategory(category.word()));
    figures.setCopies(figures.getCopies() + 1).setBytes(figures.getBytes() + bytes);
  }

  private static Set<PeerId> proven(Going one, Looked looked) {
    return one.spare().rest().stream()
        .filter(peer -> looked.proven().contains(new Place(peer, one.shard().id())))
        .collect(Collectors.toSet());
  }

  private String why(Going one, Looked looked) {
    return one.spare().rest().stream()
        .map(peer -> looked.troubles().getOrDefault(new Place(peer, one.shard().id()), ""))
        .filter(trouble -> !trouble.isEmpty())
        .findFirst()
        .orElse("Its stripe changed meanwhile.");
  }

  private String unmoved(PeerId peer) {
    return "It counts no more, and %s has not moved it: a sweep does.".formatted(name(peer));
  }

  private String name(PeerId peer) {
    return base.catalogue().peers().get(peer.hex()).name();
  }

  /// Stripes of which copies went.
  long stripes() {
    return stripes;
  }
}
