package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.content.ShardSource;
import com.plexichat.backup.agent.exchange.ShardFetcher;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shards of one backup as its reader gets them: from any holder, and when nobody gives one,
/// from k others of its stripe.
///
/// A stripe that cannot be had is remembered, so that a file after the other does not wait for the
/// same dead peers. Before, the peers that did not answer are waited for: one that is started again
/// is soon back. The headers of a stripe come together, because none is of use alone.
final class StripeShards implements ShardSource {
  private static final int FILES_KEPT = 20;
  private static final int STRIPES_KEPT = 32;
  private static final Logger LOG = LoggerFactory.getLogger(StripeShards.class);
  private static final long PAUSE_MS = 500;

  private final LocatedBackup located;
  private final ShardFetcher fetcher;
  private final ReadTally tally;
  private final Duration patience;
  private final Set<PeerId> waitedFor = ConcurrentHashMap.newKeySet();
  private final RecentFiles files = new RecentFiles(FILES_KEPT);
  private final RecentHeaders headers = new RecentHeaders(STRIPES_KEPT);
  private final Map<StripeId, OperationFailed> lost = new ConcurrentHashMap<>();
  private final Set<ShardId> whole = ConcurrentHashMap.newKeySet();
  private final ReentrantLock rebuilding = new ReentrantLock();

  StripeShards(LocatedBackup located, ShardFetcher fetcher, ReadTally tally, Duration patience) {
    this.located = located;
    this.fetcher = fetcher;
    this.tally = tally;
    this.patience = patience;
  }

  @Override
  public byte[] file(StripeId stripe, int index) {
    byte[] kept = files.get(stripe, index);
    if (kept != null) {
      return kept;
    }
    StripeCopies copies = copies(stripe);
    try {
      return fetch(copies, index);
    } catch (OperationFailed e) {
      rethrowIfEnding(e);
      return rebuild(copies, index);
    }
  }

  @Override
  public byte[] header(StripeId stripe, int index) {
    byte[] kept = files.get(stripe, index);
    if (kept != null) {
      return Arrays.copyOf(kept, Format.HEADER);
    }
    StripeCopies copies = copies(stripe);
    byte[] header = headers.of(stripe, () -> fetchHeaders(copies)).get(index);
    return header != null ? header : Arrays.copyOf(rebuild(copies, index), Format.HEADER);
  }

  /// A file straight from a holder.
  byte[] fetch(StripeCopies stripe, int index) {
    byte[] file =
        ask(stripe, index, (shard, from, ticket) -> fetcher.fetch(shard.id(), from, ticket));
    tally.body();
    StripeCopies.@Nullable Shard shard = stripe.shard(index);
    if (shard != null && located.isVerified()) {
      whole.add(shard.id());
    }
    return file;
  }

  StripeCopies copies(StripeId stripe) {
    OperationFailed before = lost.get(stripe);
    if (before != null) {
      throw again(before);
    }
    return located.find(stripe);
  }

  /// Up to `count` files of these shards, fetched at the same time; what cannot be had is left out.
  Map<Integer, byte[]> gather(StripeCopies stripe, List<Integer> indices, int count) {
    Map<Integer, byte[]> found = new HashMap<>();
    Deque<Integer> left = new ArrayDeque<>(indices);
    while (found.size() < count && !left.isEmpty()) {
      Parallel<Map.Entry<Integer, byte[]>> round = new Parallel<>();
      for (int i = found.size(); i < count && !left.isEmpty(); i++) {
        int index = left.remove();
        round.start(() -> {
          byte[] kept = files.get(stripe.stripe(), index);
          return Map.entry(index, kept != null ? kept : fetch(stripe, index));
        });
      }
      round
          .results(StripeShards::rethrowIfEnding)
          .forEach(one -> found.put(one.getKey(), one.getValue()));
    }
    return found;
  }

  private Map<Integer, byte[]> fetchHeaders(StripeCopies stripe) {
    Map<Integer, byte[]> all = new HashMap<>();
    Parallel<Map.Entry<Integer, byte[]>> round = new Parallel<>();
    for (int i = 0; i < stripe.k(); i++) {
      int index = i;
      round.start(() -> {
        byte[] header =
            ask(stripe, index, (shard, from, ticket) -> fetcher.header(shard.id(), from, ticket));
        tally.header();
        return Map.entry(index, header);
      });
    }
    round
        .results(StripeShards::rethrowIfEnding)
        .forEach(one -> all.put(one.getKey(), one.getValue()));
    return all;
  }

  private byte[] rebuild(StripeCopies stripe, int index) {
    rebuilding.lock();
    try {
      byte[] kept = files.get(stripe.stripe(), index);
      if (kept != null) {
        return kept;
      }
      copies(stripe.stripe());
      StripeCopies.Shard missing = stripe.shard(index);
      Map<Integer, byte[]> found = gatherForRebuild(stripe, index);
      byte[] late = found.get(index);
      if (late != null) {
        return late;
      }
      if (found.size() < stripe.k()) {
        OperationFailed failed =
            notRestorable("Part of it", found.size(), stripe.stripe(), stripe.k());
        lost.put(stripe.stripe(), failed);
        throw failed;
      }
      byte[] file =
          missing == null
              ? StripeRebuild.unnamed(stripe, located.vault(), index, found)
              : StripeRebuild.file(stripe, located.vault(), missing, found);
      tally.rebuilt();
      found.forEach((other, bytes) -> files.put(stripe.stripe(), other, bytes));
      files.put(stripe.stripe(), index, file);
      return file;
    } finally {
      rebuilding.unlock();
    }
  }

  /// k shards but this one; or this one, when its holder answers after all.
  private Map<Integer, byte[]> gatherForRebuild(StripeCopies stripe, int index) {
    List<Integer> indices =
        stripe.shards().stream().map(StripeCopies.Shard::index).sorted().toList();
    List<Integer> others = indices.stream().filter(other -> other != index).toList();
    Map<Integer, byte[]> found = gather(stripe, others, stripe.k());
    long begun = System.nanoTime();
    Set<PeerId> away = away(stripe);
    while (found.size() < stripe.k() && !away.isEmpty()) {
      if (System.nanoTime() - begun >= patience.toNanos()) {
        waitedFor.addAll(away);
        LOG.info("stripe {}: {} did not answer for {}", stripe.stripe(), away, patience);
        break;
      }
      found.forEach((other, bytes) -> files.put(stripe.stripe(), other, bytes));
      pause();
      found = gather(stripe, indices, stripe.k());
      away = away(stripe);
    }
    return found;
  }

  /// Holders of its shards that do not answer and were not yet waited for.
  private Set<PeerId> away(StripeCopies stripe) {
    Set<PeerId> away = new HashSet<>(fetcher.silent());
    away.removeAll(waitedFor);
    away.removeIf(peer ->
        stripe.shards().stream()
            .noneMatch(shard -> shard.good().contains(peer) || shard.doubtful().contains(peer)));
    return away;
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
    if (Thread.currentThread().isInterrupted()) {
      throw new OperationFailed(FailureCode.CANCELLED, "Reading shards");
    }
  }

  /// One way to read a shard from one of these holders.
  private interface Reading {
    byte[] read(StripeCopies.Shard shard, List<PeerId> holders, Signed ticket);
  }

  /// Holders whose copy counts first, then those whose copy is doubtful.
  private byte[] ask(StripeCopies stripe, int index, Reading reading) {
    StripeCopies.@Nullable Shard shard = stripe.shard(index);
    OperationFailed last =
        new OperationFailed(FailureCode.SHARD_UNKNOWN, "No known peer", String.valueOf(index));
    if (shard == null) {
      throw last;
    }
    for (List<PeerId> holders : List.of(shard.good(), shard.doubtful())) {
      if (!holders.isEmpty()) {
        try {
          return located.withTicket(
              stripe.stripe(), ticket -> reading.read(shard, holders, ticket));
        } catch (OperationFailed e) {
          rethrowIfEnding(e);
          last = e;
        }
      }
    }
    throw last;
  }

  static OperationFailed notRestorable(String what, int left, StripeId stripe, int needed) {
    return new OperationFailed(
        FailureCode.NOT_RESTORABLE,
        what,
        String.valueOf(left),
        stripe.hex(),
        String.valueOf(needed));
  }

  /// Shards that some holder gave whole; counted for a verification only.
  long shardsRead() {
    return whole.size();
  }

  /// Shards of these stripes, parity included.
  long shardCount(Collection<StripeId> stripes) {
    return stripes.stream().mapToLong(stripe -> located.find(stripe).shards().size()).sum();
  }

  VaultId vault() {
    return located.vault();
  }

  private static OperationFailed again(OperationFailed failed) {
    return new OperationFailed(failed, failed.code(), failed.args().toArray(String[]::new));
  }

  static void rethrowIfEnding(OperationFailed e) {
    if (e.code() == FailureCode.CANCELLED || e.code() == FailureCode.INTERRUPTED) {
      throw e;
    }
  }
}
