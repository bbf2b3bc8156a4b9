package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.VaultRow;
import com.plexichat.backup.agent.transport.AgentLink;
import com.plexichat.backup.agent.upkeep.LostFiles;
import com.plexichat.backup.proto.AffectedOrder;
import com.plexichat.backup.proto.AffectedPage;
import com.plexichat.backup.proto.AffectedPath;
import com.plexichat.backup.proto.UnreadableBackup;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Failures;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents that were given a vault: the only ones who can say what is in it.
final class VaultReaders implements LostFiles {
  private static final Logger LOG = LoggerFactory.getLogger(VaultReaders.class);

  private final Function<PeerId, AgentLink> links;
  private final Catalogue catalogue;

  VaultReaders(Function<PeerId, AgentLink> links, Catalogue catalogue) {
    this.links = links;
    this.catalogue = catalogue;
  }

  /// One that answers; VAULT_UNREADABLE when none does.
  PeerId reader(BackupRow backup) {
    return readers(backup.vault()).getFirst();
  }

  private List<PeerId> readers(VaultId id) {
    VaultRow vault =
        catalogue
            .vaults()
            .find(id)
            .orElseThrow(() -> new OperationFailed(FailureCode.VAULT_UNKNOWN, id.hex()));
    List<PeerId> readers = new ArrayList<>();
    for (PeerRow peer : catalogue.peers().all()) {
      boolean answers = peer.state().counts() && peer.state() != PeerState.SUSPECT;
      if (answers && vault.recipients().contains(peer.id().hex())) {
        readers.add(peer.id());
      }
    }
    if (readers.isEmpty()) {
      throw new OperationFailed(
          FailureCode.VAULT_UNREADABLE, catalogue.peers().get(vault.host().hex()).name());
    }
    return readers;
  }

  @Override
  public Named name(VaultId vault, Collection<String> backups, Collection<StripeId> stripes) {
    AffectedOrder.Builder order = AffectedOrder.newBuilder().addAllBackups(backups);
    stripes.forEach(stripe -> order.addStripes(Ids.message(stripe)));
    List<PeerId> readers = readers(vault);
    OperationFailed last = new OperationFailed(FailureCode.UNREACHABLE, "Its machine", "silence");
    for (PeerId reader : readers) {
      Answer answer = new Answer();
      try {
        links.apply(reader).affected(order.build(), answer::add);
        return new Named(answer.paths, answer.unreadable);
      } catch (OperationFailed e) {
        LOG.info("files of lost stripes: {}", e.sentence());
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationFailed(e, FailureCode.CANCELLED, "The call");
      }
    }
    throw new OperationFailed(last, last.code(), last.args().toArray(String[]::new));
  }

  private static final class Answer {
    private final Map<StripeId, Set<ByteString>> paths = new TreeMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();

    void add(AffectedPage page) {
      for (AffectedPath one : page.getPathsList()) {
        paths
            .computeIfAbsent(
                Ids.stripe(one.getStripe()),
                _ -> new TreeSet<>(ByteString.unsignedLexicographicalComparator()))
            .add(one.getPath());
      }
      for (UnreadableBackup one : page.getUnreadableList()) {
        unreadable.put(one.getBackup(), Failures.failed(one.getFailure()).sentence());
      }
    }
  }
}
