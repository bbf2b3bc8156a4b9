package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads one stripe: data shards from their holders in turn, and parity for those that nobody
/// gives. Bytes count when the name is theirs.
final class SimReader {
  private static final int PATIENCE = 250;

  private final Sim sim;
  private final SimSource source;
  private final Msg.Place place;
  private final int call;
  private final Consumer<@Nullable List<Long>> then;
  private final long[] values;

  /// Holders asked so far, by index; the last one has not answered yet.
  private final int[] asked;

  private boolean isOver;

  SimReader(
      Sim sim, SimSource source, Msg.Place place, int call, Consumer<@Nullable List<Long>> then) {
    this.sim = sim;
    this.source = source;
    this.place = place;
    this.call = call;
    this.then = then;
    values = new long[place.facts().shards().size()];
    asked = new int[values.length];
    java.util.Arrays.fill(values, SimReads.NOTHING);
  }

  void start() {
    for (int index = 0; index < place.facts().k(); index++) {
      next(index);
    }
    source.later(PATIENCE, this::goOn);
    settle();
  }

  private void next(int index) {
    List<PeerId> holders = place.holders().get(index);
    if (asked[index] < holders.size()) {
      PeerId holder = holders.get(asked[index]);
      sim.net.send(
          source.node(),
          sim.machine(holder).address,
          new Msg.Get(place.facts().shards().get(index), call, source.node()));
    }
    asked[index]++;
    if (asked[index] == holders.size() + 1 && index < place.facts().k()) {
      for (int parity = place.facts().k(); parity < values.length; parity++) {
        if (asked[parity] == 0) {
          next(parity);
        }
      }
    }
  }

  private boolean isExhausted(int index) {
    return asked[index] > place.holders().get(index).size();
  }

  /// Whoever did not answer is not waited for.
  private void goOn() {
    if (isOver) {
      return;
    }
    for (int index = 0; index < values.length; index++) {
      if (asked[index] > 0 && values[index] < 0 && !isExhausted(index)) {
        next(index);
      }
    }
    settle();
    source.later(PATIENCE, this::goOn);
  }

  void got(Msg.Got got) {
    int index = got.shard().index();
    List<PeerId> holders = place.holders().get(index);
    if (SimVault.isNamed(got.shard(), got.bytes())) {
      values[index] = got.bytes();
    } else if (values[index] < 0
        && !isExhausted(index)
        && holders.get(asked[index] - 1).equals(got.peer())) {
      next(index);
    }
    settle();
  }

  private void settle() {
    if (isOver) {
      return;
    }
    List<Integer> have = new ArrayList<>();
    boolean isWaiting = false;
    for (int index = 0; index < values.length; index++) {
      if (values[index] >= 0) {
        have.add(index);
      } else {
        isWaiting |= asked[index] > 0 && !isExhausted(index);
      }
    }
    int k = place.facts().k();
    if (have.size() >= k) {
      isOver = true;
      then.accept(sim.vault.open(place.facts().stripe(), data(have.subList(0, k), k)));
    } else if (!isWaiting) {
      isOver = true;
      then.accept(null);
    }
  }

  private List<Long> data(List<Integer> have, int k) {
    List<Long> known = have.stream().map(index -> values[index]).toList();
    List<Long> data = new ArrayList<>();
    for (int index = 0; index < k; index++) {
      data.add(values[index] >= 0 ? values[index] : SimVault.decode(have, known, index));
    }
    return data;
  }
}
