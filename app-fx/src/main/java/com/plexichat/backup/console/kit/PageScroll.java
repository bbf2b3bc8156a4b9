package com.plexichat.backup.console.kit;

import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The content of a page that may be longer than the window. It runs on to the window's lower edge,
/// and its bar lies in the page's margin, so that cards end where the buttons above them do.
public final class PageScroll extends ScrollPane {
  private static final double MARGIN = 24;

  public PageScroll(Region content) {
    VBox whole = new VBox(content);
    whole.setPadding(new Insets(0, 0, MARGIN, 0));
    VBox.setVgrow(content, Priority.ALWAYS);
    // What is too long scrolls; it is not squeezed into the window.
    whole.setMinHeight(USE_PREF_SIZE);
    setContent(whole);
    getStyleClass().add("page-scroll");
    setFitToWidth(true);
    setFitToHeight(true);
    setFocusTraversable(false);
    viewportBoundsProperty().subscribe(this::margin);
  }

  private void margin(Bounds seen) {
    double bar = seen.getWidth() > 0 ? Math.max(0, getWidth() - seen.getWidth()) : 0;
    Insets margin = new Insets(0, -bar, -MARGIN, 0);
    VBox.setMargin(this, margin);
    HBox.setMargin(this, margin);
  }
}
