package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Where one backup's shards lie, kept current while it is read: a ticket that is refused is
/// renewed, and a stripe of another backup, which deduplication can lead to, is located when it is
/// needed.
final class LocatedBackup {
  private final String backupId;
  private final String purpose;
  private final Locator locator;
  private final Supplier<Located> whole;
  private final Map<StripeId, Located> foreign = new ConcurrentHashMap<>();
  private volatile Located own;

  LocatedBackup(String backupId, String purpose, Locator locator) {
    this(backupId, purpose, locator, () -> locator.locate(backupId, purpose));
  }

  private LocatedBackup(String backupId, String purpose, Locator locator, Supplier<Located> whole) {
    this.backupId = backupId;
    this.purpose = purpose;
    this.locator = locator;
    this.whole = whole;
    this.own = whole.get();
  }

  /// Stripes by themselves, of whatever backups.
  static LocatedBackup ofStripes(Collection<StripeId> stripes, String purpose, Locator locator) {
    return new LocatedBackup("", purpose, locator, () -> locator.locate(stripes, purpose));
  }

  String backupId() {
    return backupId;
  }

  /// Whether it is read to see how it is.
  boolean isVerified() {
    return purpose.equals(DeepVerify.PURPOSE);
  }

  Located own() {
    return own;
  }

  VaultId vault() {
    return Ids.vault(own.vault());
  }

  boolean isOwn(StripeId stripe) {
    return own.find(stripe).isPresent();
  }

  StripeCopies find(StripeId stripe) {
    Optional<StripeCopies> copies = own.find(stripe);
    if (copies.isEmpty()) {
      copies =
          foreign
              .computeIfAbsent(stripe, one -> locator.locate(List.of(one), purpose))
              .find(stripe);
    }
    return copies.orElseThrow(() -> StripeShards.notRestorable("Part of it", 0, stripe, 1));
  }

  /// Reads with the stripe's ticket; once more with a new one when the first was refused, because
  /// it ended or another coordinator took over.
  byte[] withTicket(StripeId stripe, Function<Signed, byte[]> reading) {
    Located used = ticketOf(stripe);
    try {
      return reading.apply(used.ticket());
    } catch (OperationFailed e) {
      if (e.code() != FailureCode.ORDER_REFUSED && e.code() != FailureCode.FENCED) {
        throw e;
      }
      return reading.apply(renewed(stripe, used).ticket());
    }
  }

  /// Asks again what the backup needs; whether this stripe is part of it.
  synchronized boolean stillNeeds(StripeId stripe) {
    own = whole.get();
    return isOwn(stripe);
  }

  private Located ticketOf(StripeId stripe) {
    Located other = foreign.get(stripe);
    return other == null ? own : other;
  }

  private synchronized Located renewed(StripeId stripe, Located refused) {
    if (ticketOf(stripe) == refused) {
      if (refused == own) {
        own = whole.get();
      } else {
        foreign.put(stripe, locator.locate(List.of(stripe), purpose));
      }
    }
    return ticketOf(stripe);
  }
}
