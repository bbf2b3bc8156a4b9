package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.LocateAnswer;
import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;
import java.util.Optional;

/// Where a backup's shards lie, the ticket to read them, and how to recognise its record.
///
/// The stripes of a large backup are many, so they are kept packed, not as messages.
public final class Located {
  private final LocateAnswer facts;
  private final LocatedStripes stripes;

  private Located(LocateAnswer facts, LocatedStripes stripes) {
    this.facts = facts;
    this.stripes = stripes;
  }

  public Signed ticket() {
    return facts.getTicket();
  }

  /// The stripe that holds the signed record; empty when single stripes were asked for.
  public ByteString recordStripe() {
    return facts.getRecordStripe();
  }

  /// Where the record's block lies in that stripe's plaintext.
  public int recordOffset() {
    return facts.getRecordOffset();
  }

  /// Length of that block with its header; 0 when nobody noted where it lies.
  public int recordLength() {
    return facts.getRecordLength();
  }

  /// SHA-256 of the signed record.
  public ByteString recordHash() {
    return facts.getRecordHash();
  }

  /// The vault's id, 32 hex digits.
  public String vault() {
    return facts.getVault();
  }

  /// What the catalogue says of the backup.
  public BackupEntry backup() {
    return facts.getBackup();
  }

  Optional<StripeCopies> find(StripeId stripe) {
    return stripes.find(stripe);
  }

  Collection<StripeId> stripes() {
    return stripes.ids();
  }

  /// Puts an answer together from its pages. The facts may be in any of them.
  public static final class Pages {
    private final LocateAnswer.Builder facts = LocateAnswer.newBuilder();
    private final LocatedStripes stripes = new LocatedStripes();

    public Pages add(LocateAnswer page) {
      for (LocatedStripe stripe : page.getStripesList()) {
        stripes.add(stripe);
      }
      facts.mergeFrom(page).clearStripes();
      return this;
    }

    /// Called once, after the last page.
    public Located whole() {
      return new Located(facts.build(), stripes);
    }
  }
}
