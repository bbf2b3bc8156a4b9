package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The whole console on the headless platform, as a person has it: it is clicked, typed at, waited
/// for and photographed.
final class ConsoleRig implements AutoCloseable {
  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final FxRobot robot = new FxRobot();
  private final AtomicReference<Console> console = new AtomicReference<>();
  private final AtomicReference<Stage> stage = new AtomicReference<>();

  /// Opens a console whose contexts and preferences are in a folder.
  ///
  /// @param launcher the command line that it finds on this machine
  static ConsoleRig open(Path home, Optional<Path> launcher) throws TimeoutException {
    ConsoleRig rig = new ConsoleRig();
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupStage(stage -> {
      rig.stage.set(stage);
      Console console =
          new Console(new ConsoleConfig(home, launcher.map(Path::toString), ""), stage);
      console.open();
      // The headless screen is 1000 wide: what would be centred on it would begin left of it.
      stage.setX(0);
      stage.setY(0);
      rig.console.set(console);
    });
    return rig;
  }

  FxRobot robot() {
    return robot;
  }

  Console console() {
    return console.get();
  }

  Scene scene() {
    return stage.get().getScene();
  }

  void size(double width, double height) {
    robot.interact(() -> {
      stage.get().setWidth(width);
      stage.get().setHeight(height);
    });
  }

  /// Waits until it holds on the toolkit's thread.
  void await(String what, Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(
          LONGEST.toSeconds(),
          TimeUnit.SECONDS,
          () -> WaitForAsyncUtils.waitForAsyncFx(30_000, condition));
    } catch (TimeoutException e) {
      shot("failed");
      throw new AssertionError("waited in vain: " + what, e);
    }
  }

  /// Waits until a node is there and shown.
  Node awaitNode(String query) {
    await(query, () -> robot.lookup(query).queryAll().stream().anyMatch(ConsoleRig::isShown));
    return robot.lookup(query).queryAll().stream()
        .filter(ConsoleRig::isShown)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isShown(Node node) {
    for (Node one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null;
  }

  /// What the window shows now, as `target/screenshots/NAME.png`.
  void shot(String name) {
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(() -> {
      write(name, scene().snapshot(null));
    });
    assertTrue(Files.exists(SHOTS.resolve(name + ".png")));
  }

  /// What a window of another size would show, as `target/screenshots/NAME.png`. The headless
  /// screen is too small for a real one.
  void shot(String name, double width, double height) {
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(() -> {
      Parent root = scene().getRoot();
      double before = root.getLayoutBounds().getWidth();
      double high = root.getLayoutBounds().getHeight();
      root.resize(width, height);
      for (int pass = 0; pass < 3; pass++) {
        root.applyCss();
        root.layout();
      }
      write(name, root.snapshot(null, null));
      root.resize(before, high);
      root.layout();
    });
  }

  private static void write(String name, WritableImage image) {
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
      stage.get().hide();
      console.get().close();
    });
    FxToolkit.cleanupStages();
  }
}
