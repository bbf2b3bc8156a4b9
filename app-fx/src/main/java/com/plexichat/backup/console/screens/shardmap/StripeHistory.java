package com.plexichat.backup.console.screens.shardmap;

import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeDetail;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEvent.Cause;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What became of a stripe's copies, newest first: a few, the others behind their count, and where
/// the rest can be read.
final class StripeHistory {
  /// Events that are shown before one asks for more.
  static final int FEW = 6;

  private final Kit kit;
  private final ShardMapModel model;
  private final Navigator navigator;

  /// The stripe of which all is shown.
  private Optional<StripeId> whole = Optional.empty();

  StripeHistory(Kit kit, ShardMapModel model, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.navigator = navigator;
  }

  Node of(StripeId stripe, StripeDetail told) {
    VBox lines = new VBox(8);
    lines.setId("stripe-history");
    fill(lines, stripe, told);
    return lines;
  }

  private void fill(VBox lines, StripeId stripe, StripeDetail told) {
    List<StripeEvent> all = told.history();
    boolean few = all.size() > FEW && !whole.equals(Optional.of(stripe));
    lines.getChildren().setAll(all.stream().limit(few ? FEW : all.size()).map(this::line).toList());
    if (all.isEmpty()) {
      lines.getChildren().add(new Label(kit.text("shards.noHistory")));
    }
    if (few) {
      Hyperlink more = new Hyperlink(kit.text("shards.historyMore", all.size() - FEW));
      more.setId("history-more");
      more.setOnAction(_ -> {
        whole = Optional.of(stripe);
        fill(lines, stripe, told);
      });
      lines.getChildren().add(more);
    } else if (told.earlier() > 0) {
      Hyperlink audit = new Hyperlink(kit.text("shards.historyEarlier", told.earlier()));
      audit.setId("history-audit");
      audit.setOnAction(_ -> navigator.go(new Target.Audit()));
      lines.getChildren().add(audit);
    }
  }

  private Node line(StripeEvent event) {
    String peer = event.peer().map(this::name).orElse("");
    Label what = new Label(kit.texts().of(event.kind(), peer, event.indexes().size()));
    what.setWrapText(true);
    what.setMinWidth(0);
    HBox.setHgrow(what, Priority.ALWAYS);
    what.setMaxWidth(Double.MAX_VALUE);
    Label age = new Label(kit.figures().ago(event.at()));
    age.getStyleClass().addAll("note", "small");
    age.setMinWidth(Region.USE_PREF_SIZE);
    age.setTooltip(new Tooltip(kit.figures().exact(event.at())));
    HBox first = new HBox(8, what, age);
    first.setAlignment(Pos.BASELINE_LEFT);
    FlowPane second = new FlowPane(8, 0);
    if (!event.indexes().isEmpty()) {
      second
          .getChildren()
          .add(
              small(
                  kit.text("shards.historyShards", event.indexes().size(), runs(event.indexes()))));
    }
    cause(event.cause()).ifPresent(second.getChildren()::add);
    VBox line = new VBox(first, second);
    line.getStyleClass().add("history-line");
    return line;
  }

  /// What brought it about, leading there.
  private Optional<Node> cause(Cause cause) {
    if (!cause.backupId().isEmpty()) {
      Optional<Backup> backup = model.state().backup(cause.backupId());
      return Optional.of(
          backup
              .<Node>map(one ->
                  link(
                      kit.text("shards.byBackup", one.set(), one.number()),
                      new Target.Backups(one.set(), one.id())))
              .orElseGet(() -> small(kit.text("shards.byLostBackup", cause.backupId()))));
    }
    if (!cause.jobId().isEmpty()) {
      String word =
          cause.jobKind().isEmpty()
              ? kit.text("shards.byJob", cause.jobId())
              : new JobWords(kit).kind(cause.jobKind());
      return Optional.of(link(word, new Target.Jobs(cause.jobId())));
    }
    return cause.why().isEmpty() ? Optional.empty() : Optional.of(small(cause.why()));
  }

  private Hyperlink link(String words, Target target) {
    Hyperlink link = new Hyperlink(words);
    link.getStyleClass().add("small");
    link.setOnAction(_ -> navigator.go(target));
    return link;
  }

  private static Label small(String words) {
    Label label = new Label(words);
    label.getStyleClass().addAll("note", "small");
    label.setWrapText(true);
    return label;
  }

  private String name(PeerId id) {
    return model.state().peer(id).map(Peer::name).orElse(id.hex());
  }

  /// Positions as the panel counts them, from 1: "1–4, 9".
  static String runs(List<Integer> indexes) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < indexes.size(); at++) {
      int first = indexes.get(at);
      while (at + 1 < indexes.size() && indexes.get(at + 1) == indexes.get(at) + 1) {
        at++;
      }
      text.append(text.isEmpty() ? "" : ", ").append(first + 1);
      if (indexes.get(at) > first) {
        text.append('–').append(indexes.get(at) + 1);
      }
    }
    return text.toString();
  }
}
