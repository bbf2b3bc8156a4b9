package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The machine that backs up: drives a [SourceMachine] for every stripe.
final class SimSource {
  private static final int STRIPES = 4;
  private static final int[][] SHAPES = {{3, 1, 2}, {4, 2, 2}, {3, 0, 3}, {4, 1, 3}};

  private final Sim sim;
  private final SortedMap<StripeId, Upload> uploads = new TreeMap<>();
  private int calls;

  private static final class Upload {
    final StripeFacts facts;
    final SourceMachine machine;
    final SortedMap<String, Integer> sends = new TreeMap<>();
    int call;

    Upload(StripeFacts facts) {
      this.facts = facts;
      machine = new SourceMachine(facts.k(), facts.m(), facts.copies());
    }
  }

  SimSource(Sim sim) {
    this.sim = sim;
  }

  void start() {
    PeerId self = sim.newIdentity(Sim.SOURCE, Sim.SOURCE_OWNER);
    int[] shape = SHAPES[sim.random.nextInt(SHAPES.length)];
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      StripeId id = new StripeId(sim.seed, stripe);
      List<ShardSpec> shards = new ArrayList<>();
      for (int index = 0; index < shape[0] + shape[1]; index++) {
        ShardId shard = new ShardId(stripe, index, 0, 0);
        shards.add(new ShardSpec(shard, index, shape[0], shape[1], 100));
      }
      Upload upload =
          new Upload(
              new StripeFacts(id, shape[0], shape[1], shape[2], shards, self, Sim.SOURCE_OWNER));
      uploads.put(id, upload);
      sim.after(sim.random.nextInt(12_000), () -> step(upload, new SourceEvent.Start()));
    }
  }

  boolean isDone(StripeId stripe) {
    return upload(stripe).machine.isDone();
  }

  boolean isDone() {
    return uploads.values().stream().allMatch(upload -> upload.machine.isDone());
  }

  void receive(Msg message) {
    switch (message) {
      case Msg.ReserveAnswer(var stripe, var orders, var sentence, var call) -> {
        Upload upload = upload(stripe);
        if (upload.call == call) {
          upload.call = 0;
          step(upload, new SourceEvent.Reserved(orders, sentence));
        }
      }
      case Msg.CommitAnswer(var stripe, var disregarded, var call) -> {
        Upload upload = upload(stripe);
        if (upload.call == call) {
          upload.call = 0;
          step(upload, new SourceEvent.Committed(disregarded));
        }
      }
      case Msg.Answer(var order, var shard, var receipt, var refusal) -> {
        Upload upload = upload(order.stripe());
        step(
            upload,
            receipt != null
                ? new SourceEvent.Acknowledged(receipt)
                : new SourceEvent.Refused(
                    order.target(), order.operation(), shard.index(), refusal));
      }
      default -> throw new IllegalStateException("not for a source: " + message);
    }
  }

  private Upload upload(StripeId stripe) {
    Upload upload = uploads.get(stripe);
    if (upload == null) {
      throw new IllegalStateException("no such stripe: " + stripe);
    }
    return upload;
  }

  private void step(Upload upload, SourceEvent event) {
    for (SourceEffect effect : upload.machine.step(event)) {
      perform(upload, effect);
    }
  }

  private void perform(Upload upload, SourceEffect effect) {
    switch (effect) {
      case SourceEffect.AskReserve(var avoid) -> {
        int call = call(upload, new SourceEvent.ReserveFailed("no answer"));
        sim.send(Sim.COORDINATOR, new Msg.AskReserve(upload.facts, avoid, call));
      }
      case SourceEffect.Send(var index, var chain) -> send(upload, index, chain);
      case SourceEffect.Commit(var receipts) -> {
        int call = call(upload, new SourceEvent.CommitFailed("no answer"));
        sim.send(Sim.COORDINATOR, new Msg.Commit(upload.facts.stripe(), receipts, call));
      }
      case SourceEffect.Pause(var attempt) ->
          sim.after(500L * attempt, () -> step(upload, new SourceEvent.Resume()));
      case SourceEffect.Finish(var result) -> {
        if (result instanceof SourceEffect.Result.Complete
            || result instanceof SourceEffect.Result.UnderProtected) {
          sim.truth.acknowledged(upload.facts);
          sim.coordinator.acknowledged(upload.facts.stripe());
        }
      }
    }
  }

  /// A call that fails when no answer has come in time.
  private int call(Upload upload, SourceEvent failed) {
    int call = ++calls;
    upload.call = call;
    sim.after(
        4_000,
        () -> {
          if (upload.call == call) {
            upload.call = 0;
            step(upload, failed);
          }
        });
    return call;
  }

  private void send(Upload upload, int index, List<Order> chain) {
    int number = ++calls;
    chain.forEach(order -> upload.sends.put(key(index, order), number));
    sim.send(
        sim.address(chain.getFirst().target()),
        new Msg.Put(upload.facts.shards().get(index), chain, true, Sim.SOURCE));
    sim.after(
        3_000,
        () -> {
          List<Order> silent =
              chain.stream()
                  .filter(order -> upload.sends.getOrDefault(key(index, order), 0) == number)
                  .toList();
          if (!silent.isEmpty()) {
            step(upload, new SourceEvent.Broken(index, silent));
          }
        });
  }

  private static String key(int index, Order order) {
    return index + order.target().hex();
  }
}
