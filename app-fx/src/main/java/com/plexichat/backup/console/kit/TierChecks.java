package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Tier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What each tier would get on the peers that are there now, as the coordinator judges it; asked
/// again whenever the peers are others. It holds no controls.
public final class TierChecks {
  private final Kit kit;
  private final Cluster cluster;
  private final ReadOnlyObjectWrapper<Map<String, Preflight>> found =
      new ReadOnlyObjectWrapper<>(this, "found", Map.of());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private Optional<Basis> basis = Optional.empty();
  private Subscription asked = () -> {};

  /// What the answers rest on.
  private record Basis(String host, List<Standing> peers) {}

  private record Standing(String id, String state, String owner, String region) {
    static Standing of(Peer peer) {
      return new Standing(peer.id().hex(), peer.state().name(), peer.owner(), peer.region());
    }
  }

  /// Nothing was asked yet.
  public TierChecks(Kit kit, Cluster cluster) {
    this.kit = kit;
    this.cluster = cluster;
  }

  /// Answers by the name of the tier; empty while there is none.
  public ReadOnlyObjectProperty<Map<String, Preflight>> foundProperty() {
    return found.getReadOnlyProperty();
  }

  /// Why there is no answer.
  public ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Asks for the tiers of backups of this machine, unless that was asked on the same peers.
  public void ask(String host, ClusterState state) {
    Basis now = new Basis(host, state.peers().stream().map(Standing::of).toList());
    if (!state.freshness().isCurrent() || basis.equals(Optional.of(now))) {
      return;
    }
    if (basis.filter(before -> before.host().equals(host)).isEmpty()) {
      found.set(Map.of());
    }
    basis = Optional.of(now);
    asked.close();
    asked =
        kit.tasks()
            .run(
                () -> answers(host),
                all -> {
                  failure.set(Optional.empty());
                  found.set(all);
                },
                why -> {
                  basis = Optional.empty();
                  failure.set(Optional.of(why));
                });
  }

  private Map<String, Preflight> answers(String host) {
    Map<String, Preflight> all = new LinkedHashMap<>();
    for (Tier tier : Tier.DEFAULTS) {
      all.put(tier.name(), cluster.preflight(tier, host));
    }
    return Map.copyOf(all);
  }
}
