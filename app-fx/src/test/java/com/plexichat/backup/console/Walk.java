package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.fail;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import org.testfx.util.WaitForAsyncUtils;

/// A walk through the console of a real cluster, on which each screen is held against what the
/// command line tells. Both change, so it asks again until they agree.
///
/// @param figures writes the command line's numbers as the console is bound to write them
record Walk(RealAgents agents, ConsoleRig rig, Texts texts, Figures figures) {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /// The usual window, with room for every column.
  private static final double WIDTH = 2200;

  private static final double HEIGHT = 1300;

  /// The large window, in which each screen is seen at the same moment.
  private static final double LARGE_WIDTH = 2560;

  private static final double LARGE_HEIGHT = 1440;

  /// What a screen asks for again by itself it asks for within this time.
  private static final int RENEWED_SECONDS = 20;

  /// So long may it be about to show what was told before that is asked again.
  private static final int SETTLE_SECONDS = 3;

  static Walk of(RealAgents agents, ConsoleRig rig) {
    Texts texts = new Texts(Locale.getDefault());
    return new Walk(
        agents, rig, texts, new Figures(texts, Settings.DEFAULT, InstantSource.system()));
  }

  /// Makes room for every column. The headless screen is too small for such a window, so that it is
  /// laid out as if it were one.
  void widen() {
    rig.robot().interact(() -> rig.scene().getRoot().resize(WIDTH, HEIGHT));
  }

  String text(String key, Object... args) {
    return texts.text(key, args);
  }

  /// How a time that grows is written, or was a moment ago: the console asks for it again every
  /// while.
  Set<String> justPast(long millis) {
    return LongStream.rangeClosed(0, RENEWED_SECONDS + 10)
        .mapToObj(seconds -> Duration.ofMillis(millis).minusSeconds(seconds))
        .flatMap(one -> Stream.of(one, one.plusSeconds(1)))
        .map(figures::duration)
        .collect(Collectors.toSet());
  }

  void go(Target target) {
    rig.robot().interact(() -> rig.console().navigator().go(target));
  }

  /// Takes one of several choices that stand beside each other, by its word.
  void choose(String choice, Enum<?> wanted) {
    String word = texts.of(wanted);
    ToggleButton button =
        rig.robot()
            .lookup(choice + " .toggle-button")
            .match((ToggleButton one) -> one.getText().equals(word))
            .query();
    rig.robot().interact(button::fire);
  }

  /// Takes one of several choices that stand beside each other, by its place among them.
  void choose(String choice, int at) {
    rig.awaitNode(choice);
    List<Node> buttons = List.copyOf(rig.robot().lookup(choice + " > .toggle-button").queryAll());
    rig.robot().interact(((ToggleButton) buttons.get(at))::fire);
  }

  /// Waits until a screen shows what was told, and no number besides.
  ///
  /// @param asks the command line, beside the toolkit's thread
  void agrees(String screen, Callable<Claims> asks) throws Exception {
    agrees(screen, ".content", asks);
  }

  void agrees(String screen, String within, Callable<Claims> asks) throws Exception {
    Instant end = Instant.now().plus(LONGEST);
    List<String> wrong;
    do {
      wrong = settled(within, asks.call());
    } while (!wrong.isEmpty() && Instant.now().isBefore(end));
    rig.shot((wrong.isEmpty() ? "figures-" : "failed-figures-") + screen, WIDTH, HEIGHT);
    if (!wrong.isEmpty()) {
      fail(screen + ":\n" + String.join("\n", wrong));
    }
  }

  /// What is wrong now, in the usual window or else in the large one.
  private List<String> wrong(String within, Claims claims) {
    List<String> wrong = new ArrayList<>(claims.wrong(rig.scene().getRoot().lookup(within)));
    if (wrong.isEmpty()) {
      rig.laidOut(
          LARGE_WIDTH,
          LARGE_HEIGHT,
          root -> {
            wrong.addAll(claims.wrong(root.lookup(within)));
            if (!wrong.isEmpty()) {
              wrong.addFirst("in the large window");
            }
          });
    }
    return wrong;
  }

  private List<String> settled(String within, Claims claims) {
    AtomicReference<List<String>> last = new AtomicReference<>(List.of("it is not shown"));
    try {
      WaitForAsyncUtils.waitFor(
          SETTLE_SECONDS,
          TimeUnit.SECONDS,
          () -> {
            last.set(WaitForAsyncUtils.waitForAsyncFx(30_000, () -> wrong(within, claims)));
            return last.get().isEmpty();
          });
    } catch (TimeoutException _) {
      // What was told may be of before; it is asked again.
      return last.get();
    }
    return List.of();
  }
}
