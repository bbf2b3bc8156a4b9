package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.Block;
import com.plexichat.backup.agent.content.ChunkUse;
import com.plexichat.backup.agent.content.FilledStripe;
import com.plexichat.backup.agent.content.Records;
import com.plexichat.backup.agent.content.StripeFiller;
import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.SparseStripe;
import com.plexichat.backup.proto.SparseStripes;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The end of a backup: index segments for what no kept segment covers, then the record, then the
/// last stripes.
final class BackupFinish {
  private static final int LONGEST_ID = 64;

  private final String backupId;
  private final BackupJob.Source source;
  private final Coordination.Opened opened;

  BackupFinish(String backupId, BackupJob.Source source, Coordination.Opened opened) {
    this.backupId = backupId;
    this.source = source;
    this.opened = opened;
  }

  /// What is told to the coordinator when all stripes are committed.
  record Sealed(CloseBackupRequest.Builder facts, Collection<StripeId> stripes) {}

  Sealed seal(BackupRun run, TreeBackup tree, List<SegmentRef> before) throws InterruptedException {
    run.pipeline().drain();
    // Until then a stripe may be neither in the filler nor in the list of those sealed.
    run.flow().await();
    List<StripeIndex> unlisted = new ArrayList<>(run.flow().listed(0, true));
    unlisted.addAll(run.filler().open());
    Set<StripeId> needed = new HashSet<>(run.pipeline().used());
    List<SegmentRef> kept = new ArrayList<>();
    Set<ByteString> covered = new HashSet<>();
    for (SegmentRef segment : before) {
      if (segment.getCoversList().stream().anyMatch(id -> needed.contains(Ids.stripe(id)))) {
        kept.add(segment);
        covered.addAll(segment.getCoversList());
      }
    }
    run.segments().forEach(segment -> covered.addAll(segment.getCoversList()));
    unlisted.forEach(one -> covered.add(one.getStripe()));
    unlisted.addAll(orphans(needed, covered));
    run.write(unlisted);
    kept.addAll(run.segments());
    kept.forEach(segment -> needed.add(Ids.stripe(segment.getStripe())));
    unlisted.forEach(one -> needed.add(Ids.stripe(one.getStripe())));
    Record.Builder record = record(tree, kept, run.pipeline().newBytes());
    needed.forEach(id -> record.addStripes(Ids.message(id)));
    byte[] signed = source.signer().sign(withOwnStripe(record, needed, StripeId.of(new byte[16])));
    StripeFiller.Room room = run.filler().room(signed.length + Block.HEADER + LONGEST_ID);
    needed.add(room.stripe());
    signed = source.signer().sign(withOwnStripe(record, needed, room.stripe()));
    Block block = Block.record(signed);
    StripeFiller.Added added = run.filler().add(block, room);
    for (FilledStripe full : added.full()) {
      run.flow().take(full);
    }
    for (FilledStripe rest : run.filler().flush()) {
      run.flow().take(rest);
    }
    CloseBackupRequest.Builder facts = facts(tree, run, signed, room.stripe());
    facts.setRecordOffset(added.offset()).setRecordLength(block.length());
    return new Sealed(facts, needed);
  }

  /// Stripes of an earlier, interrupted attempt that no segment lists.
  private List<StripeIndex> orphans(Set<StripeId> needed, Set<ByteString> covered) {
    Set<StripeId> missing = new HashSet<>();
    for (StripeId id : needed) {
      if (!covered.contains(Ids.message(id))) {
        missing.add(id);
      }
    }
    try {
      return missing.isEmpty() ? List.of() : source.index().describe(missing);
    } catch (IOException e) {
      throw DiskFailure.worded("The backup", source.hostName(), e);
    }
  }

  private static Record withOwnStripe(Record.Builder record, Set<StripeId> needed, StripeId own) {
    return needed.contains(own) && record.getStripesList().contains(Ids.message(own))
        ? record.build()
        : record.clone().addStripes(Ids.message(own)).build();
  }

  private Record.Builder record(TreeBackup tree, List<SegmentRef> segments, long newBytes) {
    TreeBackup.Tally tally = tree.tally();
    return Record.newBuilder()
        .setClusterId(source.signer().clusterId())
        .setBackupId(backupId)
        .setSet(opened.facts().getSet())
        .setNumber(opened.facts().getNumber())
        .setCreatedMs(opened.facts().getCreatedMs())
        .addAllRoots(tree.roots())
        .addAllSegments(segments)
        .setPreviousRecord(opened.facts().getPreviousRecord())
        .setFiles(tally.files)
        .setDirectories(tally.directories)
        .setSourceBytes(tally.sourceBytes)
        .addAllWarnings(tree.warnings())
        .setHostName(source.hostName())
        .setVault(source.vault().id().hex())
        .setNewChunkBytes(newBytes);
  }

  private CloseBackupRequest.Builder facts(
      TreeBackup tree, BackupRun run, byte[] signed, StripeId recordStripe) {
    TreeBackup.Tally tally = tree.tally();
    Map<String, Integer> codes = new TreeMap<>();
    tree.warnings().forEach(warning -> codes.merge(warning.getCode(), 1, Integer::sum));
    CloseBackupRequest.Builder facts = CloseBackupRequest.newBuilder();
    run.pipeline().sparse().ifPresent(sparse -> facts.setSparse(message(sparse)));
    return facts
        .setBackupId(backupId)
        .setRecordHash(ByteString.copyFrom(Records.hash(signed)))
        .setRecordStripe(Ids.message(recordStripe))
        .setFiles(tally.files)
        .setDirectories(tally.directories)
        .setSourceBytes(tally.sourceBytes)
        .setNewChunkBytes(run.pipeline().newBytes())
        .setResealedBytes(run.pipeline().resealedBytes())
        .setWarnings(tally.warnings)
        .putAllWarningCodes(codes);
  }

  private static SparseStripes message(List<ChunkUse.Sparse> sparse) {
    SparseStripes.Builder message = SparseStripes.newBuilder();
    for (ChunkUse.Sparse one : sparse.subList(0, Math.min(sparse.size(), CompactionDesk.MOST))) {
      message.addStripes(
          SparseStripe.newBuilder()
              .setStripe(Ids.message(one.stripe()))
              .setPermille(one.permille()));
    }
    return message.build();
  }
}
