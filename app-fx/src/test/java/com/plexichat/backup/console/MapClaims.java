package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.ShardColours.ProofAge;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.StripeEventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.Node;

/// What the shard map has to show, from the command line's list of all shards.
record MapClaims(Walk walk, ToldCluster told, List<Told> shards) {
  /// Events of a stripe that stand there at once.
  private static final int SHOWN = 6;

  private Figures figures() {
    return walk.figures();
  }

  private long stripes() {
    return shards.stream().map(shard -> shard.text("stripe")).distinct().count();
  }

  private boolean isThere(Told copy, String state) {
    return copy.text("state").equals(state)
        && told.peers().stream()
            .anyMatch(peer ->
                peer.text("peer_id").equals(copy.text("peer_id"))
                    && !peer.text("state").equals("DOWN"));
  }

  private long counted(Told shard) {
    return shard.list("copies").stream().filter(copy -> isThere(copy, "OK")).count();
  }

  private List<Told> stripeOf(Told shard) {
    return shards.stream()
        .filter(one -> one.text("stripe").equals(shard.text("stripe")))
        .sorted(Comparator.comparingLong(one -> one.number("index")))
        .toList();
  }

  private long wanted(Told shard) {
    return shard.text("kind").equals("parity")
        ? 1
        : told.distribution().list("tiers").stream()
            .filter(tier -> tier.text("tier").equals(shard.text("tier")))
            .findFirst()
            .orElseThrow()
            .number("copies_target");
  }

  /// How a shard stands, by the number of its copies that count.
  private Health health(Told shard) {
    long counted = counted(shard);
    List<Told> stripe = stripeOf(shard);
    long readable = stripe.stream().filter(one -> counted(one) > 0).count();
    if (!isNeeded(shard) || counted >= wanted(shard)) {
      return Health.OK;
    }
    if (counted == 0 && readable < BackupClaims.kind(stripe, "data")) {
      return Health.LOST;
    }
    if (shard.list("copies").stream().anyMatch(copy -> isThere(copy, "PENDING"))) {
      return Health.REPAIRING;
    }
    return counted == 0 || (counted == 1 && wanted(shard) > 2) ? Health.AT_RISK : Health.DEGRADED;
  }

  private static boolean isNeeded(Told shard) {
    return !shard.text("tier").isEmpty();
  }

  private Claims map() {
    return map(
        walk.text(
            "shards.sentence",
            figures().count(shards.size()),
            walk.text("shards.stripes", stripes())));
  }

  private static Claims map(String sentence) {
    return new Claims().line(".page-head .note", () -> List.of(sentence));
  }

  /// In lanes of peers.
  private Claims copies() {
    long copies = shards.stream().mapToLong(shard -> shard.list("copies").size()).sum();
    Claims claims =
        map(
            walk.text(
                "shards.sentenceCopies",
                figures().count(shards.size()),
                walk.text("shards.stripes", stripes()),
                figures().count(copies)));
    shards.stream()
        .flatMap(shard -> shard.list("copies").stream())
        .map(copy -> copy.text("peer"))
        .distinct()
        .forEach(peer -> claims.line("#shard-map .lane-name", () -> List.of(peer)));
    return claims;
  }

  private Claims legend(Claims claims, Map<String, Long> counts) {
    counts.forEach((word, count) ->
        claims.line("#legend > HBox", () -> List.of(word, figures().count(count))));
    return claims;
  }

  private Map<String, Long> by(Function<Told, String> word) {
    return shards.stream()
        .collect(Collectors.groupingBy(word, TreeMap::new, Collectors.counting()));
  }

  private String unneeded() {
    return walk.text("shards.unneeded");
  }

  /// Coloured by health.
  Claims byHealth() {
    return legend(
        map(), by(shard -> isNeeded(shard) ? walk.texts().of(health(shard)) : unneeded()));
  }

  /// Coloured by tier.
  Claims byTier() {
    return legend(map(), by(shard -> isNeeded(shard) ? shard.text("tier") : unneeded()));
  }

  /// Coloured by peer.
  ///
  /// @param lanes of peers: each copy is a cell; else a shard is one, of its first copy's colour
  Claims byPeer(boolean lanes) {
    return byCopy(lanes, copy -> copy.text("peer"));
  }

  /// As [#byPeer], by region.
  Claims byRegion(boolean lanes) {
    return byCopy(lanes, this::region);
  }

  private Claims byCopy(boolean lanes, Function<Told, String> word) {
    Map<String, Long> counts =
        shards.stream()
            .flatMap(shard -> shard.list("copies").stream().limit(lanes ? Long.MAX_VALUE : 1))
            .collect(Collectors.groupingBy(word, TreeMap::new, Collectors.counting()));
    return lanes
        ? legend(copies(), counts)
        : legend(map(), counts)
            .line("#legend > Label", () -> List.of(walk.text("shards.firstCopy")));
  }

  /// Coloured by when the peers of all copies that count last proved a sample of what they hold.
  Claims byProof() {
    return legend(map(), by(shard -> walk.texts().of(proven(shard))));
  }

  /// Nothing is older here than the cluster.
  private ProofAge proven(Told shard) {
    List<Told> well =
        shard.list("copies").stream().filter(copy -> copy.text("state").equals("OK")).toList();
    return !well.isEmpty() && well.stream().allMatch(copy -> peer(copy).has("proven_at"))
        ? ProofAge.HOUR
        : ProofAge.NEVER;
  }

  /// The shard whose number stands above the panel.
  Told shown(Node root) {
    List<String> titles =
        root.lookupAll(".detail-panel .card-title").stream()
            .flatMap(title -> Seen.words(Seen.in(title)).stream())
            .toList();
    return shards.stream()
        .filter(shard ->
            titles.contains(walk.text("shards.one", figures().count(shard.number("number")))))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the command line knows none of " + titles));
  }

  /// One shard is selected, colours are by health.
  ///
  /// @param backup that made it
  /// @param detail what is told of its stripe alone
  Claims selected(Told shard, Told backup, Told detail) {
    String panel = ".detail-panel";
    List<Told> stripe = stripeOf(shard);
    long data = BackupClaims.kind(stripe, "data");
    long well = stripe.stream().filter(one -> health(one) == Health.OK).count();
    int collusion = collusion(stripe, (int) data);
    Claims claims =
        byHealth()
            .line(
                panel + " .card-title",
                () -> List.of(walk.text("shards.one", figures().count(shard.number("number")))))
            .fact(panel, walk.text("shards.id"), () -> MonoId.shortened(shard.text("id")))
            .fact(panel, walk.text("shards.stripe"), () -> MonoId.shortened(shard.text("stripe")))
            .fact(
                panel,
                walk.text("shards.position"),
                () ->
                    walk.text(
                        shard.text("kind").equals("data") ? "shards.isData" : "shards.isParity",
                        shard.number("index") + 1,
                        stripe.size(),
                        data))
            .fact(panel, walk.text("shards.size"), () -> figures().bytes(shard.number("size")))
            .fact(
                panel,
                walk.text("shards.tier"),
                () -> isNeeded(shard) ? shard.text("tier") : unneeded())
            .fact(
                panel,
                walk.text("shards.collusion"),
                () -> walk.text("shards.collusionOf", collusion))
            .line(
                panel + " .small",
                () -> List.of(walk.text("shards.members", well, stripe.size(), data)));
    for (Told copy : shard.list("copies")) {
      claims.line(
          panel + " Ends",
          () ->
              List.of(
                  copy.text("peer"),
                  region(copy),
                  walk.texts().of(CopyState.valueOf(copy.text("state")))));
      copy.time("proven_at")
          .ifPresent(when ->
              claims.line(
                  panel + " Ends",
                  () ->
                      List.of(walk.text("shards.proven", copy.text("peer")), figures().ago(when))));
    }
    return history(claims, detail)
        .text(
            "#verify-backup",
            () -> walk.text("shards.verify", backup.text("set"), backup.number("number")));
  }

  private Claims history(Claims claims, Told detail) {
    List<Told> events = detail.list("history");
    events.stream().limit(SHOWN).forEach(event -> claims.line(".history-line", () -> line(event)));
    return events.size() > SHOWN
        ? claims.text("#history-more", () -> walk.text("shards.historyMore", events.size() - SHOWN))
        : claims;
  }

  private List<String> line(Told event) {
    List<?> indexes = (List<?>) Objects.requireNonNull(event.fields().get("indexes"));
    String positions =
        indexes.stream()
            .map(index -> Integer.toString(((Number) index).intValue() + 1))
            .collect(Collectors.joining(" "));
    List<String> line = new ArrayList<>();
    line.add(
        walk.texts()
            .of(
                StripeEventKind.valueOf(event.text("kind").toUpperCase(Locale.ROOT)),
                event.text("peer"),
                indexes.size()));
    line.add(figures().ago(event.moment("at")));
    if (!indexes.isEmpty()) {
      line.add(walk.text("shards.historyShards", indexes.size(), joined(positions)));
    }
    line.add(cause(event));
    line.remove("");
    return line;
  }

  private String cause(Told event) {
    if (event.has("backup_id")) {
      Told backup = told.backup(event.text("backup_id"));
      return walk.text("shards.byBackup", backup.text("set"), backup.number("number"));
    }
    return event.has("job_kind") ? walk.text("job." + event.text("job_kind")) : event.text("why");
  }

  /// "1 2 3 7" as "1–3, 7".
  private static String joined(String positions) {
    List<List<Integer>> runs = new ArrayList<>();
    for (String one : positions.split(" ", -1)) {
      int at = Integer.parseInt(one);
      if (runs.isEmpty() || runs.getLast().getLast() != at - 1) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(at);
    }
    return runs.stream()
        .map(run -> run.size() == 1 ? "" + run.getFirst() : run.getFirst() + "–" + run.getLast())
        .collect(Collectors.joining(", "));
  }

  private String region(Told copy) {
    return peer(copy).text("region");
  }

  private Told peer(Told copy) {
    return told.peers().stream()
        .filter(one -> one.text("peer_id").equals(copy.text("peer_id")))
        .findFirst()
        .orElseThrow();
  }

  /// The fewest owners that together hold so many shards of a stripe, by trying all of them.
  private int collusion(List<Told> stripe, int enough) {
    Map<String, Set<Long>> held = new HashMap<>();
    for (Told shard : stripe) {
      for (Told copy : shard.list("copies")) {
        if (!copy.text("state").equals("MISSING")) {
          held.computeIfAbsent(peer(copy).text("owner"), _ -> new HashSet<>())
              .add(shard.number("index"));
        }
      }
    }
    List<Set<Long>> owners = new ArrayList<>(held.values());
    int fewest = Integer.MAX_VALUE;
    for (int chosen = 1; chosen < 1 << owners.size(); chosen++) {
      Set<Long> together = new HashSet<>();
      for (int owner = 0; owner < owners.size(); owner++) {
        if ((chosen >> owner & 1) == 1) {
          together.addAll(owners.get(owner));
        }
      }
      if (together.size() >= enough) {
        fewest = Math.min(fewest, Integer.bitCount(chosen));
      }
    }
    return fewest;
  }
}
