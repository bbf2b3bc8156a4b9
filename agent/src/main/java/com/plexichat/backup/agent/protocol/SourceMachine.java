package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.SourceEffect.AskReserve;
import com.plexichat.backup.agent.protocol.SourceEffect.Commit;
import com.plexichat.backup.agent.protocol.SourceEffect.Finish;
import com.plexichat.backup.agent.protocol.SourceEffect.Pause;
import com.plexichat.backup.agent.protocol.SourceEffect.Result;
import com.plexichat.backup.agent.protocol.SourceEffect.Send;
import com.plexichat.backup.agent.protocol.SourceEvent.Acknowledged;
import com.plexichat.backup.agent.protocol.SourceEvent.Broken;
import com.plexichat.backup.agent.protocol.SourceEvent.Cancel;
import com.plexichat.backup.agent.protocol.SourceEvent.CommitFailed;
import com.plexichat.backup.agent.protocol.SourceEvent.Committed;
import com.plexichat.backup.agent.protocol.SourceEvent.Refused;
import com.plexichat.backup.agent.protocol.SourceEvent.ReserveFailed;
import com.plexichat.backup.agent.protocol.SourceEvent.Reserved;
import com.plexichat.backup.agent.protocol.SourceEvent.Resume;
import com.plexichat.backup.agent.protocol.SourceEvent.Start;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The upload of one sealed stripe by its source.
///
/// ```
/// SEALED → RESERVING → SENDING → COMMITTING → DONE (complete, under-protected)
///              ↑  ↓       ↓          ↓  ↑
///              RESTING ←──┘       RESTING        any → DONE (failed, cancelled)
/// ```
///
/// Each round sends what is not acknowledged yet: a peer to blame is avoided from then on, and the
/// coordinator is asked for others. Where no other may hold a shard that has no copy yet, those to
/// blame are asked once more: they may have failed for a moment only. Rounds are bounded; what is
/// acknowledged by then is committed if every shard has a copy. Not thread-safe.
public final class SourceMachine {
  static final int ROUNDS = 6;
  static final int COMMITS = 8;

  private final int k;
  private final int m;
  private final int copies;
  private Step step = Step.SEALED;
  private boolean committing;
  private int rounds;
  private int commits;
  private int handedOver;

  /// Receipts that the coordinator did not count.
  private int notTaken;

  private String sentence = "";
  private final SortedSet<PeerId> avoid = new TreeSet<>();

  /// Peers that acknowledged, by index.
  private final List<SortedSet<PeerId>> held = new ArrayList<>();

  private final List<Receipt> receipts = new ArrayList<>();
  private final SortedMap<Wait, Order> waiting = new TreeMap<>();

  private enum Step {
    SEALED,
    RESERVING,
    SENDING,
    COMMITTING,
    RESTING,
    DONE
  }

  /// An answer that is still to come.
  private record Wait(int index, PeerId peer) implements Comparable<Wait> {
    @Override
    public int compareTo(Wait other) {
      int order = Integer.compare(index, other.index);
      return order != 0 ? order : peer.compareTo(other.peer);
    }
  }

  /// @param copies of each data shard; parity shards are kept once
  public SourceMachine(int k, int m, int copies) {
    this.k = k;
    this.m = m;
    this.copies = copies;
    for (int index = 0; index < k + m; index++) {
      held.add(new TreeSet<>());
    }
  }

  public boolean isDone() {
    return step == Step.DONE;
  }

  public List<SourceEffect> step(SourceEvent event) {
    if (step == Step.DONE) {
      return List.of();
    }
    return switch (event) {
      case Start _ -> step == Step.SEALED ? reserve() : List.of();
      case Reserved reserved -> step == Step.RESERVING ? reserved(reserved) : List.of();
      case ReserveFailed(var why) -> step == Step.RESERVING ? retry(why) : List.of();
      case Acknowledged(var receipt) -> acknowledged(receipt);
      case Refused refused -> refused(refused);
      case Broken(var index, var chain) -> broken(index, chain);
      case Committed(var disregarded) ->
          step == Step.COMMITTING ? committed(disregarded) : List.of();
      case CommitFailed(var why) -> step == Step.COMMITTING ? commitFailed(why) : List.of();
      case Resume _ -> step != Step.RESTING ? List.of() : committing ? commit() : reserve();
      case Cancel _ -> finish(new Result.Cancelled());
    };
  }

  private List<SourceEffect> reserve() {
    step = Step.RESERVING;
    rounds++;
    return List.of(new AskReserve(new TreeSet<>(avoid)));
  }

  private List<SourceEffect> reserved(Reserved reserved) {
    sentence = reserved.sentence();
    SortedMap<Integer, List<Order>> chains = new TreeMap<>();
    for (Order order : reserved.orders()) {
      for (ShardSpec shard : order.shards()) {
        if (!held.get(shard.index()).contains(order.target()) && !avoid.contains(order.target())) {
          chains.computeIfAbsent(shard.index(), _ -> new ArrayList<>()).add(order);
        }
      }
    }
    if (chains.isEmpty()) {
      return settle();
    }
    step = Step.SENDING;
    List<SourceEffect> effects = new ArrayList<>();
    chains.forEach((index, chain) -> effects.add(send(index, turned(index, chain))));
    return effects;
  }

  /// Another first holder for every shard, so that they share the work of forwarding.
  private static List<Order> turned(int index, List<Order> chain) {
    int first = index % chain.size();
    List<Order> turned = new ArrayList<>(chain.subList(first, chain.size()));
    turned.addAll(chain.subList(0, first));
    return turned;
  }

  private Send send(int index, List<Order> chain) {
    for (Order order : chain) {
      waiting.put(new Wait(index, order.target()), order);
    }
    return new Send(index, chain);
  }

  private List<SourceEffect> acknowledged(Receipt receipt) {
    for (ShardSpec shard : receipt.shards()) {
      if (held.get(shard.index()).add(receipt.peer())) {
        receipts.add(
            new Receipt(receipt.peer(), receipt.operation(), List.of(shard), receipt.epoch()));
      }
      waiting.remove(new Wait(shard.index(), receipt.peer()));
    }
    return settleWhenAnswered();
  }

  private List<SourceEffect> refused(Refused refused) {
    Wait wait = new Wait(refused.index(), refused.peer());
    Order order = waiting.get(wait);
    if (order == null || !order.operation().equals(refused.operation())) {
      return List.of();
    }
    waiting.remove(wait);
    if (refused.why() == Refusal.NOT_TRIED) {
      return List.of(send(refused.index(), List.of(order)));
    }
    if (refused.why().blamesTarget()) {
      avoid.add(refused.peer());
    }
    return settleWhenAnswered();
  }

  private List<SourceEffect> broken(int index, List<Order> chain) {
    List<Order> rest = new ArrayList<>();
    for (int at = 0; at < chain.size(); at++) {
      Order order = chain.get(at);
      if (waiting.remove(new Wait(index, order.target())) == null) {
        continue;
      }
      if (at == 0) {
        avoid.add(order.target());
      } else {
        rest.add(order);
      }
    }
    return rest.isEmpty() ? settleWhenAnswered() : List.of(send(index, rest));
  }

  private List<SourceEffect> settleWhenAnswered() {
    return step == Step.SENDING && waiting.isEmpty() ? settle() : List.of();
  }

  /// All answers are in: what is missing is asked for once more, or what there is is committed.
  private List<SourceEffect> settle() {
    boolean nothingCame = step == Step.RESERVING;
    if (missing() == 0 || (nothingCame && isWhole())) {
      return commit();
    }
    if (nothingCame) {
      avoid.clear();
    }
    return retry(sentence);
  }

  private List<SourceEffect> retry(String why) {
    if (rounds < ROUNDS) {
      step = Step.RESTING;
      return List.of(new Pause(rounds));
    }
    return isWhole() ? commit() : failed(why);
  }

  private List<SourceEffect> failed(String why) {
    String told =
        notTaken == 0
            ? why
            : "the coordinator did not take %d receipts of holders: %s".formatted(notTaken, why);
    return finish(new Result.Failed(told));
  }

  private List<SourceEffect> commit() {
    committing = true;
    step = Step.COMMITTING;
    commits++;
    handedOver = receipts.size();
    return List.of(new Commit(receipts));
  }

  private List<SourceEffect> commitFailed(String why) {
    if (commits >= COMMITS) {
      return failed(why);
    }
    step = Step.RESTING;
    return List.of(new Pause(commits));
  }

  private List<SourceEffect> committed(List<Receipt> disregarded) {
    notTaken += disregarded.size();
    for (Receipt receipt : disregarded) {
      if (receipts.remove(receipt)) {
        handedOver--;
        receipt.shards().forEach(shard -> held.get(shard.index()).remove(receipt.peer()));
      }
    }
    committing = false;
    if (receipts.size() > handedOver && commits < COMMITS) {
      return commit();
    }
    int missing = missing();
    if (!disregarded.isEmpty() && missing > 0 && rounds < ROUNDS) {
      return retry(sentence);
    }
    if (!isWhole()) {
      return failed(sentence);
    }
    return finish(
        missing == 0 ? new Result.Complete() : new Result.UnderProtected(missing, sentence));
  }

  private List<SourceEffect> finish(Result result) {
    step = Step.DONE;
    waiting.clear();
    return List.of(new Finish(result));
  }

  private int missing() {
    int missing = 0;
    for (int index = 0; index < k + m; index++) {
      missing += Math.max(0, (index < k ? copies : 1) - held.get(index).size());
    }
    return missing;
  }

  private boolean isWhole() {
    return held.stream().noneMatch(peers -> peers.isEmpty());
  }
}
