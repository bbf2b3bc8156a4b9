package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.ChangedCopy;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CommittedCopies;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.CopiesReserved;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.proto.MayHoldCleared;
import com.plexichat.backup.proto.ReservedCopies;
import com.plexichat.backup.proto.StripesCommitted;
import com.plexichat.backup.proto.StripesFolded;
import com.plexichat.backup.proto.StripesReserved;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEvent.Cause;
import com.plexichat.backup.shared.model.StripeEventKind;
import com.plexichat.backup.shared.model.StripeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads in entries of the log what they say of one stripe.
final class StripeEntries {
  private final ByteString stripe;
  private final Map<ByteString, Integer> names;

  /// @param names of its shards, with their indexes
  StripeEntries(StripeId stripe, Map<ByteString, Integer> names) {
    this.stripe = ByteString.copyFrom(stripe.bytes());
    this.names = names;
  }

  List<StripeEvent> events(LogEntry entry) {
    Command command = entry.getCommand();
    return switch (command.getActCase()) {
      case STRIPES_RESERVED -> reserved(entry, command.getStripesReserved());
      case COPIES_RESERVED -> reserved(entry, command.getCopiesReserved());
      case STRIPES_COMMITTED -> committed(entry, command.getStripesCommitted());
      case COPIES_CHANGED -> changed(entry, command.getCopiesChanged());
      case MAY_HOLD_CLEARED -> cleared(entry, command.getMayHoldCleared());
      case STRIPES_FOLDED -> folded(entry, command.getStripesFolded());
      default -> List.of();
    };
  }

  private List<StripeEvent> reserved(LogEntry entry, StripesReserved act) {
    Cause cause = new Cause(act.getBackupId(), "", "", entry.getReason());
    return act.getStripesList().stream()
        .filter(one -> one.getStripe().equals(stripe))
        .flatMap(one -> one.getCopiesList().stream())
        .map(copies -> ordered(entry, copies, cause))
        .toList();
  }

  private static List<StripeEvent> reserved(LogEntry entry, CopiesReserved act) {
    Cause cause = new Cause("", act.getJobId(), "", because(entry, act.getWhy()));
    return act.getCopiesList().stream().map(copies -> ordered(entry, copies, cause)).toList();
  }

  private static StripeEvent ordered(LogEntry entry, ReservedCopies copies, Cause cause) {
    return event(
        entry, StripeEventKind.ORDERED, copies.getPeerId(), copies.getIndexesList(), cause);
  }

  private List<StripeEvent> committed(LogEntry entry, StripesCommitted act) {
    Cause cause = new Cause(act.getBackupId(), act.getJobId(), "", entry.getReason());
    Map<String, List<Integer>> written = new LinkedHashMap<>();
    act.getStripesList().stream()
        .filter(one -> one.getStripe().equals(stripe))
        .flatMap(one -> one.getCopiesList().stream())
        .forEach((CommittedCopies copies) ->
            written
                .computeIfAbsent(copies.getPeerId(), _ -> new ArrayList<>())
                .addAll(copies.getIndexesList()));
    List<StripeEvent> events = new ArrayList<>();
    written.forEach(
        (peer, indexes) -> events.add(event(entry, StripeEventKind.WRITTEN, peer, indexes, cause)));
    return events;
  }

  private record Found(String peer, String state, String why) {}

  private List<StripeEvent> changed(LogEntry entry, CopiesChanged act) {
    Map<Found, List<Integer>> found = new LinkedHashMap<>();
    for (ChangedCopy copy : act.getCopiesList()) {
      Integer index = names.get(copy.getShard());
      if (index != null) {
        found
            .computeIfAbsent(
                new Found(copy.getPeerId(), copy.getState(), because(entry, copy.getWhy())),
                _ -> new ArrayList<>())
            .add(index);
      }
    }
    List<StripeEvent> events = new ArrayList<>();
    found.forEach((what, indexes) ->
        events.add(
            event(
                entry,
                kind(CopyState.valueOf(what.state())),
                what.peer(),
                indexes,
                new Cause("", act.getJobId(), "", what.why()))));
    return events;
  }

  private static StripeEventKind kind(CopyState state) {
    return switch (state) {
      case PENDING -> StripeEventKind.ORDERED;
      case OK -> StripeEventKind.WHOLE;
      case STALE -> StripeEventKind.STALE;
      case MISSING -> StripeEventKind.MISSING;
      case CORRUPT -> StripeEventKind.CORRUPT;
      case QUARANTINED -> StripeEventKind.QUARANTINED;
      case TRASHED -> StripeEventKind.TRASHED;
    };
  }

  /// The entry names the owner and not his machines.
  private static List<StripeEvent> cleared(LogEntry entry, MayHoldCleared act) {
    String why = act.getOwner() + (act.getWhy().isEmpty() ? "" : ": " + act.getWhy());
    return List.of(
        event(
            entry, StripeEventKind.GIVEN_UP, "", act.getIndexesList(), new Cause("", "", "", why)));
  }

  private List<StripeEvent> folded(LogEntry entry, StripesFolded act) {
    StripeEventKind kind =
        act.getInto().equals(stripe) ? StripeEventKind.GATHERED : StripeEventKind.FOLDED;
    return List.of(event(entry, kind, "", List.of(), Cause.backup(act.getBackupId())));
  }

  private static String because(LogEntry entry, String why) {
    return why.isEmpty() ? entry.getReason() : why;
  }

  private static StripeEvent event(
      LogEntry entry, StripeEventKind kind, String peer, List<Integer> indexes, Cause cause) {
    return new StripeEvent(
        entry.getIndex(),
        Instant.ofEpochMilli(entry.getAtMs()),
        kind,
        peer.isEmpty() ? Optional.empty() : Optional.of(new PeerId(peer)),
        indexes.stream().distinct().sorted().toList(),
        cause);
  }
}
