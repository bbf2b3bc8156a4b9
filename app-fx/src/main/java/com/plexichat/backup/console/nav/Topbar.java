package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.WholeWords;
import com.plexichat.backup.console.state.Attention;
import com.plexichat.backup.console.state.Health;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The bar above the content: where one is, search, what needs attention, what happened, theme and
/// person.
final class Topbar {
  private static final double GAP = 8;

  /// A field with fewer words than this says nothing: it is a sign then.
  private static final double LEAST_FIELD_EM = 16;

  private static final double SIGN_EM = 2.7;

  private final Kit kit;
  private final Way way = new Way();
  private final Button search = new Button();
  private final Label words = WholeWords.of(new Label());
  private final Label key = new Label();
  private final Button attention = new Button();
  private final Button bell;
  private final Button person;
  private final HBox end = new HBox(GAP);
  private final Region root = new Line();

  /// What the buttons do.
  record Doings(
      Runnable search, Runnable attention, Runnable notices, Runnable theme, Runnable person) {}

  Topbar(Kit kit, Doings doings) {
    this.kit = kit;
    search(doings.search());
    attention.setId("attention");
    attention.getStyleClass().setAll("button", "pill");
    attention.setMinWidth(Region.USE_PREF_SIZE);
    attention.setOnAction(_ -> doings.attention().run());
    bell = icon("notices", Icons.ALERTS, kit.text("frame.notices"), doings.notices());
    person = icon("person", Icons.PERSON, kit.text("frame.person"), doings.person());
    end.setAlignment(Pos.CENTER_RIGHT);
    end.getChildren()
        .addAll(
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
  private void search(Runnable open) {
    words.setText(kit.text("frame.search"));
    words.setMinWidth(0);
    words.getStyleClass().add("note");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    key.setText(kit.text("frame.searchKey"));
    key.getStyleClass().addAll("note", "small");
    key.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(8, Icons.SEARCH.node(), words, gap, key);
    line.setAlignment(Pos.CENTER_LEFT);
    search.setGraphic(line);
    search.setId("search");
    search.getStyleClass().setAll("button", "search-field");
    search.setAccessibleText(kit.text("frame.search"));
    search.setOnAction(_ -> open.run());
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
  void show(List<Way.Crumb> path) {
    way.show(path);
  }

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

  /// The bar: the field gives way to the words of where one is, first to a shorter one and then to
  /// its sign.
  private final class Line extends Region {
    Line() {
      getStyleClass().add("topbar");
      getChildren().setAll(way, search, end);
    }

    @Override
    protected double computeMinWidth(double height) {
      return snappedLeftInset() + end.minWidth(-1) + snappedRightInset();
    }

    @Override
    protected double computePrefHeight(double width) {
      double most = Math.max(search.prefHeight(-1), end.prefHeight(-1));
      return snappedTopInset() + Math.max(most, way.prefHeight(-1)) + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
      double em = search.getFont().getSize();
      double y = snappedTopInset();
      double height = getHeight() - y - snappedBottomInset();
      double last = end.prefWidth(-1);
      double right = getWidth() - snappedRightInset() - last;
      layoutInArea(end, right, y, last, height, 0, HPos.RIGHT, VPos.CENTER);
      double room = right - GAP - snappedLeftInset();
      double field = Math.min(search.prefWidth(-1), room - 2 * GAP - way.prefWidth(-1));
      boolean sign = field < LEAST_FIELD_EM * em;
      Fields.shown(words, !sign);
      Fields.shown(key, !sign);
      field = sign ? SIGN_EM * em : field;
      layoutInArea(search, right - GAP - field, y, field, height, 0, HPos.RIGHT, VPos.CENTER);
      layoutInArea(
          way,
          snappedLeftInset(),
          y,
          Math.max(0, room - 2 * GAP - field),
          height,
          0,
          HPos.LEFT,
          VPos.CENTER);
    }
  }
}
