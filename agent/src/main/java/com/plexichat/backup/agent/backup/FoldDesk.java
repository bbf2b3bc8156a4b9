package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.planning.SmallStripes;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.FoldGroup;
import com.plexichat.backup.proto.FoldStripesRequest;
import com.plexichat.backup.proto.FoldedRecord;
import com.plexichat.backup.proto.StripesFolded;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.time.InstantSource;
import java.util.List;

/// Which small stripes a source is to fold, and the word that they were: on the coordinator, which
/// sees sizes and needs and no contents.
public final class FoldDesk {
  private final Catalogue catalogue;
  private final BackupDesk desk;
  private final InstantSource time;

  public FoldDesk(Catalogue catalogue, BackupDesk desk, InstantSource time) {
    this.catalogue = catalogue;
    this.desk = desk;
    this.time = time;
  }

  /// What the source of a backup that begins is to fold.
  public List<FoldGroup> groups(BackupRow backup) {
    SmallStripes rule = new SmallStripes((long) backup.tier().dataShards() * Format.CAPACITY);
    List<SmallStripes.Small> small =
        catalogue
            .stripes()
            .settled(backup.vault(), backup.tier(), rule.largest(), time.millis())
            .stream()
            .map(row -> new SmallStripes.Small(row.id(), row.bytes()))
            .toList();
    return rule.groups(small).stream().map(FoldDesk::message).toList();
  }

  private static FoldGroup message(List<StripeId> stripes) {
    return FoldGroup.newBuilder()
        .addAllStripes(stripes.stream().map(Ids::message).toList())
        .build();
  }

  /// Puts a committed stripe in the place of small ones. Asked again, nothing changes. ACT_REFUSED
  /// when it is less protected than they are: nothing is lost, they stay.
  public void fold(PeerId source, FoldStripesRequest request) {
    BackupRow backup = desk.get(request.getBackupId());
    if (!backup.host().equals(source.hex())) {
      throw new OperationFailed(FailureCode.NOT_ALLOWED, "peer:" + source.hex(), "PEER");
    }
    StripeId into = Ids.stripe(request.getInto());
    List<StripeId> replaced = request.getReplacedList().stream().map(Ids::stripe).toList();
    if (catalogue.stripes().current(replaced).equals(List.of(into))) {
      return;
    }
    requireSafe(into, replaced, backup.tier().copies());
    StripesFolded.Builder folded =
        StripesFolded.newBuilder()
            .setBackupId(backup.id())
            .setInto(request.getInto())
            .addAllReplaced(request.getReplacedList());
    request
        .getRecordsList()
        .forEach(one ->
            folded.addRecords(
                FoldedRecord.newBuilder()
                    .setBackupId(one.getBackupId())
                    .setRecordHash(one.getRecordHash())
                    .setOffset(one.getOffset())
                    .setLength(one.getLength())));
    catalogue.submit(
        "peer:" + source.hex(), "", "", Command.newBuilder().setStripesFolded(folded).build());
  }

  private void requireSafe(StripeId into, List<StripeId> replaced, int copies) {
    long now = time.millis();
    boolean safe =
        catalogue
            .stripes()
            .find(into, now)
            .filter(fresh ->
                catalogue.stripes().get(replaced, now).stream()
                    .allMatch(old -> fresh.isAsSafeAs(old, copies)))
            .isPresent();
    if (!safe) {
      throw new OperationFailed(
          FailureCode.ACT_REFUSED,
          "Folding into stripe " + into,
          "it has fewer copies than what it would replace");
    }
  }
}
