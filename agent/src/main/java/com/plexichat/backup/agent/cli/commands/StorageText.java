package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.ListPeersAnswer;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.model.StorageLevel;
import com.plexichat.backup.shared.model.StorageUse;
import com.plexichat.backup.shared.wire.PeerStates;
import com.plexichat.backup.shared.wire.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How full each machine is, and all together, as data and as people read it.
///
/// @param all of every machine that belongs to the cluster
record StorageText(List<Store> all) {
  /// Several heartbeats: what was told before is marked.
  private static final long OLD_MS = Duration.ofMinutes(1).toMillis();

  StorageText {
    all = List.copyOf(all);
  }

  /// One machine.
  ///
  /// @param use empty: it told nothing since its coordinator's start
  /// @param ageMs how long ago it was heard of
  record Store(PeerEntry peer, Optional<StorageUse> use, long ageMs) {
    boolean isOld() {
      return use.isPresent()
          && (ageMs > OLD_MS
              || peer.getState() == PeerState.SUSPECT
              || peer.getState() == PeerState.DOWN);
    }

    boolean isAlarming() {
      return use.filter(known -> known.level().compareTo(StorageLevel.WARN) >= 0).isPresent();
    }
  }

  static StorageText of(ListPeersAnswer told) {
    List<Store> all = new ArrayList<>();
    for (PeerEntry peer : told.getPeersList()) {
      boolean isMember =
          PeerStates.state(peer.getState())
              .filter(state ->
                  !state.isExpelled()
                      && state != com.plexichat.backup.shared.model.PeerState.INVITED)
              .isPresent();
      if (isMember) {
        long age = Math.max(0, told.getAtMs() - peer.getLastSeenMs());
        all.add(new Store(peer, Stores.use(peer), age));
      }
    }
    return new StorageText(all);
  }

  List<Store> alarming() {
    return all.stream().filter(Store::isAlarming).toList();
  }

  long unknown() {
    return all.stream().filter(one -> one.use().isEmpty()).count();
  }

  /// Those that are known together, each with what may be stored there.
  private StorageUse sum() {
    long capacity = 0;
    long used = 0;
    long trash = 0;
    long reserved = 0;
    long usable = 0;
    for (Store one : all) {
      StorageUse use = one.use().orElse(new StorageUse(0, 0, 0, 0, 0, 0));
      capacity += use.capacity();
      used += use.used();
      trash += use.trash();
      reserved += use.reserved();
      usable += use.usable();
    }
    return new StorageUse(capacity, used, trash, reserved, Math.max(0, usable - used), 0);
  }

  List<Block> blocks(List<Store> shown) {
    Table table =
        new Table(
            Table.name("PEER"),
            Table.number("CAPACITY"),
            Table.number("LIVE"),
            Table.number("TRASH"),
            Table.number("RESERVED"),
            Table.number("FREE"),
            Table.number("FULL"),
            Table.word("LEVEL"));
    shown.forEach(one -> row(table, one.peer().getName(), one));
    row(table, "all", sum(), "");
    List<Block> blocks = new ArrayList<>();
    blocks.add(table);
    if (unknown() > 0) {
      blocks.add(
          new Block.Sentence(
              "All leaves out %s that told nothing since the coordinator's start: %s."
                  .formatted(
                      Words.count(unknown(), "machine", "machines"),
                      names(all.stream().filter(one -> one.use().isEmpty()).toList()))));
    }
    shown.stream()
        .filter(Store::isOld)
        .forEach(one ->
            blocks.add(
                new Block.Sentence(
                    "* %s told this %s ago and is %s."
                        .formatted(
                            one.peer().getName(),
                            Words.rough(one.ageMs()),
                            one.peer().getState().name()))));
    alarming().stream()
        .map(one -> one.use().orElseThrow().level())
        .max(StorageLevel::compareTo)
        .ifPresent(worst -> blocks.addAll(advice(worst)));
    return blocks;
  }

  private static String names(List<Store> stores) {
    return stores.stream().map(one -> one.peer().getName()).collect(Collectors.joining(", "));
  }

  private static List<Block> advice(StorageLevel worst) {
    return switch (worst) {
      case OK, LOAD -> List.of();
      case WARN ->
          List.of(
              new Block.Sentence(
                  "A machine has less than a fifth free. Offer more room there, or add a machine:"
                      + " plexichat peer invite"));
      case PRUNE, CRITICAL ->
          List.of(new Block.Sentence("See what may go, or add a machine: plexichat prune plan"));
      case EMERGENCY ->
          List.of(
              new Block.Sentence("See what an emergency prune would free at once:"),
              new Block.Line("plexichat prune plan --emergency --reclaim SIZE"));
    };
  }

  private static void row(Table table, String name, Store one) {
    if (one.use().isPresent()) {
      row(table, name, one.use().get(), one.isOld() ? " *" : "");
    } else {
      String none = "unknown";
      String capacity = Words.size(one.peer().getCapacity());
      table.row(name, capacity, none, none, none, none, none, none);
    }
  }

  private static void row(Table table, String name, StorageUse use, String mark) {
    table.row(
        name,
        Words.size(use.capacity()),
        Words.size(use.live()),
        Words.size(use.trash()),
        Words.size(use.reserved()),
        Words.size(use.left()),
        String.format(Locale.ROOT, "%.1f %%", use.percent()),
        word(use.level()) + mark);
  }

  static String word(StorageLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  Fields data(List<Store> shown) {
    return Fields.of()
        .list("storage", shown.stream().map(StorageText::data))
        .put(
            "total",
            figures(sum()).put("machines", all.size() - unknown()).put("left_out", unknown()));
  }

  private static Fields data(Store one) {
    Fields data =
        one.use().map(StorageText::figures).orElseGet(() -> nothing(one.peer().getCapacity()));
    return data.put("peer_id", one.peer().getPeerId())
        .put("name", one.peer().getName())
        .put("state", one.peer().getState().name())
        .time("told_at", one.use().isPresent() ? one.peer().getLastSeenMs() : 0)
        .put("age_ms", one.use().isPresent() ? new Datum.Whole(one.ageMs()) : Datum.Nothing.NOTHING)
        .put("is_old", one.isOld());
  }

  private static Fields figures(StorageUse use) {
    return Fields.of()
        .put("capacity", use.capacity())
        .put("usable", use.usable())
        .put("live", use.live())
        .put("trash", use.trash())
        .put("reserved", use.reserved())
        .put("free", use.left())
        .put("used_pct", use.percent())
        .put("level", word(use.level()));
  }

  private static Fields nothing(long capacity) {
    Fields data = Fields.of().put("capacity", capacity);
    for (String name :
        List.of("usable", "live", "trash", "reserved", "free", "used_pct", "level")) {
      data.put(name, Datum.Nothing.NOTHING);
    }
    return data;
  }
}
