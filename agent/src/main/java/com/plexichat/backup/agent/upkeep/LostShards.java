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
import java.util.Set;
import java.util.TreeMap;

/// Shards that cannot be brought back, the backups that need them, and the files that go with them.
///
/// The catalogue knows no file names, so an agent that holds the vault is asked for them. What it
/// could not tell is said, never left out.
final class LostShards {
  /// Bytes of names and ids in a message; its counts tell all.
  private static final int MESSAGE_BYTES = 640 * 1024;

  private static final int PATH_BYTES_LEAST = 1024;

  private final Map<ShardId, Lost> lost = new LinkedHashMap<>();
  private final Map<StripeId, Named> named = new TreeMap<>();

  private record Lost(StripeRow stripe, ShardRow shard, List<String> backups) {}

  private record Named(Set<ByteString> paths, String unnamed) {}

  synchronized void add(StripeRow stripe, ShardRow shard, List<BackupRow> backups) {
    lost.put(shard.id(), new Lost(stripe, shard, backups.stream().map(BackupRow::id).toList()));
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
      backups.computeIfAbsent(vault, _ -> new LinkedHashSet<>()).addAll(one.backups());
    }
    stripes.forEach(
        (vault, some) -> name(files, vault, some, backups.getOrDefault(vault, Set.of())));
  }

  private void name(LostFiles files, VaultId vault, Set<StripeId> stripes, Set<String> backups) {
    LostFiles.Named answer;
    String unnamed = "";
    try {
      answer = files.name(vault, backups, stripes);
    } catch (OperationFailed e) {
      answer = new LostFiles.Named(Map.of(), Map.of());
      unnamed = e.sentence() + " " + e.nextAct();
    }
    for (Lost one : lost.values()) {
      if (stripes.contains(one.stripe().id())) {
        String why = unnamed.isEmpty() ? unreadable(answer, one.backups()) : unnamed;
        named.put(one.stripe().id(), new Named(answer.paths(one.stripe().id()), why));
      }
    }
  }

  private static String unreadable(LostFiles.Named answer, List<String> backups) {
    for (String backup : backups) {
      String why = answer.unreadable().get(backup);
      if (why != null) {
        return "Not all files of backup %s can be told: %s".formatted(backup, why);
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
              .addAllBackups(one.backups());
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
