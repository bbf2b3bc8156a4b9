package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.ChunkId;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.proto.VerifyWork;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.wire.Ids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Proves that a backup can be restored by doing so, but for the writing.
///
/// `deep`: every chunk is fetched, decrypted and compared with its id. `reconstruct`: besides, of
/// every stripe with parity m shards are left out and computed from the others. Answers a
/// [VerifyResult] whose state is `lost` when files cannot be read, `damaged` when all can but a
/// copy was bad or parity had to stand in, else `ok`. Copies that were not read are not counted.
public final class DeepVerify implements Work {
  static final String PURPOSE = "verify";
  private static final int CHUNKS_REMEMBERED = 1 << 17;

  private final VerifyWork work;
  private final ShardAccess access;
  private final Vaults vaults;

  public DeepVerify(VerifyWork work, ShardAccess access, Vaults vaults) {
    this.work = work;
    this.access = access;
    this.vaults = vaults;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    boolean reconstruct =
        switch (work.getDepth()) {
          case "deep" -> false;
          case "reconstruct" -> true;
          default ->
              throw new OperationFailed(
                  FailureCode.USAGE,
                  "The depth %s needs no vault, or does not exist.".formatted(work.getDepth()));
        };
    control.progress(JobPhase.LOCATE, 0, 0, 0, 0);
    try (BackupContents contents =
        BackupContents.open(work.getBackupId(), PURPOSE, access, vaults)) {
      RestoreTally.Totals totals =
          new RestoreTally.Totals(contents.record().getFiles(), contents.record().getSourceBytes());
      RestoreTally tally = new RestoreTally(control, JobPhase.VERIFY, totals, false);
      try (RestoreWalk walk =
          new RestoreWalk(
              contents.tree(), new PathGlobs(List.of()), new ReadStep(contents, tally), tally)) {
        walk.walk();
      }
      tally.tell(true);
      StripeProofs proofs = new StripeProofs(contents.shards());
      if (reconstruct) {
        proofs.run(contents.stripes(), control);
      }
      return result(contents, tally, proofs).toByteArray();
    }
  }

  private static VerifyResult result(
      BackupContents contents, RestoreTally tally, StripeProofs proofs) {
    VerifyResult.Builder result = VerifyResult.newBuilder();
    List<ReadTally.Bad> bad = contents.tally().badCopies();
    for (ReadTally.Bad copy : bad) {
      result.addBad(
          BadShardCopy.newBuilder()
              .setShard(Ids.message(copy.shard()))
              .setPeerId(copy.peer().hex())
              .setState(copy.state().name()));
    }
    List<ByteString> affected = tally.failedPaths();
    long ok = contents.shards().shardsRead();
    boolean damaged =
        !bad.isEmpty() || contents.tally().rebuiltShards() > 0 || proofs.damaged() > 0;
    return result
        .setState(tally.failures() > 0 ? "lost" : damaged ? "damaged" : "ok")
        .setShards(contents.shards().shardCount(contents.stripes()))
        .setCopies(ok + bad.size())
        .setOk(ok)
        .setBadCopies(bad.size())
        .addAllAffectedFiles(affected)
        .setAffected(tally.failures())
        .build();
  }

  /// Reads every chunk once, as far as it remembers.
  private static final class ReadStep extends ReadingStep {
    private final Map<ChunkId, Boolean> read =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ChunkId, Boolean> eldest) {
            return size() > CHUNKS_REMEMBERED;
          }
        };

    ReadStep(BackupContents contents, RestoreTally tally) {
      super(contents, tally);
    }

    @Override
    void check(ChunkRef chunk) {
      ChunkId id = ChunkId.of(chunk);
      synchronized (read) {
        if (read.containsKey(id)) {
          return;
        }
      }
      contents().chunk(chunk);
      synchronized (read) {
        read.put(id, true);
      }
    }
  }
}
