package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.backup.SetMessages;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// What a catalogue says, as text that can be compared.
final class CatalogueFacts {
  private CatalogueFacts() {}

  /// Everything that a catalogue says of sets, backups, needs, stripes and copies.
  static List<String> of(Catalogue catalogue) {
    List<String> facts = new ArrayList<>();
    for (SetRow set : catalogue.sets().all()) {
      facts.add("set " + SetMessages.message(set));
    }
    List<BackupRow> backups = new ArrayList<>(catalogue.backups().all());
    backups.sort(java.util.Comparator.comparing(BackupRow::id));
    for (BackupRow backup : backups) {
      facts.add(
          "backup %s %s %d %s %s %s %s %d %d %s %s %s %s"
              .formatted(
                  backup.id(),
                  backup.set(),
                  backup.number(),
                  backup.host(),
                  backup.state(),
                  backup.tier(),
                  backup.vault(),
                  backup.createdMs(),
                  backup.expiresMs(),
                  backup.figures(),
                  backup.recordHash(),
                  backup.recordStripe(),
                  backup.warnings()));
      List<StripeId> needed = new ArrayList<>();
      catalogue.stripes().neededBy(backup.id(), needed::add);
      needed.sort(null);
      facts.add(backup.id() + " needs " + needed);
    }
    List<StripeRow> stripes = new ArrayList<>();
    catalogue.stripes().forEach(TestCatalogue.NOW, stripes::add);
    stripes.sort(java.util.Comparator.comparing(StripeRow::id));
    stripes.forEach(stripe -> facts.addAll(stripe(stripe)));
    return facts;
  }

  private static List<String> stripe(StripeRow stripe) {
    List<String> facts = new ArrayList<>();
    facts.add(
        "stripe %s %s %d %d+%d of %s for %s"
            .formatted(
                stripe.id(),
                stripe.vault(),
                stripe.keyEpoch(),
                stripe.k(),
                stripe.m(),
                stripe.source(),
                stripe.target()));
    for (ShardRow shard : stripe.shards()) {
      facts.add(
          "shard %s %d %s %d %b %d"
              .formatted(
                  stripe.id(),
                  shard.index(),
                  shard.id(),
                  shard.length(),
                  shard.parity(),
                  shard.target()));
      for (CopyRow copy : shard.copies()) {
        facts.add(
            "copy %s %d on %s %s %b"
                .formatted(stripe.id(), shard.index(), copy.peer(), copy.state(), copy.counts()));
      }
    }
    return facts;
  }
}
