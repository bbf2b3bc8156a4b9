package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the screens of peers, tiers, the recovery kit and the audit chain have to show.
record ClusterClaims(Walk walk, ToldCluster told) {
  private Figures figures() {
    return walk.figures();
  }

  private String count(Told of, String name) {
    return figures().count(of.number(name));
  }

  private static PeerState state(Told peer) {
    return PeerState.valueOf(peer.text("state").toUpperCase(Locale.ROOT));
  }

  private String full(Told peer) {
    return figures().percent(100.0 * peer.number("used") / peer.number("capacity"));
  }

  private String latency(Told peer, String unknown) {
    return peer.has("latency_ms")
        ? figures().duration(Duration.ofMillis(peer.number("latency_ms")))
        : unknown;
  }

  /// The table of peers, and one of them beside it.
  Claims peers(Told selected) {
    return peer(selected).rows("#peers", () -> told.peers().stream().map(this::row).toList());
  }

  private Map<String, String> row(Told peer) {
    return Map.of(
        walk.text("peers.name"),
        peer.text("name"),
        walk.text("peers.state"),
        walk.texts().of(state(peer)),
        walk.text("peers.region"),
        peer.text("region"),
        walk.text("peers.owner"),
        peer.text("owner"),
        walk.text("peers.capacity"),
        full(peer),
        walk.text("peers.shards"),
        count(peer, "shards"),
        walk.text("peers.latency"),
        latency(peer, "–"));
  }

  private Claims peer(Told peer) {
    String panel = ".detail-panel";
    long active = told.peersIn("ACTIVE");
    int all = told.peers().size();
    Claims claims = new Claims();
    if (active == all) {
      claims.line(".page-head .note", () -> List.of(walk.text("peers.allAnswer", all)));
    } else {
      claims.line(
          ".page-head .note",
          () ->
              List.of(
                  walk.text(
                      "peers.someAnswer",
                      active,
                      all,
                      walk.text("peers.others", all - active, walk.texts().of(PeerState.DOWN)))));
    }
    return claims
        .line(panel + " .card-title", () -> List.of(peer.text("name")))
        .fact(panel, walk.text("peers.capacity"), () -> full(peer))
        .fact(panel, walk.text("peers.used"), () -> figures().bytes(peer.number("used")))
        .fact(panel, walk.text("peers.offered"), () -> figures().bytes(peer.number("capacity")))
        .fact(panel, walk.text("peers.copies"), () -> count(peer, "shards"))
        .fact(panel, walk.text("peers.owner"), () -> peer.text("owner"))
        .fact(panel, walk.text("peers.region"), () -> peer.text("region"))
        .fact(panel, walk.text("peers.site"), () -> peer.text("site"))
        .fact(panel, walk.text("peers.endpoint"), () -> peer.text("endpoint"))
        .fact(panel, walk.text("peers.latency"), () -> latency(peer, walk.text("peers.unknown")))
        .among(panel, walk.text("peers.lastSeen"), () -> heard(peer))
        .fact(panel, walk.text("peers.id"), () -> MonoId.shortened(peer.text("peer_id")));
  }

  /// Peers as cards, and one of them beside these.
  Claims cards(Told selected) {
    Claims claims = peer(selected);
    told.peers()
        .forEach(peer ->
            claims.line(
                "#peer-cards .card-button",
                () ->
                    List.of(
                        peer.text("name"),
                        walk.texts().of(state(peer)),
                        walk.text("peers.where", peer.text("region"), peer.text("owner")),
                        full(peer),
                        walk.text(
                            "peers.holds",
                            count(peer, "shards"),
                            figures().bytes(peer.number("used"))))));
    return claims;
  }

  /// Peers on the map of the world, how many there are in each region, and one of them beside it.
  Claims world(Told selected) {
    Claims claims = peer(selected);
    told.peers().stream()
        .collect(Collectors.groupingBy(peer -> peer.text("region"), Collectors.counting()))
        .forEach((region, many) ->
            claims.line(
                "#peer-map .map-badge", () -> List.of(region + " · " + figures().count(many))));
    return claims;
  }

  /// The tiers.
  ///
  /// @param preflights what today's peers could do
  /// @param versions the newest of each tier
  Claims tiers(Map<TierTold, Told> preflights, List<Told> versions) {
    long placeable =
        preflights.values().stream().filter(one -> one.text("outcome").equals("complete")).count();
    Claims claims =
        new Claims()
            .texts(
                ".page-head",
                () ->
                    List.of(
                        walk.text("tiers.title"),
                        walk.text("tiers.sentence", placeable, preflights.size()),
                        walk.text("tiers.listTiers"),
                        walk.text("tiers.listRules"),
                        walk.text("tiers.listFindings"),
                        walk.text("crumb.newTier")));
    preflights.forEach((tier, preflight) ->
        tier(
            claims,
            tier,
            preflight,
            versions.stream()
                .filter(one -> one.text("tier").equals(tier.name()))
                .findFirst()
                .orElseThrow()));
    basis(claims);
    return claims;
  }

  private void basis(Claims claims) {
    claims.text("#durability-why", () -> walk.text("durability.basisWhy"));
    new DurabilityTold(walk)
        .basis(told.distribution().object("durability_basis"))
        .forEach((name, words) -> claims.fact("#durability-basis", walk.text(name), () -> words));
  }

  private void tier(Claims claims, TierTold tier, Told preflight, Told version) {
    String name = tier.name();
    String card = "#tier-" + name;
    List<Told> sets = told.sets().stream().filter(set -> set.text("tier").equals(name)).toList();
    claims
        .fact(card, walk.text("tiers.version"), () -> count(version, "version"))
        .fact(card, walk.text("tiers.kept"), () -> figures().days(version.number("days")))
        .fact(card, walk.text("tiers.copies"), () -> figures().count(tier.copies()))
        .fact(
            card,
            walk.text("tiers.stripe"),
            () -> walk.text("tiers.stripeOf", tier.data(), tier.parity()))
        .fact(
            card,
            walk.text("tiers.owners"),
            () ->
                walk.text(
                    "tiers.ownersOf",
                    preflight.number("owners_needed"),
                    Math.ceilDiv(tier.data() + tier.parity(), tier.data() - 1)))
        .fact(card, walk.text("tiers.region"), () -> walk.text("tiers.regionOf", tier.copies() - 1))
        .facts(
            card,
            walk.text("tiers.sets"),
            () ->
                sets.isEmpty()
                    ? List.of(walk.text("tiers.noSets"))
                    : sets.stream().map(set -> set.text("set")).toList())
        .text("#coverage-" + name, () -> stands(name))
        .text("#durability-" + name, () -> new DurabilityTold(walk).of(covered(name)))
        .text("#worst-" + name, () -> new DurabilityTold(walk).worst(covered(name)))
        .text(
            "#placeable-" + name,
            () ->
                walk.text(
                    switch (preflight.text("outcome")) {
                      case "complete" -> "tiers.placeable";
                      case "under_protected" -> "tiers.placeableShort";
                      default -> "tiers.notPlaceable";
                    }))
        .text("#preflight-" + name, () -> preflight.text("sentence"));
  }

  /// Of a tier under which something is stored.
  private Optional<Told> covered(String name) {
    return told.distribution().list("tiers").stream()
        .filter(tier -> tier.text("tier").equals(name))
        .filter(tier -> tier.real("coverage_pct") < 100 || tier.real("mean_copies") > 0)
        .findFirst();
  }

  private String stands(String name) {
    return told.distribution().list("tiers").stream()
        .filter(tier -> tier.text("tier").equals(name))
        .findFirst()
        .map(tier ->
            walk.text(
                "tiers.standsOf",
                figures().percent(tier.real("coverage_pct")),
                figures().mean(tier.real("mean_copies")),
                count(tier, "copies_target")))
        .orElseGet(() -> walk.text("tiers.unused"));
  }

  /// The recovery kit.
  Claims kit() {
    Told kit = told.kit();
    boolean stored = kit.is("stored");
    Claims claims =
        new Claims()
            .texts(
                ".page-head",
                () ->
                    List.of(
                        walk.text("recoverykit.title"),
                        walk.text(stored ? "recoverykit.stored" : "recoverykit.notStored")))
            .fact(
                "#kit-status",
                walk.text("recoverykit.isStored"),
                () -> walk.text(stored ? "recoverykit.yes" : "recoverykit.no"));
    if (stored) {
      claims
          .fact("#kit-status", walk.text("recoverykit.by"), () -> kit.text("stored_by"))
          .fact(
              "#kit-status",
              walk.text("recoverykit.when"),
              () -> figures().exact(kit.moment("stored_at")))
          .fact("#kit-status", walk.text("recoverykit.where"), () -> kit.text("note"));
    }
    return claims;
  }

  /// The audit chain.
  ///
  /// @param entries all of them, as they were made
  Claims audit(Told verified, List<Told> entries) {
    String many = count(verified, "entries");
    String anchors =
        walk.text(
            "audit.anchors",
            verified.number("anchors_matching"),
            verified.number("anchors_checked"));
    return new Claims()
        .texts(
            ".page-head",
            () ->
                List.of(
                    walk.text("audit.title"),
                    walk.text("audit.sentence", many),
                    walk.text("audit.verify")))
        .texts("#audit-verdict", () -> List.of(walk.text("audit.unbroken", many, anchors)))
        .line(".small", () -> List.of(walk.text("audit.loaded", figures().count(entries.size()))))
        .rows("#audit", () -> entries.reversed().stream().map(this::entry).toList());
  }

  private Map<String, String> entry(Told one) {
    return Map.of(
        walk.text("audit.entry"),
        count(one, "index"),
        walk.text("audit.time"),
        figures().exact(one.moment("at")),
        walk.text("audit.actor"),
        one.text("actor"),
        walk.text("audit.act"),
        one.text("act"),
        walk.text("audit.hash"),
        MonoId.shortened(one.text("hash")),
        walk.text("audit.detail"),
        one.text("detail"));
  }

  /// Who answers is heard again every few seconds; who is down is not.
  private Set<String> heard(Told peer) {
    int apart = state(peer) == PeerState.DOWN ? 0 : 45;
    return IntStream.rangeClosed(-apart, apart)
        .mapToObj(seconds -> figures().exact(peer.moment("last_seen").plusSeconds(seconds)))
        .collect(Collectors.toSet());
  }
}
