package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.Folds;
import com.plexichat.backup.agent.content.Records;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Opens the stripes whose headers say that they hold records, and reads these. A record is
/// believed when the machine that it backs up signed it and it lies in the vault that it names.
final class RecordSearch {
  private final ClaimedShards reading;
  private final RecoveredVaults vaults;
  private final Predicate<X509Certificate> trusted;
  private final String clusterId;
  private final Set<SegmentRef> read = new HashSet<>();
  private final Folds folds = new Folds();
  private final SortedSet<StripeId> replaced = new TreeSet<>();
  private final List<String> unread = new ArrayList<>();

  RecordSearch(
      ClaimedShards reading,
      RecoveredVaults vaults,
      Predicate<X509Certificate> trusted,
      String clusterId) {
    this.reading = reading;
    this.vaults = vaults;
    this.trusted = trusted;
    this.clusterId = clusterId;
  }

  /// Learns which stripes these folds stand in for. One that cannot be read stands in for nothing:
  /// what it replaced may still be there.
  void learn(Stream<FoundStripe> found, NameSearch names) {
    found.forEach(fold -> {
      try {
        List<StripeIndex> leading = reading.contents(fold.vault()).leadingSegments(fold.id());
        folds.add(fold.id(), leading);
        for (StripeIndex entry : leading) {
          names.learn(entry);
          if (Ids.stripe(entry.getStripe()).equals(fold.id())) {
            entry.getReplacesList().forEach(one -> replaced.add(Ids.stripe(one)));
          }
        }
      } catch (OperationFailed e) {
        StripeShards.rethrowIfEnding(e);
        unread.add(e.sentence());
      }
    });
  }

  /// Stripes that others stand in for.
  SortedSet<StripeId> replaced() {
    return replaced;
  }

  /// All records in these stripes. Index segments that they name are read when there are names to
  /// learn.
  List<FoundRecord> find(Stream<FoundStripe> stripes, NameSearch names) {
    List<FoundRecord> found = new ArrayList<>();
    stripes.forEach(stripe -> {
      try {
        blocks(
            stripe.vault(),
            stripe.id(),
            signed -> {
              Record record = verified(stripe.vault(), signed);
              found.add(FoundRecord.of(stripe.id(), stripe.vault(), hash(signed), record));
              if (!names.isEmpty()) {
                segments(stripe.vault(), record, _ -> true, names::learn);
              }
            });
      } catch (OperationFailed e) {
        StripeShards.rethrowIfEnding(e);
        unread.add(e.sentence());
      }
    });
    return found;
  }

  /// Why stripes that hold records could not be read, or a record is not believed.
  List<String> unread() {
    return unread;
  }

  /// The whole record.
  Record read(FoundRecord found) {
    List<Record> records = new ArrayList<>();
    blocks(
        found.vault(),
        found.stripe(),
        signed -> {
          if (hash(signed).equals(found.hash())) {
            records.add(verified(found.vault(), signed));
          }
        });
    if (records.isEmpty()) {
      throw invalid("(unknown)", "the stripe that held it does not any more");
    }
    return records.getFirst();
  }

  /// All stripes that a record's backup needs, as they are by now.
  Set<StripeId> stripes(int vault, Record record) {
    return folds.current(reading.contents(vault).stripes(record));
  }

  /// What the record's index segments say of stripes that they cover, as far as they can be read.
  ///
  /// @param wanted of the stripes that a segment covers; it is read when there is one
  void describe(
      int vault, Record record, Predicate<StripeId> wanted, Consumer<StripeIndex> consumer) {
    read.clear();
    segments(vault, record, wanted, consumer);
  }

  private void segments(
      int vault, Record record, Predicate<StripeId> wanted, Consumer<StripeIndex> consumer) {
    for (SegmentRef segment : record.getSegmentsList()) {
      SegmentRef place =
          SegmentRef.newBuilder()
              .setStripe(segment.getStripe())
              .setOffset(segment.getOffset())
              .build();
      boolean covers = segment.getCoversList().stream().map(Ids::stripe).anyMatch(wanted);
      boolean isThere = !replaced.contains(Ids.stripe(segment.getStripe()));
      if (!covers || !isThere || !read.add(place)) {
        continue;
      }
      try {
        reading.contents(vault).segment(segment).forEach(consumer);
      } catch (OperationFailed e) {
        StripeShards.rethrowIfEnding(e);
      }
    }
  }

  private void blocks(int vault, StripeId stripe, Consumer<byte[]> records) {
    reading
        .contents(vault)
        .scan(
            stripe,
            block -> {
              if (block.type() == ContentReader.Type.RECORD) {
                records.accept(block.raw().array());
              }
            });
  }

  private static Bytes hash(byte[] signed) {
    return Bytes.of(Records.hash(signed));
  }

  private Record verified(int vault, byte[] signed) {
    Record record = Records.verify(signed, trusted);
    if (!record.getClusterId().equals(clusterId)
        || !record.getVault().equals(vaults.get(vault).vault().id().hex())) {
      throw invalid(record.getBackupId(), "it is of another cluster or vault");
    }
    return record;
  }

  private static OperationFailed invalid(String backup, String why) {
    return new OperationFailed(FailureCode.RECORD_INVALID, backup, why);
  }
}
