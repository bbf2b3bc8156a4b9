package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Act;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Place;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.LiveCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;

/// Everything that can be done from anywhere: by key, from the palette, and listed on the sheet of
/// shortcuts.
final class Acts {
  private final Surroundings around;

  Acts(Surroundings around) {
    this.around = around;
  }

  List<Act> all() {
    Navigator navigator = around.navigator();
    List<Act> all = new ArrayList<>();
    int digit = 1;
    for (Place place : Place.values()) {
      KeyCode code =
          place == Place.SETTINGS ? KeyCode.COMMA : KeyCode.getKeyCode("" + digit++ % 10);
      all.add(
          act(
              around.kit().texts().of(place),
              place.icon(),
              control(code),
              () -> goes(place.target())));
    }
    all.add(
        act(text("act.newSet"), Icons.ADD, control(KeyCode.N), () -> goes(new Target.NewSet())));
    all.add(
        act(text("act.find"), Icons.SEARCH, control(KeyCode.F), () -> goes(new Target.Find(""))));
    all.add(
        act(
            text("act.invitePeer"),
            Icons.INVITE,
            Optional.empty(),
            () -> goes(new Target.InvitePeer())));
    all.add(act(text("act.back"), Icons.BACK, alt(KeyCode.LEFT), navigator::back));
    all.add(act(text("act.forward"), Icons.NEXT, alt(KeyCode.RIGHT), navigator::forward));
    all.add(act(text("act.theme"), Icons.DARK, Optional.empty(), around::toggleTheme));
    all.add(act(text("act.retry"), Icons.RETRY, plain(KeyCode.F5), this::retry));
    all.add(
        act(
            text("act.clusters"),
            Icons.CLUSTER,
            Optional.empty(),
            () -> navigator.go(new Target.Welcome())));
    all.add(act(text("act.help"), Icons.HELP, plain(KeyCode.F1), this::help));
    all.add(
        act(
            text("act.shortcuts"),
            Icons.KEYBOARD,
            control(KeyCode.SLASH),
            () -> navigator.go(new Target.Help("shortcuts"))));
    return List.copyOf(all);
  }

  private void goes(Target target) {
    if (around.sessions().open().get().isPresent() || target instanceof Target.SettingsPage) {
      around.navigator().go(target);
    }
  }

  private void retry() {
    around.sessions().open().get().map(session -> session.live()).ifPresent(LiveCluster::retry);
  }

  private void help() {
    Target here = around.navigator().current().get();
    if (!(here instanceof Target.Help)) {
      around.navigator().go(new Target.Help(here.getClass().getSimpleName()));
    }
  }

  private String text(String key) {
    return around.kit().text(key);
  }

  private static Act act(String name, Icons icon, Optional<KeyCombination> key, Runnable run) {
    return new Act(name, icon, key, run);
  }

  private static Optional<KeyCombination> control(KeyCode code) {
    return Optional.of(new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN));
  }

  private static Optional<KeyCombination> alt(KeyCode code) {
    return Optional.of(new KeyCodeCombination(code, KeyCombination.ALT_DOWN));
  }

  private static Optional<KeyCombination> plain(KeyCode code) {
    return Optional.of(new KeyCodeCombination(code));
  }
}
