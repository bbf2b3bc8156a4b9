package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Keep;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.Tier;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What is known about a set, a backup and its certificate, in words and figures.
final class BackupFacts {
  /// More warnings than this are told by their count.
  private static final int WARNINGS_SHOWN = 200;

  private final Kit kit;

  BackupFacts(Kit kit) {
    this.kit = kit;
  }

  private FactList facts() {
    return new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
  }

  /// Where a backup stands, in a word; whole and unreadable is not called complete.
  String state(Backup one) {
    return one.state().isListed() && !one.restorable()
        ? kit.text("backups.standingNothing")
        : kit.texts().of(one.state());
  }

  /// All that `backup show` tells, but the warnings.
  Node backup(Backup one) {
    Backup.Counts counts = one.counts();
    FactList facts = facts();
    if (!one.sentence().isEmpty()) {
      facts.fact(kit.text("backups.remark"), one.sentence());
    }
    facts.id(kit.text("backups.id"), one.id());
    facts.fact(kit.text("backups.created"), kit.figures().exact(one.created()));
    facts.fact(kit.text("backups.host"), one.host());
    facts.fact(kit.text("backups.tier"), one.tier());
    facts.fact(
        kit.text("backups.source"),
        kit.text(
            "backups.sourceIn",
            kit.figures().bytes(counts.sourceBytes()),
            kit.figures().count(counts.files()),
            kit.figures().count(counts.directories())));
    facts.fact(kit.text("backups.new"), fresh(counts));
    facts.fact(
        kit.text("backups.stored"),
        kit.text(
            "backups.storedIn",
            kit.figures().bytes(counts.storedBytes()),
            kit.figures().bytes(counts.parityBytes())));
    facts.fact(
        kit.text("backups.sent"),
        kit.text(
            "backups.sentIn",
            kit.figures().bytes(counts.sentBytes()),
            kit.figures().duration(one.duration())));
    facts.fact(
        kit.text("backups.expires"),
        one.expires().map(kit.figures()::exact).orElseGet(() -> kit.text("backups.unknown")));
    if (!one.keeps().isEmpty()) {
      facts.fact(kit.text("backups.keptBy"), lines(one.keeps().stream().map(this::keep).toList()));
    }
    one.locked()
        .ifPresent(until -> facts.fact(kit.text("backups.locked"), kit.figures().exact(until)));
    facts.fact(
        kit.text("backups.tested"),
        one.tested().map(kit.figures()::exact).orElseGet(() -> kit.text("backups.testedNever")));
    facts.fact(kit.text("backups.collusionFact"), collusion(one));
    return facts;
  }

  private String fresh(Backup.Counts counts) {
    String fresh = kit.figures().bytes(counts.newChunkBytes());
    return counts.resealedBytes() == 0
        ? fresh
        : kit.text("backups.newResealed", fresh, kit.figures().bytes(counts.resealedBytes()));
  }

  private String keep(Keep keep) {
    String since = kit.figures().exact(keep.since());
    String placed =
        switch (keep.kind()) {
          case PIN -> kit.text("backups.pinnedBy", keep.by(), since);
          case HOLD -> kit.text("backups.heldFor", keep.name(), keep.by(), since, keep.owner());
        };
    return keep.reason().isEmpty() ? placed : placed + ": " + keep.reason();
  }

  private String collusion(Backup one) {
    return one.collusionNumber() == 0
        ? kit.text("backups.collusionUnknown")
        : kit.text("backups.collusionSays", one.collusionNumber());
  }

  /// A set as it is kept.
  Node set(SetRow row) {
    FactList facts = facts();
    facts.fact(kit.text("backups.host"), row.host());
    facts.fact(
        kit.text("backups.newest"),
        row.newest()
            .map(one -> kit.figures().exact(one.created()))
            .orElseGet(() -> kit.text("backups.newestNone")));
    Optional<BackupSet> set = row.set();
    if (set.isEmpty()) {
      facts.fact(kit.text("backups.tier"), row.tier());
      facts.fact(kit.text("backups.remark"), kit.text("backups.setGone"));
      return facts;
    }
    facts.fact(kit.text("backups.tier"), tier(set.get().tier()));
    facts.fact(
        kit.text("backups.paths"), lines(set.get().paths().stream().map(FilePath::shown).toList()));
    facts.fact(
        kit.text("backups.excludes"),
        set.get().excludes().isEmpty()
            ? kit.text("backups.excludesNone")
            : lines(set.get().excludes()));
    if (set.get().isLow()) {
      facts.fact(kit.text("backups.priority"), kit.text("backups.priorityLow"));
    }
    return facts;
  }

  private static String lines(List<String> all) {
    return String.join("\n", all);
  }

  private String tier(Tier tier) {
    return kit.text(
        "backups.tierSays",
        tier.name(),
        kit.figures().days(tier.days()),
        tier.copies(),
        tier.dataShards(),
        tier.parityShards());
  }

  /// Whether it can be restored now, from where and how long it takes.
  Node certificate(Fetched<Certificate> fetched) {
    return switch (fetched) {
      case Fetched.None<Certificate> _ -> words(kit.text("backups.certificateNone"));
      case Fetched.Asked<Certificate> _ -> asking();
      case Fetched.Refused<Certificate>(var why) -> refused(why);
      case Fetched.Got<Certificate>(var certificate) -> certificate(certificate);
    };
  }

  private Node refused(OperationFailed why) {
    FailureNote note = new FailureNote();
    note.show(Optional.of(why));
    return note;
  }

  private Node asking() {
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(kit.text("screen.loading"));
    VBox all = new VBox(8, words(kit.text("screen.loading")), bar);
    all.getStyleClass().add("asking");
    return all;
  }

  private Node certificate(Certificate certificate) {
    boolean yes = certificate.restorable();
    FactList facts = facts();
    facts.fact(
        kit.text("backups.now"),
        new StateBadge(
            yes ? Health.OK : Health.LOST,
            yes ? kit.text("backups.nowYes") : kit.text("backups.nowNo")));
    facts.fact(kit.text("backups.missing"), kit.figures().count(certificate.missingShards()));
    facts.fact(
        kit.text("backups.keys"),
        certificate.keysPresent() ? kit.text("backups.keysYes") : kit.text("backups.keysNo"));
    facts.fact(kit.text("backups.eta"), eta(certificate));
    facts.fact(kit.text("backups.basis"), certificate.basis());
    facts.fact(
        kit.text("backups.window"),
        kit.text("backups.windowSays", kit.figures().duration(certificate.lossWindow())));
    VBox all = new VBox(12, facts);
    certificate.blockers().forEach(blocker -> all.getChildren().add(blocker(blocker)));
    if (!certificate.sources().isEmpty()) {
      all.getChildren().add(sources(certificate.sources()));
    }
    return all;
  }

  private String eta(Certificate certificate) {
    return certificate
        .low()
        .flatMap(low ->
            certificate
                .high()
                .map(high ->
                    low.equals(high)
                        ? kit.figures().duration(low)
                        : kit.text(
                            "backups.etaSays",
                            kit.figures().duration(low),
                            kit.figures().duration(high))))
        .orElseGet(() -> kit.text("backups.etaNone"));
  }

  private Node sources(List<Certificate.Source> sources) {
    Label head = new Label(kit.text("backups.sources"));
    head.getStyleClass().add("strong");
    VBox all = new VBox(6, head);
    sources.forEach(source -> all.getChildren().add(source(source)));
    return all;
  }

  private Node source(Certificate.Source source) {
    Label peer = new Label(source.peer());
    peer.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    peer.setTooltip(new Tooltip(source.peer()));
    peer.setMinWidth(0);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Label amount =
        new Label(
            kit.text(
                "backups.sourceSays",
                kit.figures().bytes(source.bytes()),
                kit.figures().count(source.shards()),
                source.shards()));
    amount.getStyleClass().add("note");
    amount.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(peer, space, amount);
    line.getStyleClass().add("source-line");
    return line;
  }

  private static Node blocker(String sentence) {
    Label label = words(sentence);
    label.setGraphic(Icons.BLOCKED.node());
    return label;
  }

  /// Paths that were read with a remark; empty: nothing to show.
  Optional<Node> warnings(Backup one) {
    if (one.warnings().isEmpty()) {
      return Optional.empty();
    }
    VBox all = new VBox(8);
    all.setId("warnings");
    one.warnings().stream()
        .limit(WARNINGS_SHOWN)
        .map(this::warning)
        .forEach(all.getChildren()::add);
    int more = one.warnings().size() - WARNINGS_SHOWN;
    if (more > 0) {
      all.getChildren().add(words(kit.text("result.more", kit.figures().count(more))));
    }
    return Optional.of(all);
  }

  private Node warning(PathWarning warning) {
    Label path = words(warning.path().shown());
    path.getStyleClass().addAll("mono", "small");
    Label message = words(warning.message());
    message.getStyleClass().addAll("note", "small");
    return new VBox(path, message);
  }

  private static Label words(String words) {
    Label label = new Label(words);
    label.setWrapText(true);
    label.setMinHeight(VBox.USE_PREF_SIZE);
    return label;
  }
}
