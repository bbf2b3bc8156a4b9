package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.LifecycleRule;
import com.plexichat.backup.proto.LifecycleRulesSet;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tiers with all their versions, and the lifecycle rules. What comes with the product is there
/// without a command.
public final class TierTable {
  private final Reads reads;

  TierTable(Reads reads) {
    this.reads = reads;
  }

  /// The newest version of each, the most copies last.
  public List<TierRow> newest() {
    Map<String, TierRow> newest = new TreeMap<>();
    Tier.DEFAULTS.forEach(tier -> newest.put(tier.name(), TierRow.ofProduct(tier)));
    rows("ORDER BY version").forEach(row -> newest.put(row.tier().name(), row));
    return newest.values().stream()
        .sorted(Comparator.comparing(TierRow::tier, Tiers.BY_DEMAND))
        .toList();
  }

  /// Every version of one, newest first; nothing when there is no such tier.
  public List<TierRow> versions(String name) {
    List<TierRow> versions = new ArrayList<>(rows("WHERE name = ? ORDER BY version DESC", name));
    Tier.ofProduct(name).map(TierRow::ofProduct).ifPresent(versions::add);
    return versions;
  }

  /// The newest version of one.
  public Optional<Tier> find(String name) {
    return versions(name).stream().findFirst().map(TierRow::tier);
  }

  /// The lifecycle rules that people set; empty: they never did.
  public Optional<List<LifecycleRule>> rules() {
    return reads
        .read(handle -> handle.select("SELECT rules FROM lifecycle").mapTo(byte[].class).findOne())
        .map(TierTable::rules);
  }

  private static List<LifecycleRule> rules(byte[] stored) {
    try {
      return LifecycleRulesSet.parseFrom(stored).getRulesList();
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("rules in the database cannot be read", notOurs);
    }
  }

  private List<TierRow> rows(String rest, Object... args) {
    return reads.read(handle ->
        handle
            .select("SELECT spec, at_ms, made_by, why FROM tier " + rest, args)
            .map((row, _) ->
                new TierRow(
                    Tiers.of(row.getBytes(1)), row.getLong(2), row.getString(3), row.getString(4)))
            .list());
  }
}
