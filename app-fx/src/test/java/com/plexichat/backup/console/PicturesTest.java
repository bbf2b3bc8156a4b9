package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.PictureViews.State;
import com.plexichat.backup.console.PictureViews.View;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.AuditVerdict;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.RestoreAsk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.Parent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every screen in each state that it can be in, in the smallest window and in a large one: nothing
/// is cut, sticks out or lies on something else, and the state says what it is; where all shows, in
/// both themes.
///
/// Whoever wants to look at them says which: with `-Dpictures.of=prune` those whose names begin so,
/// with `-Dpictures.of=` all are kept as pictures, in both themes. They take most of the time.
@Tag("ci")
class PicturesTest {
  private static final String OF = System.getProperty("pictures.of", "");
  private static final boolean ARE_KEPT = System.getProperties().containsKey("pictures.of");

  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());
  private final Map<String, List<String>> faults = new TreeMap<>();
  private boolean dark;

  // Opened before each test.
  @SuppressWarnings("NullAway.Init")
  private ConsoleRig rig;

  @BeforeEach
  void open() throws TimeoutException {
    rig = ConsoleRig.open(home, Optional.empty());
    rig.choose(
        settings -> settings.withLanguage(Optional.of(Locale.ENGLISH)).with(Settings.Look.LIGHT));
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  @Test
  void beforeAnyClusterIsOpen() {
    for (View view : PictureViews.withoutCluster()) {
      view.open(rig, State.NORMAL);
      pictures("none/" + view.name(), true);
    }
    assertTrue(faults.isEmpty(), this::report);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void every(State state) {
    Sample sample = sample(state);
    rig.show(sample);
    List<View> views =
        PictureViews.all().stream()
            .filter(view -> view.signs().containsKey(state) && isWanted(view))
            .toList();
    if (state == State.STALE) {
      views.forEach(view -> {
        view.open(rig, State.NORMAL);
        settle(sample);
      });
      sample.fallSilent();
      rig.awaitNode("#stale-notice > .banner");
    }
    for (View view : views) {
      view.open(rig, state);
      if (state != State.LOADING) {
        settle(sample);
      }
      pictures(name(state) + "/" + view.name(), ARE_KEPT || state == State.NORMAL);
    }
    assertTrue(faults.isEmpty(), this::report);
  }

  /// The longest words.
  @Test
  void inGerman() {
    normal("german", Locale.GERMAN, 1);
    assertTrue(faults.isEmpty(), this::report);
  }

  /// The largest words.
  @Test
  void inLargeWords() {
    normal("german-150", Locale.GERMAN, 1.5);
    assertTrue(faults.isEmpty(), this::report);
  }

  private void normal(String folder, Locale language, double scale) {
    Sample sample = sample(State.NORMAL);
    rig.choose(settings -> settings.withLanguage(Optional.of(language)).withScale(scale));
    rig.show(sample);
    for (View view : PictureViews.all()) {
      if (view.signs().containsKey(State.NORMAL) && isWanted(view)) {
        view.open(rig, State.NORMAL);
        settle(sample);
        picture(folder + "/" + view.name(), 1280, 800);
      }
    }
  }

  private static boolean isWanted(View view) {
    return view.name().startsWith(OF);
  }

  private String report() {
    return faults.entrySet().stream()
        .map(fault ->
            fault.getKey()
                + " ("
                + fault.getValue().size()
                + ", "
                + fault.getValue().getFirst()
                + ")")
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  private static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void settle(Sample sample) {
    rig.await("all was answered", sample::isIdle);
    rig.await("still all", sample::isIdle);
  }

  /// The next view begins with the colours of this one's end: they take the longest.
  private void pictures(String name, boolean inBoth) {
    for (int turn = 0; turn < (inBoth ? 2 : 1); turn++) {
      if (turn == 1) {
        dark = !dark;
        rig.look(dark ? Settings.Look.DARK : Settings.Look.LIGHT);
      }
      String colours = dark ? "-dark" : "-light";
      picture(name + colours + "-1280", 1280, 800);
      picture(name + colours + "-2560", 2560, 1440);
    }
  }

  private void picture(String name, double width, double height) {
    Consumer<Parent> looks =
        root ->
            Layout.faults(root)
                .forEach(fault -> faults.computeIfAbsent(fault, _ -> new ArrayList<>()).add(name));
    if (ARE_KEPT) {
      rig.shot("pictures/" + name, width, height, looks);
    } else {
      rig.look(width, height, looks);
    }
  }

  private Sample sample(State state) {
    return switch (state) {
      case LOADING -> new Sample(List.of()).holdAll();
      case EMPTY -> empty(answering(new Sample(facts.empty())));
      case NORMAL, STALE -> answering(new Sample(facts.troubled()));
      case ERROR ->
          answering(new Sample(facts.troubled()))
              .failAll(new OperationFailed(FailureCode.VAULT_UNREADABLE, "birch"));
      case NO_PERMISSION -> answering(new Sample(facts.troubled())).refuseAll();
    };
  }

  private Sample empty(Sample sample) {
    MapPage nothing = new MapPage(1, true, List.of(), List.of(""), List.of(), List.of());
    return SampleSchedules.none(sample, facts)
        .answer("planPrune", _ -> SamplePrunes.nothing(facts))
        .answer("prunes", _ -> List.of())
        .answer("browse", _ -> 0)
        .answer("find", _ -> 0)
        .answer("compare", _ -> 0)
        .answer("audit", _ -> List.of())
        .answer("verifyAudit", _ -> new AuditVerdict(true, 0, 0, 0, 0))
        .answer(
            "map",
            args -> {
              @SuppressWarnings("unchecked")
              Consumer<MapPage> reader = (Consumer<MapPage>) args[2];
              reader.accept(nothing);
              return 0;
            });
  }

  private Sample answering(Sample sample) {
    SampleSchedules.answering(sample, facts);
    SampleTiers.answering(sample, facts);
    return SamplePrunes.answering(SampleAnswers.reading(sample, facts), facts)
        .answer("define", args -> args[0])
        .answer("backUp", _ -> new JobStarted("j1", "b1", false))
        .answer(
            "restore",
            args -> new JobStarted(((RestoreAsk) args[0]).dryRun() ? "dry" : "wet", "b1", false));
  }
}
