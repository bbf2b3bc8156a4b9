package com.plexichat.backup.agent.exchange;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.Approvals;
import com.plexichat.backup.agent.security.EpochGrants;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whom this agent obeys: the coordinator of the highest fencing epoch that the cluster's root key
/// granted, remembered across starts.
///
/// Every order is checked against it: signed by that coordinator, for that epoch. An order of a
/// lower epoch comes from a coordinator that was replaced and is fenced off.
public final class Obedience {
  /// Orders that are remembered as signed: an order names several shards, and comes with each.
  private static final int REMEMBERED = 256;

  private record Known(EpochGrant grant, PublicKey key) {}

  private final Self self;
  private final X509Certificate root;
  private final SmallFile file;
  private final List<Consumer<EpochGrant>> listeners = new CopyOnWriteArrayList<>();
  private final Map<Signed, Known> genuine =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signed, Known> eldest) {
          return size() > REMEMBERED;
        }
      };
  private @Nullable Known known;

  /// Reads what was obeyed before. A damaged file is forgotten: the next grant is shown anew.
  public Obedience(Self self, X509Certificate root, SmallFile file) {
    this.self = self;
    this.root = root;
    this.file = file;
    known = file.read().flatMap(this::read).orElse(null);
  }

  private Optional<Known> read(byte[] bytes) {
    try {
      return Optional.of(judge(EpochGrant.parseFrom(bytes)));
    } catch (InvalidProtocolBufferException | OperationFailed e) {
      return Optional.empty();
    }
  }

  private Known judge(EpochGrant grant) {
    X509Certificate coordinator = EpochGrants.verify(grant, root, self.clusterId());
    return new Known(grant, coordinator.getPublicKey());
  }

  /// Obeys the grant's coordinator from now on, if its epoch is the highest seen; true when this
  /// grant is the one obeyed afterwards. Fails with ORDER_REFUSED when the root did not sign it.
  public boolean obey(EpochGrant grant) {
    Known shown = judge(grant);
    synchronized (this) {
      if (known != null && grant.getEpoch() <= known.grant().getEpoch()) {
        return grant.equals(known.grant());
      }
      file.replace(grant.toByteArray());
      known = shown;
    }
    listeners.forEach(one -> one.accept(grant));
    return true;
  }

  /// Is told of every grant that is obeyed from now on, on the thread that shows it.
  public void onObeyed(Consumer<EpochGrant> listener) {
    listeners.add(listener);
  }

  /// What people approve, as this agent judges it.
  ///
  /// @param revoked whether a certificate's serial number is revoked
  Approvals approvals(InstantSource clock, Predicate<String> revoked) {
    return new Approvals(root, self.clusterId(), clock, revoked);
  }

  /// The highest epoch known; 0 before the first grant.
  public synchronized long epoch() {
    return known == null ? 0 : known.grant().getEpoch();
  }

  /// The coordinator that is obeyed.
  public synchronized Optional<PeerId> coordinator() {
    return Optional.ofNullable(known).map(one -> new PeerId(one.grant().getCoordinator()));
  }

  /// The grant that is obeyed.
  public synchronized Optional<EpochGrant> grant() {
    return Optional.ofNullable(known).map(Known::grant);
  }

  /// Refuses an epoch that is not the highest known: FENCED when lower, ORDER_REFUSED when higher
  /// (the grant has to be shown first).
  void checkEpoch(long epoch) {
    long highest = epoch();
    if (epoch < highest) {
      throw new OperationFailed(FailureCode.FENCED, self.name(), Long.toString(highest));
    }
    if (epoch > highest) {
      throw refused("epoch " + epoch + " has not been granted to it yet");
    }
  }

  /// Refuses what the obeyed coordinator did not sign.
  void checkSignature(Signed signed) {
    Known obeyed;
    synchronized (this) {
      obeyed = known;
      if (obeyed != null && obeyed.equals(genuine.get(signed))) {
        return;
      }
    }
    if (obeyed == null
        || !Signing.verify(
            obeyed.key(), signed.getMessage().toByteArray(), signed.getSignature().toByteArray())) {
      throw refused("it is not signed by the coordinator");
    }
    synchronized (this) {
      genuine.put(signed, obeyed);
    }
  }

  void checkCluster(String clusterId) {
    if (!clusterId.equals(self.clusterId())) {
      throw refused("it is another cluster's");
    }
  }

  private OperationFailed refused(String why) {
    return Failing.refused(self.name(), why);
  }
}
