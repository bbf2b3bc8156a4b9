package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.CopyField;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.model.Peer;
import java.util.List;
import javafx.scene.layout.VBox;

/// The third step: all that was chosen, and the command line that does the same.
final class ReviewPane extends VBox {
  private final Kit kit;
  private final CopyWords words;
  private final VBox facts = new VBox();
  private final CopyField line;

  ReviewPane(Kit kit, NewSetModel model) {
    super(16);
    this.kit = kit;
    this.words = new CopyWords(kit.text("copy.do"), kit.text("copy.done"));
    this.line = new CopyField(kit.text("newSet.line"), "", words);
    line.setId("command-line");
    getChildren()
        .addAll(
            facts,
            new VBox(4, Fields.sentence(kit.text("newSet.line")), line),
            Fields.note(kit.text("newSet.lineHelp")));
    model.draftProperty().subscribe(this::show);
  }

  private void show(Draft draft) {
    FactList list = new FactList(words);
    list.fact(kit.text("newSet.name"), draft.name());
    list.fact(kit.text("newSet.host"), draft.host().map(Peer::name).orElse(""));
    list.fact(kit.text("newSet.paths"), String.join("\n", draft.paths()));
    list.fact(kit.text("newSet.excludes"), excludes(draft.excludes()));
    list.fact(
        kit.text("newSet.tier"),
        kit.text(
            "newSet.tierWords",
            draft.tier().name(),
            kit.figures().count(draft.tier().days()),
            draft.tier().copies()));
    facts.getChildren().setAll(list);
    line.show(draft.commandLine());
  }

  private String excludes(List<String> globs) {
    return globs.isEmpty() ? kit.text("newSet.noExcludes") : String.join("\n", globs);
  }
}
