package com.plexichat.backup.console.kit;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import com.plexichat.backup.console.state.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.ObservableList;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/// The look of all windows: light or dark, how dense, how large the text. A change shows at once in
/// every scene that was dressed.
public final class Theme {
  /// The size of body text at scale 1, in pixels.
  static final double BODY_PX = 13;

  private static final double ICON_PX = 15;

  private static final String FOLDER = "/com/plexichat/backup/console/";
  private static final List<String> FONTS =
      List.of(
          "Inter-Regular", "Inter-Medium", "Inter-SemiBold", "Inter-Bold", "JetBrainsMono-Regular");

  private Settings settings = Settings.DEFAULT;
  private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper(this, "dark");
  private final Set<Scene> scenes = Collections.newSetFromMap(new WeakHashMap<>());

  /// A theme that follows the desktop until told otherwise. Needs a running toolkit.
  public Theme() {
    FONTS.forEach(Theme::load);
    Platform.getPreferences().colorSchemeProperty().addListener(_ -> changed());
    changed();
  }

  /// Takes over look, density and text scale.
  public void apply(Settings next) {
    settings = next;
    changed();
  }

  /// Gives a scene this look, now and after every change.
  public void dress(Scene scene) {
    scenes.add(scene);
    scene.rootProperty().addListener((_, _, _) -> dressNow(scene));
    dressNow(scene);
  }

  /// Whether the colours are dark now: for what is painted pixel by pixel.
  public ReadOnlyBooleanProperty darkProperty() {
    return dark.getReadOnlyProperty();
  }

  /// Whether the colours are dark now.
  public boolean isDark() {
    return dark.get();
  }

  private void changed() {
    dark.set(
        switch (settings.look()) {
          case LIGHT -> false;
          case DARK -> true;
          case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        });
    String sheet = (isDark() ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet();
    if (!sheet.equals(Application.getUserAgentStylesheet())) {
      Application.setUserAgentStylesheet(sheet);
    }
    List.copyOf(scenes).forEach(this::dressNow);
  }

  private void dressNow(Scene scene) {
    String colours = isDark() ? "colours-dark.css" : "colours-light.css";
    scene
        .getStylesheets()
        .setAll(
            resource(colours).toExternalForm(),
            resource("console.css").toExternalForm(),
            sizeSheet());
    Parent root = scene.getRoot();
    ObservableList<String> classes = root.getStyleClass();
    classes.removeAll("light", "dark", "compact", "comfortable");
    classes.add(isDark() ? "dark" : "light");
    classes.add(settings.density().name().toLowerCase(Locale.ROOT));
  }

  /// The text scale as a stylesheet of its own, because pop-ups take over the sheets of their
  /// owner's scene, and because an icon's font is its own, so that it cannot be sized in em.
  private String sizeSheet() {
    double scale = settings.scale();
    String css =
        String.format(
            Locale.ROOT,
            ".root{-fx-font-size:%.2fpx}.icon{-fx-icon-size:%dpx}.large-icon{-fx-icon-size:%dpx}",
            BODY_PX * scale,
            Math.round(ICON_PX * scale),
            Math.round(2 * ICON_PX * scale));
    return "data:text/css;base64,"
        + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
  }

  private static void load(String font) {
    try (InputStream in = resource("fonts/" + font + ".ttf").openStream()) {
      Objects.requireNonNull(Font.loadFont(in, BODY_PX), font);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL resource(String name) {
    return Objects.requireNonNull(Theme.class.getResource(FOLDER + name), name);
  }
}
