package com.plexichat.backup.agent.ledger;

import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.agent.planning.Shape;
import com.plexichat.backup.agent.planning.StripeView;
import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.agent.protocol.LedgerState;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.agent.protocol.StripeFacts;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// What the catalogue knows, as planners and step machines see it.
public final class Views {
  private Views() {}

  public static List<PeerView> peers(List<PeerRow> rows) {
    return rows.stream().map(Views::peer).toList();
  }

  public static PeerView peer(PeerRow row) {
    return new PeerView(
        row.id(), row.owner(), row.region(), row.site(), row.state(), row.freeBytes(), 1);
  }

  /// A stripe that the catalogue knows; where no live backup needs it, one copy of everything is
  /// asked.
  public static StripeView stripe(StripeRow row) {
    List<List<HeldCopy>> held = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    for (ShardRow shard : row.shards()) {
      List<HeldCopy> copies = new ArrayList<>();
      for (CopyRow copy : shard.copies()) {
        copies.add(new HeldCopy(copy.peer(), copy.state()));
      }
      held.add(copies);
      lengths.add(shard.length());
    }
    return new StripeView(row.id(), shape(row), lengths, row.sourceOwner(), held, mayHold(row));
  }

  /// A stripe as its ledger knows it, from the first reservation on.
  static StripeView stripe(StripeFacts facts, Tier tier, LedgerState state) {
    List<List<HeldCopy>> held = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    for (ShardSpec shard : facts.shards()) {
      List<HeldCopy> copies = new ArrayList<>();
      for (LedgerState.Copy copy : state.copies(shard.index())) {
        copies.add(new HeldCopy(copy.peer(), copy.state()));
      }
      held.add(copies);
      lengths.add(shard.length());
    }
    Shape shape = new Shape(facts.k(), facts.m(), facts.copies(), tier.maxCopiesPerRegion());
    return new StripeView(
        facts.stripe(), shape, lengths, facts.sourceOwner(), held, state.mayHold());
  }

  static StripeFacts facts(StripeRow row) {
    List<ShardSpec> shards = new ArrayList<>();
    for (ShardRow shard : row.shards()) {
      shards.add(new ShardSpec(shard.id(), shard.index(), row.k(), row.m(), shard.length()));
    }
    int copies = row.target().map(Tier::copies).orElse(1);
    return new StripeFacts(
        row.id(), row.k(), row.m(), copies, shards, row.source(), row.sourceOwner());
  }

  private static Shape shape(StripeRow row) {
    return new Shape(
        row.k(),
        row.m(),
        row.target().map(Tier::copies).orElse(1),
        row.target().map(Tier::maxCopiesPerRegion).orElse(0));
  }

  private static SortedMap<String, IndexSet> mayHold(StripeRow row) {
    SortedMap<String, IndexSet> sets = new TreeMap<>();
    for (var entry : row.mayHold().entrySet()) {
      SortedSet<Integer> indexes = entry.getValue();
      sets.put(entry.getKey(), IndexSet.of(indexes));
    }
    return sets;
  }
}
