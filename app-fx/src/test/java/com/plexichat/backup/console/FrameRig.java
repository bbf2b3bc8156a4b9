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
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Some screens of the console in its frame, with a session that a test scripted.
final class FrameRig implements AutoCloseable {
  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final long SECONDS = 20;

  final FxRobot robot = new FxRobot();
  final Navigator navigator;
  private final Tasks tasks = new Tasks();
  private final AtomicReference<Frame> frame = new AtomicReference<>();
  private final AtomicReference<Theme> theme = new AtomicReference<>();
  private final Stage stage;

  private FrameRig(Target first, Stage stage) {
    this.navigator = new Navigator(first);
    this.stage = stage;
  }

  /// Opens a window of the smallest size that screens must stand.
  ///
  /// @param screens makes the screen of the first target; of all others an empty one is shown
  static FrameRig open(
      Target first, Optional<Session> session, BiFunction<Kit, Navigator, Screen> screens)
      throws TimeoutException {
    FrameRig rig = new FrameRig(first, FxToolkit.registerPrimaryStage());
    rig.robot.interact(() -> {
      Texts texts = new Texts(Locale.ENGLISH);
      InstantSource clock = InstantSource.system();
      Kit kit = new Kit(texts, new Figures(texts, Settings.DEFAULT, clock), rig.tasks, clock);
      rig.theme.set(new Theme());
      Frame made =
          new Frame(
              kit,
              rig.navigator,
              new Frame.Parts(
                  target ->
                      target.getClass().equals(first.getClass())
                          ? screens.apply(kit, rig.navigator)
                          : new Nothing(),
                  List.of(),
                  () -> {}));
      rig.frame.set(made);
      Scene scene = new Scene(made.root(), 1280, 800);
      rig.theme.get().dress(scene);
      rig.stage.setScene(scene);
      rig.stage.sizeToScene();
      // The headless screen is 1000 wide: what would be centred on it would begin left of it.
      rig.stage.setX(0);
      rig.stage.setY(0);
      rig.stage.show();
      made.open(session);
    });
    return rig;
  }

  private static final class Nothing extends Screen {
    private final Node root = new Region();

    @Override
    public Node root() {
      return root;
    }

    @Override
    protected void attached() {}
  }

  /// A picture of the whole as a large window would show it.
  void large(String name) {
    robot.interact(() -> {
      Parent root = scene().getRoot();
      root.resize(2560, 1440);
      root.applyCss();
      root.layout();
      write(root.snapshot(null, null), name);
      root.resize(scene().getWidth(), scene().getHeight());
    });
  }

  Scene scene() {
    return stage.getScene();
  }

  void await(String what, Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(
          SECONDS, TimeUnit.SECONDS, () -> WaitForAsyncUtils.waitForAsyncFx(30_000, condition));
    } catch (TimeoutException e) {
      shots("failed");
      throw new AssertionError(
          "waited in vain: " + what + "; focus: " + scene().getFocusOwner(), e);
    }
  }

  void awaitWords(String words) {
    await(words, () -> words().contains(words));
  }

  /// Waits until a node can be used.
  Node awaitNode(String query) {
    await(query, () -> robot.lookup(query).queryAll().stream().anyMatch(this::isUsable));
    return robot.lookup(query).queryAll().stream().filter(this::isUsable).findFirst().orElseThrow();
  }

  private boolean isUsable(Node node) {
    for (Node one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null && !node.isDisabled();
  }

  /// All that can be read, hidden parts too.
  String words() {
    StringBuilder all = new StringBuilder();
    for (Node node : scene().getRoot().lookupAll("*")) {
      if (node instanceof Labeled labeled) {
        all.append(labeled.getText()).append('\n');
      } else if (node instanceof TextInputControl field) {
        all.append(field.getText()).append('\n');
      }
      all.append(node.getAccessibleText()).append('\n');
    }
    return all.toString();
  }

  /// Whether the focus is on this node.
  boolean isFocused(String id) {
    Node owner = scene().getFocusOwner();
    return owner != null && id.equals(owner.getId());
  }

  /// Pictures in both themes.
  void shots(String name) {
    for (Settings.Look mode : List.of(Settings.Look.DARK, Settings.Look.LIGHT)) {
      robot.interact(() -> theme.get().apply(Settings.DEFAULT.with(mode)));
      WaitForAsyncUtils.waitForFxEvents();
      robot.interact(() -> save(name + "-" + mode.name().toLowerCase(Locale.ROOT)));
    }
  }

  private void save(String name) {
    scene().getRoot().applyCss();
    scene().getRoot().layout();
    write(scene().snapshot(null), name);
  }

  private static void write(WritableImage image, String name) {
    try {
      Files.createDirectories(SHOTS);
      ImageIO.write(
          SwingFXUtils.fromFXImage(image, null), "png", SHOTS.resolve(name + ".png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws TimeoutException {
    robot.interact(() -> {
      stage.hide();
      frame.get().close();
    });
    tasks.close();
    FxToolkit.cleanupStages();
  }
}
