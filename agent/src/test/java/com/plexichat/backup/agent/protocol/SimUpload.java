package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The upload of one stripe: drives a [SourceMachine].
final class SimUpload {
  private static final int CALL = 4_000;
  private static final int SEND = 3_000;

  private final Sim sim;
  private final SimSource source;
  final StripeFacts facts;
  private final Consumer<Boolean> then;
  private final SourceMachine machine;

  /// The newest send of (index, peer), which alone may break.
  private final SortedMap<Integer, SortedMap<PeerId, Integer>> sends = new TreeMap<>();

  private int sent;

  SimUpload(Sim sim, SimSource source, StripeFacts facts, Consumer<Boolean> then) {
    this.sim = sim;
    this.source = source;
    this.facts = facts;
    this.then = then;
    machine = new SourceMachine(facts.k(), facts.m(), facts.copies());
  }

  void start() {
    sim.truth.sealed(facts);
    step(new SourceEvent.Start());
  }

  void answered(Msg.Answer answer) {
    Order order = answer.order();
    step(
        answer.receipt() != null
            ? new SourceEvent.Acknowledged(answer.receipt())
            : new SourceEvent.Refused(
                order.target(), order.operation(), answer.shard().index(), answer.refusal()));
  }

  private void step(SourceEvent event) {
    for (SourceEffect effect : machine.step(event)) {
      perform(effect);
    }
  }

  private void perform(SourceEffect effect) {
    switch (effect) {
      case SourceEffect.AskReserve(var avoid) ->
          source.ask(
              CALL,
              call -> new Msg.AskReserve(facts, avoid, call),
              answer ->
                  step(
                      answer instanceof Msg.ReserveAnswer(var orders, _)
                          ? new SourceEvent.Reserved(orders, "")
                          : new SourceEvent.ReserveFailed("no answer")));
      case SourceEffect.Send(var index, var chain) -> send(index, chain);
      case SourceEffect.Commit(var receipts) ->
          source.ask(
              CALL,
              call -> new Msg.Commit(facts, receipts, call),
              answer ->
                  step(
                      answer instanceof Msg.CommitAnswer(var disregarded, _)
                          ? new SourceEvent.Committed(disregarded)
                          : new SourceEvent.CommitFailed("no answer")));
      case SourceEffect.Pause(var attempt) ->
          source.later(500L * attempt, () -> step(new SourceEvent.Resume()));
      case SourceEffect.Finish(var result) -> finish(result);
    }
  }

  private void finish(SourceEffect.Result result) {
    boolean isKept =
        result instanceof SourceEffect.Result.Complete
            || result instanceof SourceEffect.Result.UnderProtected;
    if (isKept) {
      sim.truth.acknowledged(facts);
    } else {
      sim.truth.abandoned(facts);
    }
    source.uploaded(facts);
    then.accept(isKept);
  }

  private void send(int index, List<Order> chain) {
    int number = ++sent;
    SortedMap<PeerId, Integer> newest = sends.computeIfAbsent(index, _ -> new TreeMap<>());
    chain.forEach(order -> newest.put(order.target(), number));
    ShardSpec shard = facts.shards().get(index);
    Msg.Put put = new Msg.Put(shard, shard.shard().d(), chain, source.node());
    sim.truth.sent(put);
    int first = sim.machine(chain.getFirst().target()).address;
    sim.net.send(source.node(), first, put);
    source.later(
        SEND,
        () -> {
          List<Order> silent =
              chain.stream()
                  .filter(order -> newest.getOrDefault(order.target(), 0) == number)
                  .toList();
          if (!silent.isEmpty()) {
            step(new SourceEvent.Broken(index, silent));
          }
        });
  }
}
