package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.content.Block;
import com.plexichat.backup.agent.content.FilledStripe;
import com.plexichat.backup.agent.content.IndexSegments;
import com.plexichat.backup.agent.content.StripeFiller;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import com.plexichat.backup.shared.wire.Tiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The moving parts of one running backup: pipeline, filler, flow, and the index segments written
/// so far.
final class BackupRun implements AutoCloseable {
  private final StripeFiller filler;
  private final StripeFlow flow;
  private final ChunkPipeline pipeline;
  private final List<SegmentRef> segments = new ArrayList<>();

  private BackupRun(StripeFiller filler, StripeFlow flow, ChunkPipeline pipeline) {
    this.filler = filler;
    this.flow = flow;
    this.pipeline = pipeline;
  }

  static BackupRun start(
      String backupId, BackupJob.Source source, BackupJob.Parts parts, Coordination.Opened opened) {
    Tier tier = Tiers.tier(opened.facts().getSet().getTier());
    StripeFiller filler = new StripeFiller(tier.dataShards(), parts.sealer()::newStripe);
    StripeFlow flow =
        new StripeFlow(
            backupId,
            source.vault(),
            tier,
            source.index(),
            new StripeFlow.Parts(parts.sealer(), parts.uploads(), source.hostName()));
    ChunkPipeline pipeline =
        new ChunkPipeline(
            source.vault(), source.index(), Set.copyOf(opened.vacated()), filler, flow);
    flow.onSealed(pipeline::sealed);
    return new BackupRun(filler, flow, pipeline);
  }

  ChunkPipeline pipeline() {
    return pipeline;
  }

  StripeFlow flow() {
    return flow;
  }

  StripeFiller filler() {
    return filler;
  }

  List<SegmentRef> segments() {
    return segments;
  }

  /// Writes an index segment when enough stripes were sealed since the last one, so that what waits
  /// stays bounded.
  void listSealed() {
    List<StripeIndex> sealed = flow.listed(IndexSegments.TARGET, false);
    if (!sealed.isEmpty()) {
      write(sealed);
    }
  }

  /// Writes index segments for these stripes into the stripes that are being filled.
  void write(List<StripeIndex> stripes) {
    try {
      List<StripeIndex> rest = stripes;
      for (byte[] segment : IndexSegments.encode(stripes)) {
        Block block = Block.index(segment);
        StripeFiller.Added added = filler.add(block);
        int covered = IndexSegments.decode(added.stripe(), segment).size();
        SegmentRef.Builder ref =
            SegmentRef.newBuilder()
                .setStripe(Ids.message(added.stripe()))
                .setOffset(added.offset())
                .setStoredLength(block.length());
        rest.subList(0, covered).forEach(one -> ref.addCovers(one.getStripe()));
        rest = rest.subList(covered, rest.size());
        segments.add(ref.build());
        for (FilledStripe full : added.full()) {
          flow.take(full);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The backup");
    }
  }

  @Override
  public void close() {
    pipeline.close();
    flow.close();
  }
}
