package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One backup: folds what earlier ones left in small stripes, refers to chunks that are there,
/// uploads the others and what is left of stripes that it vacates, and closes.
final class SimBackup {
  /// Length of a shard of a small stripe; folded ones have longer shards.
  static final int SMALL = 100;

  /// Small stripes that become one.
  static final int FOLD = 4;

  private static final int FOLDED = 1_000;
  private static final int CALL = 4_000;
  private static final int CLOSINGS = 6;

  /// Of so many stripes that it might refer to, one is vacated.
  private static final int VACATED_ONE_IN = 5;

  private final Sim sim;
  private final SimSource source;
  private final int number;
  private final int set;
  private final SortedSet<StripeId> needed = new TreeSet<>();
  private final List<Long> chunks = new ArrayList<>();

  /// Stripes of which little is needed: it is sealed anew, and no later backup refers to them.
  private final List<StripeId> vacated = new ArrayList<>();

  private int open;
  private boolean isFailed;

  SimBackup(Sim sim, SimSource source, int number, int set) {
    this.sim = sim;
    this.source = source;
    this.number = number;
    this.set = set;
  }

  void start() {
    source.ask(
        CALL,
        call -> new Msg.Open(source.number(), set, number, call),
        answer -> {
          if (!(answer instanceof Msg.Opened(var live, var fold, _))) {
            end(false);
          } else if (fold.isEmpty()) {
            fill(live);
          } else {
            new Folding(live, fold).start();
          }
        });
  }

  private SimCatalogue.Backup backup() {
    return new SimCatalogue.Backup(source.number(), number);
  }

  private void end(boolean isClosed) {
    source.ended(set, isClosed);
  }

  /// Refers to some of what is there, vacates some, and uploads what is new.
  private void fill(SortedSet<StripeId> live) {
    List<Long> anew = new ArrayList<>();
    for (StripeId stripe : live) {
      List<Long> there = source.index.get(stripe);
      if (there == null || source.random.nextInt(3) > 0) {
        continue;
      }
      if (source.random.nextInt(VACATED_ONE_IN) == 0) {
        vacated.add(stripe);
        anew.add(there.getFirst());
        sim.tally.vacated++;
      } else {
        needed.add(stripe);
        chunks.addAll(there);
        sim.tally.reused++;
      }
    }
    chunks.addAll(anew);
    if (sim.is(Mutant.VACATED_AND_NOT_SEALED)) {
      anew.clear();
    }
    open = 1 + source.random.nextInt(2);
    for (int stripe = open; stripe > 0; stripe--) {
      List<Long> fresh = new ArrayList<>(anew);
      anew.clear();
      fresh.add(source.random.nextLong());
      fresh.add(source.random.nextLong());
      StripeFacts facts = source.seal(fresh, SMALL);
      chunks.addAll(fresh);
      if (sim.is(Mutant.REUSE_WITHOUT_PROOF)) {
        source.index.put(facts.stripe(), fresh);
      }
      source.upload(facts, isKept -> uploaded(facts, fresh, isKept));
    }
  }

  private void uploaded(StripeFacts facts, List<Long> fresh, boolean isKept) {
    if (isKept) {
      source.index.put(facts.stripe(), fresh);
    }
    needed.add(facts.stripe());
    isFailed |= !isKept;
    open--;
    if (open == 0 && isFailed) {
      end(false);
    } else if (open == 0) {
      sim.truth.backedUp(backup(), chunks);
      close(1);
    }
  }

  private void close(int attempt) {
    source.ask(
        CALL,
        call -> new Msg.Close(source.number(), number, new TreeSet<>(needed), call),
        answer -> {
          if (answer instanceof Msg.Done(var done, _)) {
            if (done) {
              vacated.forEach(stripe -> source.index.remove(stripe));
            }
            end(done);
          } else if (attempt < CLOSINGS) {
            close(attempt + 1);
          } else {
            end(false);
          }
        });
  }

  /// Reads small stripes as a restore does, packs what they hold into one stripe, and has the
  /// coordinator put it in their place. What cannot be folded now stays as it is.
  private final class Folding {
    private final SortedSet<StripeId> live;
    private final List<StripeId> small;
    private final SortedMap<StripeId, List<Long>> members = new TreeMap<>();
    private int unread;

    Folding(SortedSet<StripeId> live, List<StripeId> small) {
      this.live = live;
      this.small = small;
    }

    void start() {
      List<Msg.Place> places = new ArrayList<>();
      for (StripeId stripe : small) {
        places.add(sim.coordinator.desk().place(stripe));
      }
      unread = places.size();
      for (Msg.Place place : places) {
        source.read(place, found -> read(place.facts().stripe(), found));
      }
    }

    private void read(StripeId stripe, @Nullable List<Long> found) {
      if (found != null && source.index.containsKey(stripe)) {
        members.put(stripe, found);
      }
      unread--;
      if (unread > 0) {
        return;
      }
      if (members.size() < 2) {
        fill(live);
        return;
      }
      List<Long> all = new ArrayList<>();
      members.values().forEach(all::addAll);
      StripeFacts into = source.seal(all, FOLDED);
      if (sim.is(Mutant.FOLD_BEFORE_COMMIT)) {
        fold(into, all);
        source.upload(into, _ -> {});
      } else {
        source.upload(
            into,
            isKept -> {
              if (isKept) {
                fold(into, all);
              } else {
                fill(live);
              }
            });
      }
    }

    private void fold(StripeFacts into, List<Long> all) {
      List<StripeId> replaced = List.copyOf(members.keySet());
      source.ask(
          CALL,
          call -> new Msg.Fold(backup(), into, replaced, call),
          answer -> {
            if (answer instanceof Msg.Done(var done, _) && done) {
              replaced.forEach(stripe -> source.index.remove(stripe));
              live.removeAll(replaced);
              source.index.put(into.stripe(), all);
              live.add(into.stripe());
            }
            fill(live);
          });
    }
  }
}
