package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.Records;
import com.plexichat.backup.agent.content.SealedStripe;
import com.plexichat.backup.agent.content.StripeFold;
import com.plexichat.backup.agent.content.StripeFold.Folded;
import com.plexichat.backup.agent.content.StripeFold.Member;
import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.FoldGroup;
import com.plexichat.backup.proto.FoldStripesRequest;
import com.plexichat.backup.proto.FoldedPlace;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.SignedRecord;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import com.plexichat.backup.shared.wire.Tiers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds small stripes at the beginning of a backup: reads them back from their holders, packs what
/// they hold into one stripe, and has the catalogue put it in their place once it is committed.
///
/// The backup that runs finds the chunks in the new stripe then. A group that cannot be folded now
/// stays as it is, and a later backup tries again.
final class SourceFolds {
  private static final Logger LOG = LoggerFactory.getLogger(SourceFolds.class);

  /// Most plaintext that is in memory at once.
  private static final long MEMORY = 48L << 20;

  private final String backupId;
  private final BackupJob.Source source;
  private final BackupJob.Parts parts;
  private final Tier tier;
  private final Set<StripeId> live;
  private final List<SegmentRef> segments = new ArrayList<>();

  SourceFolds(
      String backupId, BackupJob.Source source, BackupJob.Parts parts, Coordination.Opened opened) {
    this.backupId = backupId;
    this.source = source;
    this.parts = parts;
    this.tier = Tiers.tier(opened.facts().getSet().getTier());
    this.live = new HashSet<>(opened.live());
  }

  /// Stripes of the vault that may be used, after the folds.
  Set<StripeId> live() {
    return live;
  }

  /// Index segments of the new stripes.
  List<SegmentRef> segments() {
    return segments;
  }

  void fold(List<FoldGroup> groups) {
    for (FoldGroup group : groups) {
      try {
        foldOne(group.getStripesList().stream().map(Ids::stripe).toList());
      } catch (IOException e) {
        throw DiskFailure.worded("The backup", source.hostName(), e);
      } catch (OperationFailed e) {
        rethrowIfEnding(e);
        LOG.warn("small stripes stay as they are: {}", e.sentence());
      }
    }
  }

  private void foldOne(List<StripeId> small) throws IOException {
    List<Member> members = read(small);
    StripeId id = parts.sealer().newStripe();
    var packed = StripeFold.pack(source.vault(), id, tier.dataShards(), members, live);
    if (packed.isEmpty()) {
      return;
    }
    Folded folded = packed.get();
    SealedStripe sealed = parts.sealer().seal(source.vault(), folded.stripe(), tier.parityShards());
    upload(sealed);
    parts.coordination().fold(request(folded));
    source.index().forget(folded.members());
    source.index().add(folded.stripe().index(sealed));
    folded.members().forEach(live::remove);
    live.add(id);
    segments.addAll(folded.segments());
    LOG.info("{} small stripes became one, {}", folded.members().size(), id);
  }

  private void upload(SealedStripe sealed) {
    try {
      parts.uploads().upload(backupId, sealed, tier.copies()).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof OperationFailed failed
          ? new OperationFailed(failed, failed.code(), failed.args().toArray(String[]::new))
          : new OperationFailed(e, FailureCode.INTERNAL, String.valueOf(e.getCause()));
    }
  }

  /// The stripes that the index knows and that can be read, in order, as many as memory takes.
  private List<Member> read(List<StripeId> small) throws IOException {
    Map<StripeId, StripeIndex> known = new HashMap<>();
    for (StripeIndex entry : source.index().describe(Set.copyOf(small))) {
      known.put(Ids.stripe(entry.getStripe()), entry);
    }
    List<Member> members = new ArrayList<>();
    long left = MEMORY;
    try (ContentReader reader = parts.previous().stripes(source.vault(), small)) {
      for (StripeId stripe : small) {
        StripeIndex entry = known.get(stripe);
        long raw = entry == null ? 0 : rawBytes(entry);
        if (entry == null || raw > left) {
          continue;
        }
        try {
          Member member = read(reader, stripe, entry);
          if (isFoldable(member)) {
            members.add(member);
            left -= raw;
          }
        } catch (OperationFailed e) {
          rethrowIfEnding(e);
          LOG.warn("stripe {} cannot be folded: {}", stripe, e.sentence());
        }
      }
    }
    return members;
  }

  private static Member read(ContentReader reader, StripeId stripe, StripeIndex entry) {
    List<ContentReader.Found> blocks = new ArrayList<>();
    reader.scan(stripe, blocks::add);
    return new Member(entry, reader.classBits(stripe), blocks);
  }

  /// A list of stripes is found by its place alone, so its stripe stays.
  private static boolean isFoldable(Member member) {
    return member.blocks().stream()
        .noneMatch(block -> block.type() == ContentReader.Type.STRIPE_LIST);
  }

  private static long rawBytes(StripeIndex entry) {
    long raw = (long) entry.getK() * entry.getShardCapacity();
    for (BlockIndex block : entry.getBlocksList()) {
      raw += block.getRawLength();
    }
    return raw;
  }

  private FoldStripesRequest request(Folded folded) {
    FoldStripesRequest.Builder request =
        FoldStripesRequest.newBuilder()
            .setBackupId(backupId)
            .setInto(Ids.message(folded.stripe().stripe()));
    folded.members().forEach(member -> request.addReplaced(Ids.message(member)));
    for (StripeFold.RecordPlace place : folded.records()) {
      request.addRecords(
          FoldedPlace.newBuilder()
              .setBackupId(backupOf(place.signed()))
              .setRecordHash(ByteString.copyFrom(Records.hash(place.signed())))
              .setOffset(place.offset())
              .setLength(place.storedLength()));
    }
    return request.build();
  }

  private static String backupOf(byte[] signed) {
    try {
      return Record.parseFrom(SignedRecord.parseFrom(signed).getRecord()).getBackupId();
    } catch (InvalidProtocolBufferException e) {
      throw new OperationFailed(e, FailureCode.RECORD_INVALID, "(unknown)", "it cannot be read");
    }
  }

  private static void rethrowIfEnding(OperationFailed e) {
    switch (e.code()) {
      case CANCELLED, INTERRUPTED, UNREACHABLE -> throw e;
      default -> {}
    }
  }
}
