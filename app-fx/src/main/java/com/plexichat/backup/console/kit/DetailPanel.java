package com.plexichat.backup.console.kit;

import javafx.geometry.Insets;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/// The panel at the right of a list for the thing that is selected in it: title and state, facts,
/// sections that scroll, and what can be done at the foot.
public final class DetailPanel extends VBox {
  private static final double BAR = 12;
  private final VBox body = new VBox(16);
  private final VBox foot = new VBox();

  /// A panel of a thing.
  public DetailPanel(String title, Node badge) {
    getStyleClass().addAll("card", "detail-panel");
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText(title);
    Label name = new Label(title);
    name.getStyleClass().add("card-title");
    name.setWrapText(true);
    name.setMinHeight(USE_PREF_SIZE);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    if (badge instanceof Region region) {
      region.setMinWidth(USE_PREF_SIZE);
    }
    Region header =
        badge instanceof Region region ? new Ends(8, name, region) : header(name, badge);
    ScrollPane scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    // The bar lies in the card's padding, so that what scrolls stays flush with the rest.
    VBox.setMargin(scroll, new Insets(0, -BAR, 0, 0));
    body.setPadding(new Insets(0, BAR, 0, 0));
    foot.getStyleClass().add("detail-foot");
    getChildren().addAll(header, scroll);
  }

  private static HBox header(Label name, Node sign) {
    HBox header = new HBox(8, name, sign);
    header.getStyleClass().add("card-header");
    return header;
  }

  /// Adds what stands without a title: the facts.
  public DetailPanel add(Node node) {
    body.getChildren().add(node);
    return this;
  }

  /// Adds a titled section below a hairline.
  public DetailPanel section(String title, Node content) {
    Region rule = new Region();
    rule.getStyleClass().add("rule");
    Label head = new Label(title);
    head.getStyleClass().add("card-title");
    body.getChildren().addAll(rule, new VBox(8, head, content));
    return this;
  }

  /// Adds a button at the foot, as wide as the panel. The first may be the screen's primary one.
  public DetailPanel action(Button button) {
    wrap(button);
    button.setMaxWidth(Double.MAX_VALUE);
    if (foot.getChildren().isEmpty()) {
      getChildren().add(foot);
    }
    foot.getChildren().add(button);
    return this;
  }

  private static void wrap(Labeled words) {
    words.setWrapText(true);
    words.setTextAlignment(words instanceof Button ? TextAlignment.CENTER : TextAlignment.LEFT);
    words.setMinHeight(USE_PREF_SIZE);
  }

  /// Adds a row at the foot, its buttons of one width together as wide as the panel.
  public DetailPanel foot(Region... nodes) {
    HBox row = new HBox(8, nodes);
    for (Region node : nodes) {
      if (node instanceof Labeled labeled && nodes.length == 1) {
        wrap(labeled);
      }
      node.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(node, Priority.ALWAYS);
    }
    if (foot.getChildren().isEmpty()) {
      getChildren().add(foot);
    }
    foot.getChildren().add(row);
    return this;
  }
}
