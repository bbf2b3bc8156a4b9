package com.plexichat.backup.console.kit;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobResult.BadCopy;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PrunePlan.Planned;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What a job came to, in figures, with every path that needs attention.
public final class ResultView {
  private static final int SHOWN = 500;

  private final Kit kit;
  private final UnaryOperator<String> peerName;

  /// @param peerName from a peer's id to what people call it
  public ResultView(Kit kit, UnaryOperator<String> peerName) {
    this.kit = kit;
    this.peerName = peerName;
  }

  public Node of(JobResult result) {
    return switch (result) {
      case JobResult.BackedUp(var backup) -> backup(backup);
      case JobResult.Restored restored -> restored(restored);
      case JobResult.Verified verified -> verified(verified);
      case JobResult.Checked checked -> checked(checked);
      case JobResult.Repaired repaired -> repaired(repaired);
      case JobResult.Pruned pruned -> pruned(pruned);
    };
  }

  private Node backup(Backup backup) {
    FactList facts = facts();
    Backup.Counts counts = backup.counts();
    facts.fact(kit.text("result.state"), kit.texts().of(backup.state()));
    facts.fact(kit.text("result.files"), kit.figures().count(counts.files()));
    facts.fact(kit.text("result.source"), kit.figures().bytes(counts.sourceBytes()));
    facts.fact(kit.text("result.sent"), kit.figures().bytes(counts.sentBytes()));
    facts.fact(kit.text("result.stored"), kit.figures().bytes(counts.storedBytes()));
    facts.fact(kit.text("result.took"), kit.figures().duration(backup.duration()));
    VBox all = new VBox(12, facts);
    sentence(all, backup.sentence());
    warnings(all, kit.text("result.warnings"), backup.warnings(), backup.warnings().size());
    return all;
  }

  private Node restored(JobResult.Restored restored) {
    FactList facts = facts();
    facts.fact(
        kit.text("result.state"),
        switch (restored.state()) {
          case "complete" -> kit.text("result.complete");
          case "incomplete" -> kit.text("result.incomplete");
          default -> restored.state();
        });
    facts.fact(kit.text("result.files"), kit.figures().count(restored.files()));
    facts.fact(kit.text("result.directories"), kit.figures().count(restored.directories()));
    facts.fact(kit.text("result.bytes"), kit.figures().bytes(restored.bytes()));
    facts.fact(kit.text("result.took"), kit.figures().duration(restored.duration()));
    VBox all = new VBox(12, facts);
    warnings(all, kit.text("result.notWhole"), restored.failed(), restored.failures());
    return all;
  }

  private Node verified(JobResult.Verified verified) {
    FactList facts = facts();
    facts.fact(kit.text("result.state"), state(verified.state()));
    facts.fact(kit.text("result.shards"), kit.figures().count(verified.shards()));
    facts.fact(
        kit.text("result.copiesOk"),
        kit.text(
            "job.of", kit.figures().count(verified.ok()), kit.figures().count(verified.copies())));
    VBox all = new VBox(12, facts);
    bad(all, verified.bad(), verified.badCopies());
    paths(all, kit.text("result.affected"), verified.affected(), verified.affectedCount());
    sentence(all, verified.unnamed());
    unanswered(all, verified.unanswered());
    return all;
  }

  private Node checked(JobResult.Checked checked) {
    FactList facts = facts();
    facts.fact(
        kit.text("result.copiesOk"),
        kit.text(
            "job.of", kit.figures().count(checked.ok()), kit.figures().count(checked.copies())));
    VBox all = new VBox(12, facts);
    bad(all, checked.bad(), checked.badCopies());
    unanswered(all, checked.unanswered());
    return all;
  }

  private Node repaired(JobResult.Repaired repaired) {
    FactList facts = facts();
    facts.fact(kit.text("result.repaired"), kit.figures().count(repaired.repaired()));
    facts.fact(kit.text("result.rebuilt"), kit.figures().count(repaired.rebuilt()));
    facts.fact(kit.text("result.waiting"), kit.figures().count(repaired.waiting()));
    facts.fact(kit.text("result.lost"), kit.figures().count(repaired.lostCount()));
    facts.fact(kit.text("result.bytes"), kit.figures().bytes(repaired.bytes()));
    VBox all = new VBox(12, facts);
    sentence(all, repaired.sentence());
    for (JobResult.LostShard lost : repaired.lost()) {
      String title = kit.text("result.lostShard", MonoId.shortened(lost.shard().hex()));
      paths(all, title, lost.files(), lost.fileCount());
      sentence(all, lost.unnamed());
    }
    unanswered(all, repaired.unanswered());
    return all;
  }

  private Node pruned(JobResult.Pruned pruned) {
    FactList facts = facts();
    facts.fact(kit.text("result.backups"), kit.figures().count(pruned.backups().size()));
    facts.fact(kit.text("result.stripes"), kit.figures().count(pruned.amount().stripes()));
    facts.fact(kit.text("result.copies"), kit.figures().count(pruned.amount().copies()));
    facts.fact(kit.text("result.bytes"), kit.figures().bytes(pruned.amount().bytes()));
    VBox all = new VBox(12, facts);
    skipped(all, pruned.skipped());
    list(
        all,
        kit.text("result.notBack"),
        pruned.damaged().stream()
            .map(copy ->
                copy.state()
                    + "  "
                    + MonoId.shortened(copy.shard().hex())
                    + "  "
                    + copy.peer().map(PeerId::hex).map(peerName).orElse(""))
            .toList(),
        pruned.damaged().size());
    unanswered(all, pruned.unanswered());
    return all;
  }

  private void skipped(VBox all, List<Planned> skipped) {
    if (skipped.isEmpty()) {
      return;
    }
    Label head =
        new Label(
            kit.text(
                "result.count", kit.text("result.skipped"), kit.figures().count(skipped.size())));
    head.getStyleClass().add("strong");
    VBox box = new VBox(4, head);
    for (Planned one : skipped) {
      String name = kit.text("backups.name", one.set(), one.number());
      box.getChildren().addAll(Fields.sentence(name), Fields.note(one.reason()));
    }
    all.getChildren().add(box);
  }

  private String state(String state) {
    return switch (state) {
      case "ok" -> kit.text("result.ok");
      case "damaged" -> kit.text("result.damaged");
      case "lost" -> kit.text("result.isLost");
      default -> state;
    };
  }

  private FactList facts() {
    return new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
  }

  private static void sentence(VBox all, String words) {
    if (!words.isEmpty()) {
      Label label = new Label(words);
      label.setWrapText(true);
      all.getChildren().add(label);
    }
  }

  private void unanswered(VBox all, List<String> peers) {
    if (!peers.isEmpty()) {
      String names = peers.stream().map(peerName).collect(Collectors.joining(", "));
      sentence(all, kit.text("result.unanswered", names));
    }
  }

  private void bad(VBox all, List<BadCopy> bad, long total) {
    list(
        all,
        kit.text("result.bad"),
        bad.stream()
            .map(copy ->
                copy.state() + "  " + MonoId.shortened(copy.shard().hex()) + "  " + copy.path())
            .toList(),
        total);
  }

  private void warnings(VBox all, String title, List<PathWarning> warnings, long total) {
    list(
        all,
        title,
        warnings.stream().map(one -> one.path().shown() + "\n" + one.message()).toList(),
        total);
  }

  private void paths(VBox all, String title, List<FilePath> paths, long total) {
    list(all, title, paths.stream().map(FilePath::shown).toList(), total);
  }

  private void list(VBox all, String title, List<String> lines, long total) {
    if (total == 0) {
      return;
    }
    Label head = new Label(kit.text("result.count", title, kit.figures().count(total)));
    head.getStyleClass().add("strong");
    VBox box = new VBox(4, head);
    lines.stream()
        .limit(SHOWN)
        .forEach(line -> {
          Label label = new Label(line);
          label.setWrapText(true);
          label.getStyleClass().addAll("mono", "small");
          box.getChildren().add(label);
        });
    if (total > Math.min(SHOWN, lines.size())) {
      box.getChildren()
          .add(
              new Label(
                  kit.text(
                      "result.more", kit.figures().count(total - Math.min(SHOWN, lines.size())))));
    }
    all.getChildren().add(box);
  }
}
