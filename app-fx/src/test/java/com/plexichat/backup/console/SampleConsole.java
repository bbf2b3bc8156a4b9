package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.Tasks;
import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.kit.Theme;
import com.plexichat.backup.console.nav.Frame;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Preferences;
import com.plexichat.backup.console.state.Sessions;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.client.ContextStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The frame with its screens over a [SampleCluster], on the headless platform.
final class SampleConsole implements AutoCloseable {
  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final int LONGEST_SECONDS = 60;

  final FxRobot robot = new FxRobot();
  final Navigator navigator = new Navigator(new Target.Help(""));
  final SampleCluster cluster;
  final Kit kit;
  private final Tasks tasks = new Tasks();
  private final Stage stage;
  private final Theme theme;
  private final Session session;
  private final Frame frame;

  /// Makes the screen of a target from what a test has instead of the real surroundings.
  interface Made extends BiFunction<SampleConsole, Target, Optional<Screen>> {}

  SampleConsole(Path home, SampleCluster cluster, String language) throws TimeoutException {
    this(home, cluster, language, (_, _) -> Optional.empty());
  }

  SampleConsole(Path home, SampleCluster cluster, String language, Made made)
      throws TimeoutException {
    this.cluster = cluster;
    stage = FxToolkit.registerPrimaryStage();
    theme = onFx(Theme::new);
    InstantSource clock = InstantSource.fixed(BackupSample.NOW);
    Preferences preferences = new Preferences(home.resolve("preferences"));
    Settings settings = preferences.settings().get();
    Texts texts = new Texts(Locale.forLanguageTag(language));
    kit = new Kit(texts, new Figures(texts, settings, clock), tasks, clock);
    Sessions sessions = new Sessions(new ContextStore(home), InstantSource.system());
    session = cluster.session(InstantSource.system());
    sessions.open().set(Optional.of(session));
    Surroundings around = new Surroundings(kit, navigator, sessions, preferences, theme);
    Screens screens = new Screens(around, new ConsoleConfig(home, Optional.empty(), ""));
    Frame.Parts parts =
        new Frame.Parts(
            target -> made.apply(this, target).orElseGet(() -> screens.of(target)),
            new Acts(around).all(),
            () -> {});
    frame = onFx(() -> new Frame(kit, navigator, parts));
    robot.interact(this::show);
  }

  private void show() {
    Scene scene = new Scene(frame.root(), 1280, 800);
    theme.dress(scene);
    stage.setScene(scene);
    stage.sizeToScene();
    stage.show();
    frame.open(Optional.of(session));
  }

  Session session() {
    return session;
  }

  void go(Target target) {
    robot.interact(() -> navigator.go(target));
  }

  static <T> T onFx(Callable<T> call) {
    return WaitForAsyncUtils.waitForAsyncFx(30_000, call);
  }

  void await(String what, Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS, () -> onFx(condition));
    } catch (TimeoutException e) {
      shot("failed");
      throw new AssertionError("waited in vain: " + what, e);
    }
  }

  Node awaitNode(String query) {
    await(query, () -> robot.lookup(query).queryAll().stream().anyMatch(SampleConsole::isShown));
    return robot.lookup(query).queryAll().stream()
        .filter(SampleConsole::isShown)
        .findFirst()
        .orElseThrow();
  }

  void awaitWords(String words) {
    await(words, () -> words().contains(words));
  }

  /// All words in sight.
  String words() {
    StringBuilder all = new StringBuilder();
    for (Node node : stage.getScene().getRoot().lookupAll("*")) {
      if (node instanceof Labeled labeled && isShown(node)) {
        all.append(labeled.getText()).append('\n');
      }
    }
    return all.toString();
  }

  private static boolean isShown(Node node) {
    for (Node one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null;
  }

  void look(Settings.Look look, double scale) {
    robot.interact(() -> theme.apply(Settings.DEFAULT.with(look).withScale(scale)));
  }

  /// Light and dark, in a window as it opens first.
  void shots(String name) {
    shots(name, 1280, 800);
  }

  void shots(String name, double width, double height) {
    look(Settings.Look.LIGHT, 1);
    shot(name + "-light", width, height);
    look(Settings.Look.DARK, 1);
    shot(name + "-dark", width, height);
    look(Settings.Look.LIGHT, 1);
  }

  void shot(String name) {
    shot(name, 1280, 800);
  }

  /// What a window of any size would show: the headless screen is smaller than some.
  void shot(String name, double width, double height) {
    WaitForAsyncUtils.waitForFxEvents();
    WritableImage image = onFx(() -> picture(width, height));
    try {
      Files.createDirectories(SHOTS);
      ImageIO.write(
          SwingFXUtils.fromFXImage(image, null), "png", SHOTS.resolve(name + ".png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WritableImage picture(double width, double height) {
    Scene scene = stage.getScene();
    Parent root = scene.getRoot();
    if (scene.getWidth() == width && scene.getHeight() == height) {
      return scene.snapshot(null);
    }
    scene.setRoot(new Pane());
    Scene other = new Scene(root, width, height);
    theme.dress(other);
    for (int pulse = 0; pulse < 3; pulse++) {
      root.applyCss();
      root.layout();
    }
    WritableImage image = other.snapshot(null);
    other.setRoot(new Pane());
    scene.setRoot(root);
    return image;
  }

  @Override
  public void close() throws TimeoutException {
    robot.interact(() -> {
      frame.close();
      stage.hide();
    });
    session.live().close();
    cluster.close();
    tasks.close();
    FxToolkit.cleanupStages();
  }
}
