package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.WholeWords;
import com.plexichat.backup.console.state.Attention;
import com.plexichat.backup.console.state.Health;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The bar above the content: where one is, search, what needs attention, what happened, theme and
/// person.
final class Topbar {
  private final Kit kit;
  private final HBox crumbs = new HBox();
  private final Button attention = new Button();
  private final Button bell;
  private final Button person;
  private final HBox root = new HBox();

  /// What the buttons do.
  record Doings(
      Runnable search, Runnable attention, Runnable notices, Runnable theme, Runnable person) {}

  Topbar(Kit kit, Doings doings) {
    this.kit = kit;
    crumbs.getStyleClass().add("crumbs");
    crumbs.setAlignment(Pos.CENTER_LEFT);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    attention.setId("attention");
    attention.getStyleClass().setAll("button", "pill");
    attention.setMinWidth(Region.USE_PREF_SIZE);
    attention.setOnAction(_ -> doings.attention().run());
    bell = icon("notices", Icons.ALERTS, kit.text("frame.notices"), doings.notices());
    person = icon("person", Icons.PERSON, kit.text("frame.person"), doings.person());
    root.getStyleClass().add("topbar");
    root.setAlignment(Pos.CENTER_LEFT);
    root.getChildren()
        .addAll(
            crumbs,
            gap,
            search(doings.search()),
            attention,
            bell,
            icon("theme", Icons.DARK, kit.text("frame.theme"), doings.theme()),
            person);
    show(List.of());
  }

  Region root() {
    return root;
  }

  /// Looks like a field and opens the palette, which has the real one.
  private Button search(Runnable open) {
    Label words = WholeWords.of(new Label(kit.text("frame.search")));
    words.setMinWidth(0);
    words.getStyleClass().add("note");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Label key = new Label(kit.text("frame.searchKey"));
    key.getStyleClass().addAll("note", "small");
    key.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(8, Icons.SEARCH.node(), words, gap, key);
    line.setAlignment(Pos.CENTER_LEFT);
    Button search = new Button();
    search.setGraphic(line);
    search.setId("search");
    search.getStyleClass().setAll("button", "search-field");
    search.setAccessibleText(kit.text("frame.search"));
    search.setOnAction(_ -> open.run());
    return search;
  }

  private static Button icon(String id, Icons icon, String name, Runnable run) {
    Button button = new Button("", icon.node());
    button.setId(id);
    button.getStyleClass().addAll("flat", "button-icon");
    button.setAccessibleText(name);
    button.setTooltip(new Tooltip(name));
    button.setOnAction(_ -> run.run());
    return button;
  }

  /// Where one is: the words from the cluster to the thing, the last one being this place.
  void show(List<Crumb> path) {
    crumbs.getChildren().clear();
    for (int i = 0; i < path.size(); i++) {
      Crumb crumb = path.get(i);
      if (i > 0) {
        Label slash = new Label("/");
        slash.getStyleClass().add("note");
        crumbs.getChildren().add(slash);
      }
      if (i == path.size() - 1) {
        Label here = WholeWords.of(new Label(crumb.name()));
        here.getStyleClass().add("strong");
        here.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        here.setMinWidth(0);
        crumbs.getChildren().add(here);
      } else {
        Hyperlink link = new Hyperlink(crumb.name());
        link.setMinWidth(Region.USE_PREF_SIZE);
        link.setOnAction(_ -> crumb.go().run());
        crumbs.getChildren().add(link);
      }
    }
  }

  /// A word of the path.
  record Crumb(String name, Runnable go) {}

  /// @param all what needs attention; unknown while nothing fresh is known
  void attention(List<Attention> all, boolean known) {
    Health worst = all.stream().map(one -> one.cause().health()).reduce(Health.OK, Health::worse);
    attention.setVisible(known && !all.isEmpty());
    attention.setManaged(attention.isVisible());
    attention.setText(kit.text("frame.attention", all.size()));
    attention.setGraphic(Icons.of(worst).stateNode());
    HealthColours.mark(attention, worst);
  }

  void unread(int count) {
    bell.setText(count == 0 ? "" : kit.figures().count(count));
    bell.setAccessibleText(kit.text("frame.noticesUnread", count));
  }

  void person(String name) {
    person.setAccessibleText(name.isEmpty() ? kit.text("frame.person") : name);
    person.setTooltip(new Tooltip(name.isEmpty() ? kit.text("frame.person") : name));
  }
}
