package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads shards for a restore: from the holder that is least busy with this reader, from the next
/// one when it fails or shows wrong bytes, and from both when it is slow.
///
/// Nothing that is returned is believed: a file has its name, a header proves itself with the
/// tree's root. Copies that are missing or wrong are reported; a peer that does not answer is not
/// reported, because that says nothing of its copies.
public final class ShardFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(ShardFetcher.class);

  private final PeerCalls calls;
  private final ReadReports reports;
  private final Duration hedgeAfter;
  private final Map<PeerId, Integer> busy = new HashMap<>();
  private final Set<PeerId> silent = ConcurrentHashMap.newKeySet();

  /// One way to read and to check what was read; a wrong answer is SHARD_DAMAGED.
  private interface Reading {
    byte[] from(PeerId peer);
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Outcome(PeerId peer, byte @Nullable [] bytes, @Nullable OperationFailed failure) {}

  /// @param hedgeAfter how long a holder may be silent before another one is asked as well
  public ShardFetcher(PeerCalls calls, ReadReports reports, Duration hedgeAfter) {
    this.calls = calls;
    this.reports = reports;
    this.hedgeAfter = hedgeAfter;
  }

  /// A whole shard, verified by its name. Fails with SHARD_UNKNOWN, SHARD_DAMAGED or the last
  /// holder's failure when no holder gives it.
  public byte[] fetch(ShardId shard, List<PeerId> holders, Signed ticket) {
    return hedged(
        shard,
        holders,
        peer -> {
          GetRequest request = request(shard, ticket).build();
          byte[] file = read(peer, request, Format.HEADER + Format.BODY_MAX).bytes;
          if (file.length < Format.HEADER || !ShardName.of(file).equals(shard)) {
            throw new OperationFailed(FailureCode.SHARD_DAMAGED, peer.hex(), shard.hex());
          }
          return file;
        });
  }

  /// A shard's 256-byte header, proven with the tree's root.
  public byte[] header(ShardId shard, List<PeerId> holders, Signed ticket) {
    return hedged(
        shard,
        holders,
        peer -> {
          GetRequest request =
              request(shard, ticket).setLength(Format.HEADER).setWithRoot(true).build();
          Answer answer = read(peer, request, Format.HEADER);
          if (!ShardName.provesHeader(shard, answer.bytes, answer.root)) {
            throw new OperationFailed(FailureCode.SHARD_DAMAGED, peer.hex(), shard.hex());
          }
          return answer.bytes;
        });
  }

  private static GetRequest.Builder request(ShardId shard, Signed ticket) {
    return GetRequest.newBuilder().setShard(ByteString.copyFrom(shard.bytes())).setTicket(ticket);
  }

  private static final class Answer {
    private byte[] bytes = new byte[0];
    private byte[] root = new byte[0];
  }

  private Answer read(PeerId peer, GetRequest request, int limit) {
    Answer answer = new Answer();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    calls.get(
        peer,
        request,
        frame -> {
          if (!frame.getRoot().isEmpty()) {
            answer.root = frame.getRoot().toByteArray();
          }
          if (frame.getData().size() > limit - all.size()) {
            throw new OperationFailed(
                FailureCode.SHARD_DAMAGED, peer.hex(), "more than was asked for");
          }
          all.writeBytes(frame.getData().toByteArray());
        });
    answer.bytes = all.toByteArray();
    return answer;
  }

  private byte[] hedged(ShardId shard, List<PeerId> holders, Reading reading) {
    Deque<PeerId> left = new ArrayDeque<>(leastBusyFirst(holders));
    LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    List<Thread> threads = new ArrayList<>();
    OperationFailed last =
        new OperationFailed(FailureCode.SHARD_UNKNOWN, "No known peer", shard.hex());
    int running = 0;
    try {
      while (running > 0 || !left.isEmpty()) {
        if (running == 0) {
          threads.add(start(left.remove(), reading, outcomes));
          running++;
        }
        @Nullable Outcome outcome =
            left.isEmpty()
                ? outcomes.take()
                : outcomes.poll(hedgeAfter.toNanos(), TimeUnit.NANOSECONDS);
        if (outcome == null) {
          threads.add(start(left.remove(), reading, outcomes));
          running++;
          continue;
        }
        running--;
        byte[] bytes = outcome.bytes();
        if (bytes != null) {
          silent.remove(outcome.peer());
          reports.read(outcome.peer(), bytes.length);
          return bytes;
        }
        last = Objects.requireNonNull(outcome.failure());
        report(shard, outcome.peer(), last);
      }
      throw new OperationFailed(last, last.code(), last.args().toArray(String[]::new));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "Reading a shard");
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  private Thread start(PeerId peer, Reading reading, LinkedBlockingQueue<Outcome> outcomes) {
    count(peer, 1);
    return Thread.ofVirtual()
        .start(() -> {
          Outcome outcome;
          try {
            outcome = new Outcome(peer, reading.from(peer), null);
          } catch (OperationFailed e) {
            outcome = new Outcome(peer, null, e);
          } catch (RuntimeException e) {
            outcome =
                new Outcome(peer, null, new OperationFailed(e, FailureCode.INTERNAL, e.toString()));
          } finally {
            count(peer, -1);
          }
          outcomes.add(outcome);
        });
  }

  private void report(ShardId shard, PeerId peer, OperationFailed failure) {
    switch (failure.code()) {
      case SHARD_UNKNOWN -> reports.bad(shard, peer, CopyState.MISSING);
      case SHARD_DAMAGED -> reports.bad(shard, peer, CopyState.CORRUPT);
      default -> {
        if (silent.add(peer)) {
          LOG.info("{} tells nothing of its copies: {}", peer, failure.sentence());
        }
      }
    }
  }

  /// Peers that told nothing of their copies when they were asked last.
  public Set<PeerId> silent() {
    return Set.copyOf(silent);
  }

  private List<PeerId> leastBusyFirst(List<PeerId> holders) {
    synchronized (busy) {
      Map<PeerId, Integer> now = new HashMap<>(busy);
      return holders.stream()
          .sorted(Comparator.comparingInt(peer -> now.getOrDefault(peer, 0)))
          .toList();
    }
  }

  private void count(PeerId peer, int change) {
    synchronized (busy) {
      busy.merge(peer, change, Integer::sum);
    }
  }
}
