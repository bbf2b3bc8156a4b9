package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.Tasks;
import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.nav.Frame;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Preferences;
import com.plexichat.backup.console.state.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
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
  private final List<Sample> samples = new ArrayList<>();
  private final List<CompletableFuture<Void>> writing = new ArrayList<>();
  private final Tasks tasks = new Tasks();
  private Optional<Frame> alone = Optional.empty();

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

  /// Opens a console that shows the made-up cluster, in light colours; the two are closed together.
  static ConsoleRig open(Path home, Sample sample) throws TimeoutException {
    ConsoleRig rig = open(home, Optional.empty());
    rig.look(Settings.Look.LIGHT);
    rig.show(sample);
    return rig;
  }

  /// Opens the made-up cluster in place of the one that is open.
  void show(Sample sample) {
    samples.add(sample);
    robot.interact(() -> console().sessions().open().set(Optional.of(sample.session())));
    awaitNode("#fig-coverage");
  }

  /// The made-up cluster that was opened last.
  Sample sample() {
    return samples.getLast();
  }

  /// Shows one screen, made by a test, in place of the whole console.
  void showAlone(Target target, Sample sample, BiFunction<Kit, Navigator, Screen> made) {
    samples.add(sample);
    robot.interact(() -> {
      Settings settings = console().preferences().settings().get();
      Texts texts = new Texts(Locale.ENGLISH);
      InstantSource clock = InstantSource.system();
      Kit kit = new Kit(texts, new Figures(texts, settings, clock), tasks, clock);
      Navigator navigator = new Navigator(target);
      Frame frame =
          new Frame(
              kit,
              navigator,
              new Frame.Parts(_ -> made.apply(kit, navigator), List.of(), () -> {}));
      ((Pane) scene().getRoot()).getChildren().setAll(frame.root());
      frame.open(Optional.of(sample.session()));
      alone = Optional.of(frame);
    });
  }

  void go(Target target) {
    robot.interact(() -> console().navigator().go(target));
  }

  /// Where the console is.
  Target target() {
    return WaitForAsyncUtils.waitForAsyncFx(30_000, () -> console().navigator().current().get());
  }

  void look(Settings.Look look) {
    choose(settings -> settings.with(look));
  }

  /// Makes another choice in the settings.
  void choose(UnaryOperator<Settings> change) {
    robot.interact(() -> {
      Preferences preferences = console().preferences();
      preferences.keep(change.apply(preferences.settings().get()));
    });
    WaitForAsyncUtils.waitForFxEvents();
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

  /// Waits until a node is shown and can be used.
  Node awaitUsable(String query) {
    await(query + " can be used", () -> usable(query).isPresent());
    return usable(query).orElseThrow();
  }

  private Optional<Node> usable(String query) {
    return robot.lookup(query).queryAll().stream()
        .filter(node -> isShown(node) && !node.isDisabled())
        .findFirst();
  }

  /// Presses a button as soon as it can be.
  void fire(String button) {
    ButtonBase found = (ButtonBase) awaitUsable(button);
    robot.interact(found::fire);
  }

  /// Writes words into a field in place of what is there.
  void type(String field, String words) {
    TextInputControl found = (TextInputControl) awaitUsable(field);
    robot.interact(() -> found.setText(words));
  }

  void awaitWords(String words) {
    await(words, () -> words().contains(words));
  }

  /// All that is shown in words: written, typed and said to those who do not see; not what was
  /// typed in secret.
  String words() {
    StringBuilder all = new StringBuilder();
    for (Node node : scene().getRoot().lookupAll("*")) {
      if (isShown(node)) {
        if (node instanceof Labeled labeled) {
          all.append(labeled.getText()).append('\n');
        } else if (node instanceof TextInputControl field && !(node instanceof PasswordField)) {
          all.append(field.getText()).append('\n');
        }
        all.append(node.getAccessibleText()).append('\n');
      }
    }
    return all.toString();
  }

  /// Whether the focus is on this node.
  boolean isFocused(String id) {
    Node owner = scene().getFocusOwner();
    return owner != null && id.equals(owner.getId());
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
      Picture.write(name, scene().snapshot(null));
    });
    assertTrue(Files.exists(SHOTS.resolve(name + ".png")));
  }

  /// What a window of another size would show, as `target/screenshots/NAME.png`. The headless
  /// screen is too small for a real one.
  void shot(String name, double width, double height) {
    shot(name, width, height, _ -> {});
  }

  /// Somebody looks at what a window of another size would show.
  void look(double width, double height, Consumer<Parent> looks) {
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(() -> laidOut(width, height, looks));
  }

  /// The same, and whoever looks sees it while it is laid out so.
  void shot(String name, double width, double height, Consumer<Parent> looks) {
    WaitForAsyncUtils.waitForFxEvents();
    AtomicReference<WritableImage> image = new AtomicReference<>();
    robot.interact(() ->
        laidOut(
            width,
            height,
            root -> {
              looks.accept(root);
              image.set(root.snapshot(null, null));
            }));
    writing.add(CompletableFuture.runAsync(() -> Picture.write(name, image.get())));
  }

  /// Lays all out as in a window of another size while somebody looks; on the toolkit's thread.
  void laidOut(double width, double height, Consumer<Parent> looks) {
    Parent root = scene().getRoot();
    double before = root.getLayoutBounds().getWidth();
    double high = root.getLayoutBounds().getHeight();
    root.resize(width, height);
    for (int pass = 0; pass < 3; pass++) {
      root.applyCss();
      root.layout();
    }
    looks.accept(root);
    root.resize(before, high);
    root.layout();
  }

  /// Both themes, as the window is first opened; light at the end.
  void shots(String name) {
    shots(name, 1280, 800);
  }

  void shots(String name, double width, double height) {
    look(Settings.Look.DARK);
    shot(name + "-dark", width, height);
    look(Settings.Look.LIGHT);
    shot(name + "-light", width, height);
  }

  @Override
  public void close() throws TimeoutException {
    robot.interact(() -> {
      stage.get().hide();
      alone.ifPresent(Frame::close);
      console.get().close();
    });
    writing.forEach(CompletableFuture::join);
    tasks.close();
    samples.forEach(Sample::close);
    FxToolkit.cleanupStages();
  }
}
