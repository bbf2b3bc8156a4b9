package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.SetPreview;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

/// What a backup of the draft would read and leave out, beside the step that says so.
final class CountPane {
  private static final int EXAMPLES = 3;
  private static final int WARNINGS = 20;

  private final Kit kit;
  private final Counting counting;
  private final Card card;

  CountPane(Kit kit, Counting counting) {
    this.kit = kit;
    this.counting = counting;
    card = new Card(kit.text("count.title"));
    card.setId("count");
    counting.standProperty().subscribe(this::show);
  }

  Card card() {
    return card;
  }

  private void show(Counting.Stand stand) {
    VBox all = new VBox(12);
    switch (stand) {
      case Counting.Stand.Nothing _ ->
          all.getChildren().add(Fields.note(kit.text("count.nothing")));
      case Counting.Stand.Asking _ -> {
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        all.getChildren().addAll(Fields.note(kit.text("count.asking")), bar);
      }
      case Counting.Stand.Refused(var why) -> refused(all, why);
      case Counting.Stand.Counted(var preview) -> counted(all, preview);
    }
    card.content(all);
  }

  private void refused(VBox all, OperationFailed why) {
    if (why.code() == FailureCode.NOT_ALLOWED) {
      Label refused = Fields.note(kit.text("count.notAllowed"));
      refused.setId("count-refused");
      all.getChildren().add(refused);
      return;
    }
    FailureNote note = new FailureNote();
    note.show(Optional.of(why));
    Button again = new Button(kit.text("count.again"));
    again.setOnAction(_ -> counting.again());
    all.getChildren().addAll(note, again);
  }

  private void counted(VBox all, SetPreview preview) {
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.fact(kit.text("count.files"), least(preview, kit.figures().count(preview.files())));
    facts.fact(
        kit.text("count.folders"), least(preview, kit.figures().count(preview.directories())));
    facts.fact(kit.text("count.bytes"), least(preview, kit.figures().bytes(preview.bytes())));
    facts.fact(kit.text("count.excluded"), kit.figures().count(preview.excluded()));
    all.getChildren().add(facts);
    if (preview.partial()) {
      all.getChildren().add(Fields.note(kit.text("count.partial")));
    }
    preview.excludes().forEach(one -> all.getChildren().add(pattern(one)));
    warnings(all, preview.warnings());
  }

  private String least(SetPreview preview, String figure) {
    return preview.partial() ? kit.text("count.atLeast", figure) : figure;
  }

  private VBox pattern(SetPreview.Exclude one) {
    Label pattern = Fields.sentence(one.pattern());
    pattern.getStyleClass().addAll("mono", "small");
    Label matches =
        Fields.note(
            one.matches() == 0
                ? kit.text("count.noMatch")
                : kit.text("count.matches", one.matches(), kit.figures().count(one.matches())));
    VBox box = new VBox(2, pattern, matches);
    one.examples().stream()
        .limit(EXAMPLES)
        .map(FilePath::shown)
        .forEach(path -> box.getChildren().add(path(path)));
    return box;
  }

  private static Label path(String path) {
    Label label = Fields.note(path);
    label.getStyleClass().add("mono");
    return label;
  }

  private void warnings(VBox all, List<PathWarning> warnings) {
    if (warnings.isEmpty()) {
      return;
    }
    Label head = Fields.sentence(kit.text("count.unreadable", warnings.size()));
    head.getStyleClass().add("strong");
    VBox box = new VBox(2, head);
    for (PathWarning warning : warnings.subList(0, Math.min(WARNINGS, warnings.size()))) {
      box.getChildren().addAll(path(warning.path().shown()), Fields.note(warning.message()));
    }
    all.getChildren().add(box);
  }
}
