package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.LostCopy;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes peers prove a few copies each round, and checks what readers report.
///
/// Copies are drawn with equal chance in one walk over the catalogue that serves several rounds,
/// until all that was drawn had its turn. Proof times are in memory only and bounded: they are
/// shown, and nothing is decided by them.
public final class Challenges {
  private static final Logger LOG = LoggerFactory.getLogger(Challenges.class);
  private static final int PEERS_AT_ONCE = 4;

  /// How much is asked and remembered.
  ///
  /// @param perRound copies that each peer proves in a round; 0: as the configuration says
  /// @param drawn copies of each peer drawn in one walk
  /// @param remembered proof times kept
  public record Settings(int perRound, int drawn, int remembered) {
    public static final Settings DEFAULT = new Settings(0, 64, 100_000);
  }

  private record Copy(PeerId peer, ShardId shard) {}

  private final UpkeepBase base;
  private final Settings settings;
  private final Prover prover;
  private final CopyCheck check;
  private final Map<PeerId, List<Expected>> drawn = new TreeMap<>();
  private final Map<Copy, Long> proven;
  private final Map<PeerId, Long> sampled = new ConcurrentHashMap<>();
  private int roundsLeft;

  public Challenges(UpkeepBase base, Settings settings) {
    this.base = base;
    this.settings = settings;
    prover = new Prover(base);
    check = new CopyCheck(base);
    proven =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Copy, Long> eldest) {
            return size() > settings.remembered();
          }
        };
  }

  /// Challenges every ACTIVE peer once; peers that do not answer are left to the probes.
  public synchronized void round() throws InterruptedException {
    List<PeerId> peers =
        base.catalogue().peers().all().stream()
            .filter(peer -> peer.state() == PeerState.ACTIVE && peer.copies() > 0)
            .map(peer -> peer.id())
            .toList();
    int perRound =
        settings.perRound() > 0 ? settings.perRound() : base.tuned(Parameter.PROOF_COPIES);
    if (roundsLeft-- <= 0 || !drawn.keySet().containsAll(peers)) {
      draw(peers);
      int most = drawn.values().stream().mapToInt(List::size).max().orElse(0);
      roundsLeft = Math.ceilDiv(most, perRound) - 1;
    }
    List<Runnable> tasks = new ArrayList<>();
    for (PeerId peer : peers) {
      List<Expected> turn = drawn.getOrDefault(peer, List.of());
      List<Expected> copies = List.copyOf(turn.subList(0, Math.min(perRound, turn.size())));
      Collections.rotate(turn, -copies.size());
      if (!copies.isEmpty()) {
        tasks.add(() -> {
          if (challenge(peer, copies)) {
            sampled.put(peer, base.now());
          }
        });
      }
    }
    Crew.run(PEERS_AT_ONCE, tasks);
  }

  /// Reservoir sampling, one reservoir a peer, in random order.
  private void draw(List<PeerId> peers) {
    drawn.clear();
    Map<PeerId, int[]> seen = new TreeMap<>();
    for (PeerId peer : peers) {
      drawn.put(peer, new ArrayList<>());
      seen.put(peer, new int[1]);
    }
    base.catalogue().stripes().forEach(base.now(), stripe -> draw(stripe, seen));
  }

  private void draw(StripeRow stripe, Map<PeerId, int[]> seen) {
    for (ShardRow shard : stripe.shards()) {
      for (CopyRow copy : shard.copies()) {
        int[] count = seen.get(copy.peer());
        List<Expected> reservoir = drawn.get(copy.peer());
        if (count == null || reservoir == null || copy.state() != CopyState.OK) {
          continue;
        }
        int place = base.random().nextInt(++count[0]);
        if (reservoir.size() < settings.drawn()) {
          Expected.of(shard, copy.peer())
              .ifPresent(one -> reservoir.add(Math.min(place, reservoir.size()), one));
        } else if (place < settings.drawn()) {
          Expected.of(shard, copy.peer()).ifPresent(one -> reservoir.set(place, one));
        }
      }
    }
  }

  /// Whether the peer proved all of them.
  private boolean challenge(PeerId peer, List<Expected> copies) {
    Map<Expected, CopyState> found;
    long asOf = base.asOf();
    try {
      found = prover.prove(peer, copies);
    } catch (OperationFailed e) {
      LOG.info("challenge of {}: {}", peer, e.sentence());
      return false;
    }
    List<LostCopy> bad = new ArrayList<>();
    found.forEach((copy, state) -> {
      if (state == CopyState.OK) {
        remember(peer, copy.shard());
      } else {
        bad.add(copy.is(state, "it failed a challenge", asOf));
      }
    });
    if (!bad.isEmpty()) {
      base.ledger().changed(bad, "");
    }
    return bad.isEmpty();
  }

  /// Checks copies that a reader or their holder reports as bad: the holder reads them in full and
  /// proves those that it finds whole, and only what comes of that is believed. Nothing is
  /// concluded when the peer does not answer.
  public void reported(PeerId peer, Collection<ShardId> shards) {
    List<Expected> copies = new ArrayList<>();
    for (ShardRow row : base.catalogue().shards().get(shards, base.now())) {
      Expected.of(row, peer).filter(copy -> !copy.isReplaced(row)).ifPresent(copies::add);
    }
    if (copies.isEmpty()) {
      return;
    }
    try {
      CopyCheck.Outcome outcome = check.check(peer, copies, false, "");
      outcome.bad().forEach(bad -> copies.remove(bad.copy()));
      copies.removeIf(copy -> copy.known() != CopyState.OK);
      if (!copies.isEmpty()) {
        boolean whole = challenge(peer, copies);
        LOG.debug("copies on {} that were reported are whole: {}", peer, whole);
      }
    } catch (OperationFailed e) {
      LOG.info("reported copies on {}: {}", peer, e.sentence());
    }
  }

  /// When a peer last proved a copy, in epoch milliseconds; empty when it is not remembered.
  public OptionalLong provenAt(PeerId peer, ShardId shard) {
    synchronized (proven) {
      Long at = proven.get(new Copy(peer, shard));
      return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }
  }

  /// When a peer last proved every copy of a sample, in epoch milliseconds; empty when it has not
  /// since this agent coordinates.
  public OptionalLong provenAt(PeerId peer) {
    Long at = sampled.get(peer);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }

  private void remember(PeerId peer, ShardId shard) {
    Copy copy = new Copy(peer, shard);
    synchronized (proven) {
      proven.remove(copy);
      proven.put(copy, base.now());
    }
  }
}
