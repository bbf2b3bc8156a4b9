package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.console.state.Protection.Exposure;
import com.plexichat.backup.shared.model.Backup;
import java.util.List;
import javafx.scene.control.Hyperlink;

/// What would be lost of each set if its machine were gone now, the most first.
final class ExposureCard implements Part {
  private static final int SHOWN = 6;
  private static final int SHOWN_WITH_ROOM = 11;

  private final Kit kit;
  private final Card card;
  private final LineList<Exposure, EntryLine> lines;
  private final EmptyNote none;
  private final EmptyNote loading;
  private final Hyperlink all;
  private ClusterState state = ClusterState.LOADING;
  private int most = SHOWN;

  ExposureCard(Kit kit, Navigator navigator) {
    this.kit = kit;
    card = new Card(kit.text("dashboard.exposure"));
    card.setId("exposure");
    all = new Hyperlink();
    all.setOnAction(_ -> navigator.go(new Target.Backups("", "")));
    card.action(all);
    loading = Part.loading(kit);
    none =
        new EmptyNote(
                EmptyNote.Kind.EMPTY, kit.text("dashboard.noSet"), kit.text("dashboard.noSetWhy"))
            .action(kit.text("act.newSet"), () -> navigator.go(new Target.NewSet()));
    lines =
        new LineList<>(
            one -> one.set().name(),
            EntryLine::new,
            (line, one) -> {
              line.show(entry(one));
              String backup = one.newest().map(Backup::id).orElse("");
              line.opens(() -> navigator.go(new Target.Backups(one.set().name(), backup)));
            });
    card.content(lines);
  }

  @Override
  public Card card() {
    return card;
  }

  private EntryLine.Words entry(Exposure one) {
    Health health = one.newest().map(Protection::health).orElse(Health.AT_RISK);
    return new EntryLine.Words(
        state.freshness().isCurrent() ? health : Health.UNKNOWN,
        one.set().name(),
        one.newest()
            .map(backup ->
                kit.text(
                    "dashboard.newest",
                    one.set().tier().name(),
                    kit.figures().count(backup.number())))
            .orElseGet(() -> one.set().tier().name()),
        one.newest()
            .map(backup -> kit.figures().ago(backup.created()))
            .orElseGet(() -> kit.text("dashboard.nothingToRestore")),
        one.newest().map(backup -> kit.figures().exact(backup.created())).orElse(""));
  }

  @Override
  public void roomy(boolean is) {
    most = is ? SHOWN_WITH_ROOM : SHOWN;
    show(state);
  }

  @Override
  public void show(ClusterState next) {
    state = next;
    List<Exposure> found = Protection.exposures(state, kit.clock().instant());
    lines.show(found.stream().limit(most).toList());
    all.setText(kit.text("dashboard.allSetsLink", kit.figures().count(found.size())));
    all.setVisible(found.size() > most);
    Part.fill(card, !state.isKnown() ? loading : found.isEmpty() ? none : lines);
  }
}
