package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// How full something is: a bar with its two limits marked on it, and the figure in words.
public final class Meter extends Region {
  private static final double BAR = 6;
  private static final double GAP = 12;

  private final double tight;
  private final double full;
  private final Region track = part("track");
  private final Region fill = part("fill");
  private final List<Region> ticks = List.of(part("tick"), part("tick"));
  private final Label text = new Label();
  private double share = Double.NaN;

  /// A meter that turns *degraded* from one share on, and *at risk* from the other on.
  public Meter(double tight, double full) {
    this.tight = tight;
    this.full = full;
    getStyleClass().add("meter");
    setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
    text.getStyleClass().add("small");
    text.setMinWidth(USE_PREF_SIZE);
    text.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(track, fill);
    getChildren().addAll(ticks);
    getChildren().add(text);
    show(Double.NaN, "");
  }

  /// Shows a share from 0 to 1 and what it is in words; NaN is *not known*.
  public Meter show(double share, String words) {
    this.share = share;
    text.setText(words);
    HealthColours.mark(this, health());
    fill.setVisible(!Double.isNaN(share));
    ticks.forEach(tick -> tick.setVisible(!Double.isNaN(share)));
    track.getStyleClass().remove("hatched");
    if (Double.isNaN(share)) {
      track.getStyleClass().add("hatched");
    }
    setAccessibleText(words);
    notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
    requestLayout();
    return this;
  }

  Health health() {
    if (Double.isNaN(share)) {
      return Health.UNKNOWN;
    }
    return share >= full ? Health.AT_RISK : share >= tight ? Health.DEGRADED : Health.OK;
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return attribute == AccessibleAttribute.VALUE
        ? Double.valueOf(share)
        : super.queryAccessibleAttribute(attribute, parameters);
  }

  @Override
  protected double computePrefWidth(double height) {
    return 120 + GAP + Math.max(text.prefWidth(-1), percentWidth());
  }

  @Override
  protected double computeMinWidth(double height) {
    return 32 + GAP + Math.max(text.prefWidth(-1), percentWidth());
  }

  @Override
  protected double computePrefHeight(double width) {
    return Math.max(BAR, text.prefHeight(-1));
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computeMaxHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    double words = text.getText().isEmpty() ? 0 : Math.max(text.prefWidth(-1), percentWidth());
    double bar = Math.max(0, getWidth() - (words == 0 ? 0 : words + GAP));
    double y = snapPositionY((getHeight() - BAR) / 2);
    track.resizeRelocate(0, y, bar, BAR);
    double known = Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1);
    fill.resizeRelocate(0, y, known == 0 ? 0 : Math.max(BAR, snapSizeX(bar * known)), BAR);
    ticks.getFirst().resizeRelocate(snapPositionX(bar * tight), y - 2, 1, BAR + 4);
    ticks.getLast().resizeRelocate(snapPositionX(bar * full), y - 2, 1, BAR + 4);
    double height = text.prefHeight(-1);
    text.resizeRelocate(getWidth() - words, (getHeight() - height) / 2, words, height);
  }

  /// Room for the longest percentage, so that bars below each other are of one length.
  private double percentWidth() {
    return 3 * text.getFont().getSize();
  }

  private static Region part(String styleClass) {
    Region part = new Region();
    part.getStyleClass().add(styleClass);
    return part;
  }
}
