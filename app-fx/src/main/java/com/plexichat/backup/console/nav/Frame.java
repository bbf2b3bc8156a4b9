package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.Act;
import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.FxBridge;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.StaleCover;
import com.plexichat.backup.console.state.Attention;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Freshness;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Notice;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What is around every screen: navigation, top bar, palette, notices; and the one place that puts
/// a screen on and takes it off.
public final class Frame {
  private static final KeyCombination PALETTE =
      new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);

  private final Kit kit;
  private final Navigator navigator;
  private final Parts parts;
  private final Sidebar sidebar;
  private final Topbar topbar;
  private final Palette palette;
  private final NoticeList notices;
  private final StackPane host = new StackPane();
  private final StaleCover cover = new StaleCover(host);
  private final VBox notice = new VBox();
  private final StackPane root = new StackPane();
  private final Map<Class<?>, Screen> screens = new HashMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private Optional<Session> session = Optional.empty();
  private Optional<Subscription> watched = Optional.empty();
  private Optional<Screen> shown = Optional.empty();
  private ClusterState last = ClusterState.LOADING;

  /// What the frame is given by who puts the console together.
  ///
  /// @param screens makes the screen of a target
  /// @param acts everything one can do from anywhere
  public record Parts(Function<Target, Screen> screens, List<Act> acts, Runnable toggleTheme) {}

  public Frame(Kit kit, Navigator navigator, Parts parts) {
    this.kit = kit;
    this.navigator = navigator;
    this.parts = parts;
    this.sidebar = new Sidebar(kit, navigator, () -> navigator.go(new Target.Welcome()));
    this.notices = new NoticeList(kit, navigator);
    this.palette = new Palette(kit, this::findings, host::requestFocus);
    this.topbar =
        new Topbar(
            kit,
            new Topbar.Doings(
                this::search,
                () -> navigator.go(new Target.Dashboard()),
                this::toggleNotices,
                parts.toggleTheme(),
                () -> navigator.go(new Target.SettingsPage())));
    notice.setId("stale-notice");
    host.getStyleClass().add("content");
    VBox.setVgrow(cover, Priority.ALWAYS);
    BorderPane pane = new BorderPane(new VBox(topbar.root(), notice, cover));
    pane.setLeft(sidebar.root());
    root.getStyleClass().add("frame");
    root.getStylesheets()
        .add(String.valueOf(Frame.class.getResource("/com/plexichat/backup/console/frame.css")));
    root.getChildren().addAll(pane, notices.root(), palette.root());
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    subscriptions.add(FxBridge.follow(navigator.current(), this::go));
    open(Optional.empty());
  }

  public Parent root() {
    return root;
  }

  /// Follows another cluster, or none.
  public void open(Optional<Session> next) {
    watched.ifPresent(Subscription::close);
    shown.ifPresent(Screen::detach);
    shown = Optional.empty();
    screens.clear();
    session = next;
    last = ClusterState.LOADING;
    notices.clear();
    topbar.person(next.map(one -> one.person()).orElse(""));
    if (next.isEmpty()) {
      watched = Optional.empty();
      sidebar.showNone();
      topbar.attention(List.of(), false);
      stale(false, "");
    } else {
      watched = Optional.of(FxBridge.follow(next.get().live().state(), this::told));
    }
    go(navigator.current().get());
  }

  private void told(ClusterState state) {
    session.ifPresent(one -> sidebar.show(one.clusterName(), state));
    var now = kit.clock().instant();
    Notice.between(last, state, now).forEach(notices::add);
    notices.age();
    topbar.unread(notices.unread());
    last = state;
    topbar.attention(Attention.of(state, now), state.freshness().isCurrent());
    switch (state.freshness()) {
      case Freshness.Stale is -> {
        String reason = is.sentence().orElseGet(() -> kit.text("frame.silent"));
        stale(
            true,
            is.since()
                .map(when -> kit.text("frame.staleSince", kit.figures().time(when), reason))
                .orElse(kit.text("frame.neverHeard", reason)));
      }
      default -> stale(false, "");
    }
  }

  private void stale(boolean is, String words) {
    cover.stale(is);
    notice.getChildren().clear();
    if (is) {
      notice
          .getChildren()
          .add(new Banner(Health.UNKNOWN, words).action(kit.text("act.retry"), this::retry));
    }
  }

  private void retry() {
    session.ifPresent(one -> one.live().retry());
  }

  private void go(Target target) {
    Optional<Screen> before = shown;
    Screen next = screens.computeIfAbsent(target.getClass(), _ -> parts.screens().apply(target));
    if (before.filter(next::equals).isEmpty()) {
      before.ifPresent(Screen::detach);
      shown = Optional.of(next);
      host.getChildren().setAll(next.root());
      next.attach();
    }
    if (next instanceof Arriving arriving) {
      arriving.arrive(target);
    }
    sidebar.show(target);
    topbar.show(crumbs(target));
    notices.close();
  }

  private List<Way.Crumb> crumbs(Target target) {
    List<Way.Crumb> path = new ArrayList<>();
    session.ifPresent(one ->
        path.add(
            new Way.Crumb(
                last.facts()
                    .map(facts -> facts.name())
                    .filter(name -> !name.isEmpty())
                    .orElse(one.clusterName()),
                () -> navigator.go(new Target.Dashboard()))));
    Place.of(target)
        .ifPresent(place ->
            path.add(new Way.Crumb(kit.texts().of(place), () -> navigator.go(place.target()))));
    new Crumbs(kit, last).name(target).ifPresent(name -> path.add(new Way.Crumb(name, () -> {})));
    return path;
  }

  private List<Finding> findings() {
    return new Findings(kit, navigator, parts.acts()).of(session.isPresent(), last);
  }

  private void search() {
    notices.close();
    palette.open();
  }

  private void toggleNotices() {
    notices.toggle();
    topbar.unread(notices.unread());
  }

  private void key(KeyEvent event) {
    if (PALETTE.match(event)) {
      search();
      event.consume();
      return;
    }
    if (palette.isOpen()) {
      return;
    }
    if (event.getCode() == KeyCode.ESCAPE && notices.isOpen()) {
      notices.close();
      event.consume();
      return;
    }
    if (event.getCode() == KeyCode.F6) {
      swap();
      event.consume();
      return;
    }
    for (Act act : parts.acts()) {
      if (act.key().filter(key -> key.match(event)).isPresent()) {
        act.run().run();
        event.consume();
        return;
      }
    }
  }

  /// From the navigation to the content and back.
  private void swap() {
    Node owner = root.getScene().getFocusOwner();
    boolean inContent = false;
    for (Node node = owner; node != null; node = node.getParent()) {
      inContent |= node.equals(host);
    }
    Node next = inContent ? sidebar.root() : host;
    next.lookupAll("*").stream()
        .filter(node -> node.isFocusTraversable() && !node.isDisabled() && isShown(node))
        .findFirst()
        .ifPresent(Node::requestFocus);
  }

  private static boolean isShown(Node node) {
    for (Node one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return true;
  }

  /// Takes everything off.
  public void close() {
    watched.ifPresent(Subscription::close);
    subscriptions.forEach(Subscription::close);
    shown.ifPresent(Screen::detach);
    shown = Optional.empty();
  }
}
