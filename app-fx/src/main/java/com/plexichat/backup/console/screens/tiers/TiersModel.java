package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Distribution.TierCoverage;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.TierVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

/// The tiers, and what today's peers could do for each. The agents are asked again when the peers
/// are others than they were asked about.
public final class TiersModel {
  private final Kit kit;
  private final Session session;
  private final ObservableMap<String, Verdict> verdicts = FXCollections.observableHashMap();
  private final Map<String, Subscription> asked = new HashMap<>();
  private final ReadOnlyObjectWrapper<List<TierVersion>> versions =
      new ReadOnlyObjectWrapper<>(this, "versions", List.of());
  private List<Integer> askedAbout = List.of();
  private boolean begun;

  /// What is known of a tier's placement.
  sealed interface Verdict {
    record Asking() implements Verdict {}

    record Told(Preflight preflight) implements Verdict {}

    record Failed(OperationFailed why) implements Verdict {}
  }

  public TiersModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
  }

  ObservableMap<String, Verdict> verdicts() {
    return verdicts;
  }

  /// The newest version of each tier; none before that was told.
  ReadOnlyObjectProperty<List<TierVersion>> versionsProperty() {
    return versions.getReadOnlyProperty();
  }

  /// Those that the cluster defines, and those that sets bring along.
  List<Tier> tiers(ClusterState state) {
    List<Tier> all =
        new ArrayList<>(
            versions.get().isEmpty()
                ? Tier.DEFAULTS
                : versions.get().stream()
                    .map(TierVersion::tier)
                    .sorted(Comparator.comparingInt(Tier::copies).thenComparingInt(Tier::days))
                    .toList());
    state.sets().stream()
        .map(set -> set.tier())
        .filter(tier -> all.stream().noneMatch(one -> one.name().equals(tier.name())))
        .distinct()
        .forEach(all::add);
    return List.copyOf(all);
  }

  static List<String> sets(ClusterState state, Tier tier) {
    return state.sets().stream()
        .filter(set -> set.tier().name().equals(tier.name()))
        .map(set -> set.name())
        .toList();
  }

  /// Empty while nothing is stored under it.
  static Optional<TierCoverage> coverage(ClusterState state, Tier tier) {
    return state.distribution().map(Distribution::tiers).orElse(List.of()).stream()
        .filter(one -> one.tier().equals(tier.name()))
        .filter(one -> one.coveragePercent() < 100 || one.meanCopies() > 0)
        .findFirst();
  }

  /// Most copies of one shard in one region.
  static int mostPerRegion(Tier tier) {
    return tier.maxCopiesPerRegion() > 0
        ? tier.maxCopiesPerRegion()
        : Math.max(1, tier.copies() - 1);
  }

  void show(ClusterState state) {
    if (!state.isKnown() || !state.freshness().isCurrent()) {
      return;
    }
    if (!begun) {
      begun = true;
      kit.tasks()
          .run(
              session.cluster().tiering()::tiers,
              versions::set,
              // The product's own stand there as long as the cluster's are not told.
              _ -> {});
    }
    List<Integer> peers = state.peers().stream().map(TiersModel::placing).toList();
    if (!peers.equals(askedAbout)) {
      askedAbout = peers;
      tiers(state).forEach(this::ask);
    }
    tiers(state).stream().filter(tier -> !verdicts.containsKey(tier.name())).forEach(this::ask);
  }

  /// What of a peer matters for placing; not what changes with every beat.
  private static int placing(Peer peer) {
    return Objects.hash(
        peer.id(), peer.state(), peer.owner(), peer.region(), peer.site(), peer.capacity());
  }

  /// The screen is come to.
  void arrive() {
    begun = false;
  }

  void ask(Tier tier) {
    Subscription before = asked.get(tier.name());
    if (before != null) {
      before.close();
    }
    verdicts.putIfAbsent(tier.name(), new Verdict.Asking());
    asked.put(
        tier.name(),
        kit.tasks()
            .run(
                () -> session.cluster().preflight(tier, ""),
                told -> verdicts.put(tier.name(), new Verdict.Told(told)),
                why -> verdicts.put(tier.name(), new Verdict.Failed(why))));
  }
}
