package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.VaultRow;
import com.plexichat.backup.agent.ledger.OrderSigner;
import com.plexichat.backup.proto.LocateAnswer;
import com.plexichat.backup.proto.LocateRequest;
import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.proto.Ticket;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Tells readers where copies lie and gives them a ticket, when they were given the vault.
public final class LocateDesk {
  private static final Duration TICKET_LIFE = Duration.ofHours(12);
  private static final int PAGE = 200;

  private final Catalogue catalogue;
  private final OrderSigner signer;
  private final InstantSource time;
  private final TicketBook book;

  public LocateDesk(Catalogue catalogue, OrderSigner signer, InstantSource time, TicketBook book) {
    this.catalogue = catalogue;
    this.signer = signer;
    this.time = time;
    this.book = book;
  }

  /// Answers in pages; the first has the facts. VAULT_CLOSED, with no ticket given, for a reader
  /// that the vault was not granted to.
  public void locate(PeerId reader, LocateRequest request, Consumer<LocateAnswer> pages) {
    List<StripeId> stripes = new ArrayList<>();
    LocateAnswer.Builder facts = LocateAnswer.newBuilder();
    long expiresMs = time.millis() + TICKET_LIFE.toMillis();
    if (request.getStripesCount() > 0) {
      request.getStripesList().forEach(id -> stripes.add(Ids.stripe(id)));
      located(reader, stripes, _ -> {});
    } else {
      BackupRow backup = catalogue.backups().get(request.getBackupId());
      requireVault(reader, backup.vault());
      catalogue.stripes().neededBy(backup.id(), stripes::add);
      facts
          .setVault(backup.vault().hex())
          .setRecordHash(Messages.bytes(backup.recordHash()))
          .setRecordOffset(backup.recordOffset())
          .setRecordLength(backup.recordLength())
          .setBackup(Messages.backup(backup, catalogue.peers().get(backup.host()).name()));
      backup.recordStripe().ifPresent(id -> facts.setRecordStripe(Ids.message(id)));
    }
    pages.accept(facts.setTicket(signer.sign(ticket(reader, request, stripes, expiresMs))).build());
    if (request.getStripesCount() == 0) {
      book.given(reader, request.getBackupId(), request.getPurpose(), expiresMs);
    }
    located(reader, stripes, pages);
  }

  private void located(PeerId reader, List<StripeId> stripes, Consumer<LocateAnswer> pages) {
    for (int at = 0; at < stripes.size(); at += PAGE) {
      List<StripeId> some = stripes.subList(at, Math.min(stripes.size(), at + PAGE));
      LocateAnswer.Builder page = LocateAnswer.newBuilder();
      for (StripeRow row : catalogue.stripes().get(some, time.millis())) {
        requireVault(reader, row.vault());
        page.addStripes(message(row));
      }
      pages.accept(page.build());
    }
  }

  private byte[] ticket(
      PeerId reader, LocateRequest request, List<StripeId> stripes, long expiresMs) {
    ClusterRow cluster = catalogue.cluster().find().orElseThrow();
    Ticket.Builder ticket =
        Ticket.newBuilder()
            .setClusterId(cluster.id())
            .setEpoch(cluster.epoch())
            .setReader(reader.hex())
            .setPurpose(request.getPurpose())
            .setExpiresMs(expiresMs);
    stripes.forEach(id -> ticket.addStripes(Ids.message(id)));
    return ticket.build().toByteArray();
  }

  private void requireVault(PeerId reader, VaultId id) {
    VaultRow vault =
        catalogue
            .vaults()
            .find(id)
            .orElseThrow(() -> new OperationFailed(FailureCode.VAULT_UNKNOWN, id.hex()));
    if (!vault.recipients().contains(reader.hex())) {
      throw new OperationFailed(
          FailureCode.VAULT_CLOSED,
          catalogue.peers().get(reader.hex()).name(),
          catalogue.peers().get(vault.host().hex()).name());
    }
  }

  private static LocatedStripe message(StripeRow row) {
    LocatedStripe.Builder stripe =
        LocatedStripe.newBuilder()
            .setStripe(Ids.message(row.id()))
            .setK(row.k())
            .setM(row.m())
            .setKeyEpoch(row.keyEpoch());
    row.shards().forEach(shard -> stripe.addShards(Messages.shard(shard)));
    return stripe.build();
  }
}
