package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.content.ContentClass;
import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.Folds;
import com.plexichat.backup.agent.content.Records;
import com.plexichat.backup.agent.content.StripeOpener;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.LocateAnswer;
import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Where everything lies, from nothing but the files on the peers and the vault, by the rules of
/// the format's description.
@org.jspecify.annotations.NullUnmarked
final class ShardsAlone implements Locator {
  private final Map<StripeId, LocatedStripe.Builder> stripes = new HashMap<>();
  private final Map<StripeId, Integer> classes = new HashMap<>();
  private final Map<String, LocateAnswer.Builder> backups = new TreeMap<>();
  private final Map<String, Set<StripeId>> needs = new HashMap<>();
  private final FoldingCluster cluster;

  ShardsAlone(FoldingCluster cluster) throws IOException {
    this.cluster = cluster;
    for (PeerId peer : cluster.peers.ids) {
      try (var files = Files.list(cluster.peers.folder(peer))) {
        for (Path file : files.toList()) {
          take(peer, Files.readAllBytes(file));
        }
      }
    }
    Folds folds = new Folds();
    try (ContentReader reader =
        BackupContents.stripes(stripes.keySet(), cluster.access(this), cluster.vault)) {
      for (StripeId stripe : stripes.keySet()) {
        if ((classes.get(stripe) & ContentClass.FOLD) != 0) {
          folds.add(stripe, reader.leadingSegments(stripe));
        }
      }
      for (StripeId stripe : stripes.keySet()) {
        if ((classes.get(stripe) & ContentClass.RECORD) != 0) {
          reader.scan(stripe, block -> takeRecord(block, reader, folds));
        }
      }
    }
  }

  private void take(PeerId peer, byte[] file) {
    ShardHeader header = ShardHeader.parse(file);
    LocatedStripe.Builder stripe =
        stripes.computeIfAbsent(
            header.stripe(),
            id ->
                LocatedStripe.newBuilder()
                    .setStripe(Ids.message(id))
                    .setK(header.k())
                    .setM(header.m())
                    .setKeyEpoch(header.keyEpoch()));
    stripe.addShards(
        ShardEntry.newBuilder()
            .setShard(Ids.message(ShardName.of(file)))
            .setIndex(header.index())
            .addCopies(CopyEntry.newBuilder().setPeerId(peer.hex()).setState("OK")));
    if (!header.isParity()) {
      classes.put(header.stripe(), StripeOpener.classBits(cluster.vault, file));
    }
  }

  private void takeRecord(ContentReader.Found block, ContentReader reader, Folds folds) {
    if (block.type() != ContentReader.Type.RECORD) {
      return;
    }
    byte[] signed = block.raw().array();
    Record record = Records.verify(signed, _ -> true);
    needs.put(record.getBackupId(), folds.current(reader.stripes(record)));
    backups.put(
        record.getBackupId(),
        LocateAnswer.newBuilder()
            .setVault(record.getVault())
            .setRecordStripe(Ids.message(block.stripe()))
            .setRecordHash(ByteString.copyFrom(Records.hash(signed)))
            .setBackup(BackupEntry.newBuilder().setBackupId(record.getBackupId())));
  }

  Collection<String> backups() {
    return backups.keySet();
  }

  @Override
  public Located locate(String backupId, String purpose) {
    Located.Pages pages =
        new Located.Pages().add(backups.get(backupId).clone().setTicket(ticket()).build());
    needs
        .get(backupId)
        .forEach(id -> pages.add(LocateAnswer.newBuilder().addStripes(stripes.get(id)).build()));
    return pages.whole();
  }

  @Override
  public Located locate(Collection<StripeId> wanted, String purpose) {
    LocateAnswer.Builder answer = LocateAnswer.newBuilder().setTicket(ticket());
    wanted.forEach(id -> answer.addStripes(stripes.get(id)));
    return new Located.Pages().add(answer.build()).whole();
  }

  private Signed ticket() {
    Signed any = Signed.newBuilder().setMessage(ByteString.copyFromUtf8("alone")).build();
    cluster.peers.valid = any;
    return any;
  }
}
