package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.MapRow;
import com.plexichat.backup.agent.catalogue.StripeMap;
import com.plexichat.backup.proto.MapBackup;
import com.plexichat.backup.proto.MapPage;
import com.plexichat.backup.proto.MapPeer;
import com.plexichat.backup.proto.MapStripe;
import com.plexichat.backup.proto.MapStripesRequest;
import com.plexichat.backup.shared.wire.Ids;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Tells all stripes with their copies, or those that changed, for maps.
///
/// A tier keeps its number as long as the coordinator runs, so that an answer with changes means by
/// a number what the whole one before it meant.
public final class MapDesk {
  private final Catalogue catalogue;
  private final BackupDesk backups;
  private final PeerFigures figures;
  private final InstantSource time;
  private final List<String> tiers = new ArrayList<>(List.of(""));

  public MapDesk(Catalogue catalogue, BackupDesk backups, PeerFigures figures, InstantSource time) {
    this.catalogue = catalogue;
    this.backups = backups;
    this.figures = figures;
    this.time = time;
  }

  /// Answers in pages; there is always a first one, with what the numbers mean.
  void map(MapStripesRequest ask, Consumer<MapPage> pages) {
    catalogue
        .map()
        .read(
            ask.getAfter(),
            Messages.given(ask.getBackupId()).map(id -> backups.resolve(id, "").id()),
            time.millis(),
            new Reader(pages));
  }

  private final class Reader implements StripeMap.Reader {
    private final Consumer<MapPage> pages;
    private long logIndex;

    Reader(Consumer<MapPage> pages) {
      this.pages = pages;
    }

    @Override
    public void legend(StripeMap.Legend legend) {
      logIndex = legend.logIndex();
      MapPage.Builder page =
          MapPage.newBuilder()
              .setLogIndex(logIndex)
              .setWhole(legend.whole())
              .addAllTiers(numbered(legend.tiers()));
      for (StripeMap.NumberedPeer peer : legend.peers()) {
        page.addPeers(
            MapPeer.newBuilder()
                .setNumber(peer.number())
                .setPeerId(peer.id().hex())
                .setProvenMs(figures.provenMs(peer.id())));
      }
      for (StripeMap.NumberedBackup backup : legend.backups()) {
        page.addBackups(
            MapBackup.newBuilder()
                .setNumber(backup.number())
                .setBackupId(backup.id())
                .setSet(backup.set()));
      }
      pages.accept(page.build());
    }

    @Override
    public void page(List<MapRow> rows) {
      MapPage.Builder page = MapPage.newBuilder().setLogIndex(logIndex);
      rows.forEach(row -> page.addStripes(message(row)));
      pages.accept(page.build());
    }
  }

  private MapStripe message(MapRow row) {
    MapStripe.Builder stripe =
        MapStripe.newBuilder()
            .setNumber(row.number())
            .setStripe(Ids.message(row.id()))
            .setFirstShard(row.firstShard())
            .setK(row.k())
            .setM(row.m())
            .setTier(number(row.tier()))
            .setOrigin(row.origin())
            .setCopiesWanted(row.wanted())
            .setGone(row.gone());
    for (int copy : row.copies()) {
      stripe.addCopies(copy);
    }
    return stripe.build();
  }

  private int number(String tier) {
    synchronized (tiers) {
      return tiers.indexOf(tier);
    }
  }

  /// All names by their numbers, these among them.
  private List<String> numbered(List<String> named) {
    synchronized (tiers) {
      named.stream().filter(name -> !tiers.contains(name)).forEach(tiers::add);
      return List.copyOf(tiers);
    }
  }
}
