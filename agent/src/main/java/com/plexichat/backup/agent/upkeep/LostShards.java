package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.proto.LostShard;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Shards that cannot be brought back, the backups that need them, and the files that go with them.
///
/// The catalogue knows no file names, so an agent that holds the vault is asked for them. What it
/// could not tell is said, never left out. A backup whose record is lost is lost with all its
/// files: then the paths of its set stand for everything below them.
final class LostShards {
  /// Bytes of names and ids in a message; its counts tell all.
  private static final int MESSAGE_BYTES = 640 * 1024;

  private static final int PATH_BYTES_LEAST = 1024;

  private final UpkeepBase base;
  private final Map<ShardId, Lost> lost = new LinkedHashMap<>();
  private final Map<StripeId, Named> named = new TreeMap<>();

  private record Lost(StripeRow stripe, ShardRow shard, List<BackupRow> backups) {
    Lost {
      backups = List.copyOf(backups);
    }
  }

  private record Named(Set<ByteString> paths, String unnamed) {}

  LostShards(UpkeepBase base) {
    this.base = base;
  }

  synchronized void add(StripeRow stripe, ShardRow shard, List<BackupRow> backups) {
    lost.put(shard.id(), new Lost(stripe, shard, backups));
  }

  synchronized long count() {
    return lost.size();
  }

  /// Asks for the files of all lost shards.
  synchronized void name(LostFiles files) {
    Map<VaultId, Set<StripeId>> stripes = new LinkedHashMap<>();
    Map<VaultId, Set<String>> backups = new LinkedHashMap<>();
    for (Lost one : lost.values()) {
      VaultId vault = one.stripe().vault();
      stripes.computeIfAbsent(vault, _ -> new LinkedHashSet<>()).add(one.stripe().id());
      Set<String> readable = backups.computeIfAbsent(vault, _ -> new LinkedHashSet<>());
      one.backups().stream()
          .filter(backup -> !isRecordLost(backup))
          .forEach(backup -> readable.add(backup.id()));
    }
    stripes.forEach(
        (vault, some) -> name(files, vault, some, backups.getOrDefault(vault, Set.of())));
  }

  private boolean isRecordLost(BackupRow backup) {
    return lost.values().stream()
        .anyMatch(one -> backup.recordStripe().equals(Optional.of(one.stripe().id())));
  }

  private Set<ByteString> ofLostRecords(List<BackupRow> backups) {
    Set<ByteString> paths = new LinkedHashSet<>();
    for (BackupRow backup : backups) {
      if (isRecordLost(backup)) {
        base.catalogue()
            .sets()
            .find(backup.set())
            .ifPresent(
                set -> set.paths().forEach(path -> paths.add(ByteString.copyFrom(path.toArray()))));
      }
    }
    return paths;
  }

  private void name(LostFiles files, VaultId vault, Set<StripeId> stripes, Set<String> backups) {
    LostFiles.Named answer = new LostFiles.Named(Map.of(), Map.of());
    String unnamed = "";
    try {
      if (!backups.isEmpty()) {
        answer = files.name(vault, backups, stripes);
      }
    } catch (OperationFailed e) {
      unnamed = e.sentence() + " " + e.nextAct();
    }
    for (Lost one : lost.values()) {
      if (stripes.contains(one.stripe().id())) {
        String why = unnamed.isEmpty() ? unreadable(answer, one.backups()) : unnamed;
        Set<ByteString> paths = ofLostRecords(one.backups());
        paths.addAll(answer.paths(one.stripe().id()));
        named.put(one.stripe().id(), new Named(paths, why));
      }
    }
  }

  private static String unreadable(LostFiles.Named answer, List<BackupRow> backups) {
    for (BackupRow backup : backups) {
      String why = answer.unreadable().get(backup.id());
      if (why != null) {
        return "Not all files of backup %s can be told: %s".formatted(backup.id(), why);
      }
    }
    return "";
  }

  /// Every path that needs a lost shard, once.
  synchronized Set<ByteString> paths() {
    Set<ByteString> all = new LinkedHashSet<>();
    named.values().forEach(one -> all.addAll(one.paths()));
    return all;
  }

  /// Why files could not be named; empty when all are.
  synchronized String unnamed() {
    return named.values().stream()
        .map(Named::unnamed)
        .filter(why -> !why.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// As many as fit into a message, each with a fair part of its names.
  synchronized List<LostShard> messages() {
    List<LostShard> messages = new ArrayList<>();
    int left = MESSAGE_BYTES;
    int share = Math.max(PATH_BYTES_LEAST, MESSAGE_BYTES / Math.max(1, lost.size()));
    for (Lost one : lost.values()) {
      LostShard.Builder message =
          LostShard.newBuilder()
              .setShard(Ids.message(one.shard().id()))
              .addAllBackups(one.backups().stream().map(BackupRow::id).toList());
      Named known = named.get(one.stripe().id());
      if (known != null) {
        message
            .setFileCount(known.paths().size())
            .setUnnamed(known.unnamed())
            .addAllFiles(fitting(known.paths(), share));
      }
      LostShard built = message.build();
      left -= built.getSerializedSize() + Integer.BYTES;
      if (left < 0) {
        break;
      }
      messages.add(built);
    }
    return messages;
  }

  /// The first paths, as many as this many bytes hold.
  static List<ByteString> fitting(Set<ByteString> paths, int bytes) {
    List<ByteString> some = new ArrayList<>();
    int left = bytes;
    for (ByteString path : paths) {
      left -= path.size() + Integer.BYTES;
      if (left < 0) {
        break;
      }
      some.add(path);
    }
    return some;
  }
}
