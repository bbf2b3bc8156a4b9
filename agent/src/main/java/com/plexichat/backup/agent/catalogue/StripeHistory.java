package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEvent.Cause;
import com.plexichat.backup.shared.model.StripeEventKind;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What became of the copies of one stripe, told from the log itself: the stripe's row only says
/// which entries to read ([Trail]).
public final class StripeHistory {
  /// The most entries that are read for one answer.
  static final int MOST = 64;

  private final Reads reads;
  private final CommandLog log;

  StripeHistory(Reads reads, CommandLog log) {
    this.reads = reads;
    this.log = log;
  }

  /// The newest events, newest first. What an order came to stands in its place.
  ///
  /// @param earlier entries that changed the stripe before those
  public record Past(List<StripeEvent> events, long earlier) {
    static final Past NONE = new Past(List.of(), 0);

    public Past {
      events = List.copyOf(events);
    }
  }

  private record Row(Trail trail, Map<ByteString, Integer> names) {}

  /// The past of a stripe; nothing of one that is unknown.
  ///
  /// @throws com.plexichat.backup.shared.failure.OperationFailed CATALOGUE_DAMAGED
  public Past of(StripeId id) {
    Optional<Row> found =
        reads.read(handle ->
            handle
                .select(
                    "SELECT trail, names FROM stripe JOIN shard ON shard.stripe = stripe.no"
                        + " WHERE high = ? AND low = ?",
                    id.high(),
                    id.low())
                .map((row, _) -> new Row(Trail.decode(row.getBytes(1)), names(row.getBytes(2))))
                .findOne());
    if (found.isEmpty()) {
      return Past.NONE;
    }
    Row row = found.get();
    List<Long> entries = row.trail().newest(MOST);
    List<StripeEvent> events = new ArrayList<>();
    StripeEntries words = new StripeEntries(id, row.names());
    for (long entry : entries) {
      try (LogCursor cursor = log.from(entry)) {
        if (cursor.next()) {
          events.addAll(0, words.events(cursor.entry()));
        }
      }
    }
    return new Past(named(answered(events)), row.trail().count() - entries.size());
  }

  private static Map<ByteString, Integer> names(byte[] stored) {
    Map<ByteString, Integer> names = new HashMap<>();
    for (int index = 0; index * Demand.HASH_BYTES < stored.length; index++) {
      names.put(ByteString.copyFrom(StripeStore.name(stored, index)), index);
    }
    return names;
  }

  /// Leaves out orders of which something was heard since.
  private static List<StripeEvent> answered(List<StripeEvent> newestFirst) {
    Set<String> heard = new HashSet<>();
    List<StripeEvent> all = new ArrayList<>();
    for (StripeEvent event : newestFirst) {
      String peer = event.peer().map(PeerId::hex).orElse("");
      List<Integer> open =
          event.indexes().stream().filter(index -> heard.add(peer + ' ' + index)).toList();
      if (event.kind() != StripeEventKind.ORDERED) {
        all.add(event);
      } else if (!open.isEmpty()) {
        all.add(
            new StripeEvent(
                event.entry(), event.at(), event.kind(), event.peer(), open, event.cause()));
      }
    }
    return all;
  }

  /// The same with the kinds of jobs that are still known.
  private List<StripeEvent> named(List<StripeEvent> events) {
    return reads.read(handle -> {
      Map<String, String> kinds = new HashMap<>();
      List<StripeEvent> named = new ArrayList<>();
      for (StripeEvent event : events) {
        Cause cause = event.cause();
        String kind =
            cause.jobId().isEmpty()
                ? ""
                : kinds.computeIfAbsent(
                    cause.jobId(),
                    job ->
                        handle
                            .select("SELECT entry FROM job WHERE id = ?", job)
                            .mapTo(byte[].class)
                            .findOne()
                            .map(StripeHistory::kind)
                            .orElse(""));
        named.add(
            new StripeEvent(
                event.entry(),
                event.at(),
                event.kind(),
                event.peer(),
                event.indexes(),
                new Cause(cause.backupId(), cause.jobId(), kind, cause.why())));
      }
      return named;
    });
  }

  private static String kind(byte[] job) {
    try {
      return JobEntry.parseFrom(job).getKind();
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a job in the database cannot be read", notOurs);
    }
  }
}
