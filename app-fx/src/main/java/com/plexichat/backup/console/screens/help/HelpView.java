package com.plexichat.backup.console.screens.help;

import com.plexichat.backup.console.kit.Act;
import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.PageScroll;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// One page of help. Escape goes back to where it was asked for.
public final class HelpView extends Screen implements Arriving {
  private static final double WIDEST = 760;

  private final Kit kit;
  private final Navigator navigator;
  private final ShortcutSheet sheet;
  private final StackPane root = new StackPane();

  public HelpView(Kit kit, Navigator navigator, List<Act> acts) {
    this.kit = kit;
    this.navigator = navigator;
    this.sheet = new ShortcutSheet(kit, acts);
    root.setId("help");
    root.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ESCAPE) {
        navigator.back();
        event.consume();
      }
    });
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  protected void attached() {}

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.Help(var page)) {
      Optional<HelpTopic> topic = HelpTopic.of(page);
      Button back = new Button(kit.text("act.back"), Icons.BACK.node());
      back.setId("help-back");
      back.setCancelButton(true);
      back.setOnAction(_ -> navigator.back());
      root.getChildren().setAll(topic.map(one -> page(one, back)).orElseGet(() -> shortcuts(back)));
      back.requestFocus();
    }
  }

  private Page page(HelpTopic topic, Button back) {
    Button keys = new Button(kit.text("act.shortcuts"), Icons.KEYBOARD.node());
    keys.setId("help-shortcuts");
    keys.setOnAction(_ -> navigator.go(new Target.Help("shortcuts")));
    VBox parts =
        new VBox(
            16,
            part(kit.text("help.what"), topic.what()),
            part(kit.text("help.words"), topic.words()),
            part(kit.text("help.todo"), topic.todo()));
    parts.setMaxWidth(WIDEST);
    return new Page(kit.text(topic.title()))
        .sentence(kit.text("help.sentence"))
        .actions(keys, back)
        .content(new PageScroll(new VBox(parts)));
  }

  private Card part(String title, String key) {
    VBox paragraphs = new VBox(8);
    for (String words : kit.text(key).split("\n", -1)) {
      Label paragraph = new Label(words);
      paragraph.setWrapText(true);
      paragraph.setMinHeight(Region.USE_PREF_SIZE);
      paragraphs.getChildren().add(paragraph);
    }
    return new Card(title).content(paragraphs);
  }

  private Page shortcuts(Button back) {
    return new Page(kit.text("act.shortcuts"))
        .sentence(kit.text("help.keys.sentence"))
        .actions(back)
        .content(new PageScroll(sheet.root()));
  }
}
