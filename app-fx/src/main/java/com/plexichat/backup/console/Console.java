package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.FxBridge;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Tasks;
import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.kit.Theme;
import com.plexichat.backup.console.nav.Frame;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Preferences;
import com.plexichat.backup.console.state.Sessions;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.client.ContextStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The console put together: the one place that wires its parts.
final class Console implements AutoCloseable {
  private final ConsoleConfig config;
  private final Stage stage;
  private final InstantSource clock = InstantSource.system();
  private final Preferences preferences;
  private final Sessions sessions;
  private final Tasks tasks = new Tasks();
  private final Theme theme = new Theme();
  private final Navigator navigator = new Navigator(new Target.Welcome());
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final StackPane top = new StackPane();
  private Optional<Settings> built = Optional.empty();
  private Optional<Screens> screens = Optional.empty();
  private @Nullable Frame frame;

  Console(ConsoleConfig config, Stage stage) {
    this.config = config;
    this.stage = stage;
    this.preferences = new Preferences(config.preferences());
    this.sessions = new Sessions(new ContextStore(config.home()), clock);
  }

  /// Shows the window, and opens the cluster that was used last.
  void open() {
    Scene scene = new Scene(top);
    theme.dress(scene);
    new WindowMemory(preferences, stage).attach();
    stage.setTitle("PlexiChat Backup");
    stage.setScene(scene);
    subscriptions.add(FxBridge.follow(preferences.settings(), this::build));
    subscriptions.add(FxBridge.follow(sessions.open(), this::opened));
    stage.show();
    tasks.run(
        () -> {
          sessions.openLast();
          return true;
        },
        _ -> {},
        failed -> {});
  }

  /// Words and figures are made for one language, zone and unit: another choice builds the frame
  /// anew, around what is in the making. All else is a matter of the theme.
  private void build(Settings settings) {
    theme.apply(settings);
    Frame before = frame;
    boolean sameWords =
        built
            .filter(last ->
                last.language().equals(settings.language())
                    && last.zone().equals(settings.zone())
                    && last.units() == settings.units())
            .isPresent();
    if (sameWords) {
      return;
    }
    built = Optional.of(settings);
    String focused = focused();
    Texts texts = new Texts(settings.language().orElse(Locale.getDefault()));
    Kit kit = new Kit(texts, new Figures(texts, settings, clock), tasks, clock);
    if (before != null) {
      before.close();
    }
    Surroundings around = new Surroundings(kit, navigator, sessions, preferences, theme);
    Screens made =
        screens.map(last -> last.in(around)).orElseGet(() -> new Screens(around, config));
    screens = Optional.of(made);
    frame =
        new Frame(
            kit, navigator, new Frame.Parts(made::of, new Acts(around).all(), around::toggleTheme));
    top.getChildren().setAll(frame.root());
    frame.open(sessions.open().get());
    if (!focused.isEmpty()) {
      // What scrolls has its content only once it is styled.
      frame.root().applyCss();
      Node again = frame.root().lookup("#" + focused);
      if (again != null) {
        again.requestFocus();
      }
    }
  }

  /// Who has the keyboard, by id: a choice that builds all anew must not take it away.
  private String focused() {
    Node owner = top.getScene() == null ? null : top.getScene().getFocusOwner();
    return owner == null || owner.getId() == null ? "" : owner.getId();
  }

  Preferences preferences() {
    return preferences;
  }

  Navigator navigator() {
    return navigator;
  }

  Sessions sessions() {
    return sessions;
  }

  private void opened(Optional<Sessions.Session> session) {
    // A cluster that was just founded is gone on with where it was founded.
    boolean founded = navigator.current().get() instanceof Target.Setup;
    navigator.reset(
        session.isEmpty()
            ? new Target.Welcome()
            : founded ? new Target.Setup() : new Target.Dashboard());
    if (frame != null) {
      frame.open(session);
    }
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    if (frame != null) {
      frame.close();
    }
    sessions.close();
    tasks.close();
  }
}
