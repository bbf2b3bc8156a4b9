package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.exchange.ReadReports;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What one reader read and from whom, and the bad copies that it met. Passes on what it hears.
final class ReadTally implements ReadReports {
  private final ReadReports next;
  private final Map<PeerId, LongAdder> bytes = new ConcurrentSkipListMap<>();
  private final Map<Copy, CopyState> bad = new ConcurrentSkipListMap<>();
  private final LongAdder bodies = new LongAdder();
  private final LongAdder headers = new LongAdder();
  private final LongAdder rebuilt = new LongAdder();

  /// One peer's copy of a shard.
  record Copy(ShardId shard, PeerId peer) implements Comparable<Copy> {
    @Override
    public int compareTo(Copy other) {
      int order = shard.compareTo(other.shard);
      return order != 0 ? order : peer.compareTo(other.peer);
    }
  }

  /// A copy that is missing or wrong.
  record Bad(ShardId shard, PeerId peer, CopyState state) {}

  ReadTally(ReadReports next) {
    this.next = next;
  }

  @Override
  public void read(PeerId peer, long read) {
    bytes.computeIfAbsent(peer, _ -> new LongAdder()).add(read);
    next.read(peer, read);
  }

  @Override
  public void bad(ShardId shard, PeerId peer, CopyState state) {
    bad.put(new Copy(shard, peer), state);
    next.bad(shard, peer, state);
  }

  void body() {
    bodies.increment();
  }

  void header() {
    headers.increment();
  }

  void rebuilt() {
    rebuilt.increment();
  }

  /// Shard bodies fetched.
  long bodies() {
    return bodies.sum();
  }

  long headers() {
    return headers.sum();
  }

  /// Shards that no holder gave and that parity brought back.
  long rebuiltShards() {
    return rebuilt.sum();
  }

  /// Bytes by peer.
  Map<PeerId, Long> sources() {
    Map<PeerId, Long> sources = new TreeMap<>();
    bytes.forEach((peer, sum) -> sources.put(peer, sum.sum()));
    return sources;
  }

  List<Bad> badCopies() {
    return bad.entrySet().stream()
        .map(one -> new Bad(one.getKey().shard(), one.getKey().peer(), one.getValue()))
        .toList();
  }
}
