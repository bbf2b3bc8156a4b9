package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.state.Attention;
import com.plexichat.backup.console.state.ClusterState;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.VBox;

/// What needs a look and why, the worst first. All can be unfolded; the title counts all of it.
final class AttentionCard implements Part {
  private static final int FOLDED = 5;
  private static final int FOLDED_WITH_ROOM = 10;

  private final Kit kit;
  private final DashboardWords words;
  private final Card card;
  private final Node calm;
  private final Node noSets;
  private final Node loading;
  private final Node stale;
  private final Hyperlink fold = new Hyperlink();
  private final LineList<Attention, EntryLine> lines;
  private final VBox filled;
  private ClusterState state = ClusterState.LOADING;
  private int folded = FOLDED;
  private boolean all;

  AttentionCard(Kit kit, DashboardWords words, Navigator navigator) {
    this.kit = kit;
    this.words = words;
    card = new Card(kit.text("dashboard.attention"));
    card.setId("attention");
    calm =
        new EmptyNote(
            EmptyNote.Kind.EMPTY, kit.text("dashboard.calm"), kit.text("dashboard.calmWhy"));
    noSets =
        new EmptyNote(
            EmptyNote.Kind.EMPTY, kit.text("dashboard.calm"), kit.text("dashboard.calmNoSets"));
    loading = Part.loading(kit);
    stale =
        new EmptyNote(
            EmptyNote.Kind.STALE, kit.text("dashboard.calmThen"), kit.text("dashboard.calmStale"));
    fold.setId("attention-all");
    fold.setOnAction(_ -> {
      all = !all;
      show(state);
    });
    lines =
        new LineList<>(
            one -> List.of(one.cause(), one.subject()),
            EntryLine::new,
            (line, one) -> {
              line.show(entry(one));
              line.opens(() -> navigator.go(DashboardWords.target(one)));
            });
    filled = new VBox(8, lines, fold);
  }

  @Override
  public Card card() {
    return card;
  }

  private EntryLine.Words entry(Attention one) {
    return new EntryLine.Words(
        one.cause().health(),
        words.headline(one, state),
        words.why(one.cause()),
        one.since().map(kit.figures()::ago).orElse(""),
        one.since().map(kit.figures()::exact).orElse(""));
  }

  @Override
  public void show(ClusterState next) {
    state = next;
    List<Attention> found = next.isKnown() ? Attention.of(next, kit.clock().instant()) : List.of();
    lines.show(all ? found : found.stream().limit(folded).toList());
    fold.setText(
        all
            ? kit.text("dashboard.fold")
            : kit.text("dashboard.unfold", kit.figures().count(found.size())));
    fold.setVisible(found.size() > folded);
    fold.setManaged(fold.isVisible());
    card.title(
        found.isEmpty()
            ? kit.text("dashboard.attention")
            : kit.text("dashboard.attentionCount", kit.figures().count(found.size())));
    Part.fill(card, found.isEmpty() ? calm() : filled);
  }

  private Node calm() {
    if (!state.isKnown()) {
      return loading;
    }
    if (!state.freshness().isCurrent()) {
      return stale;
    }
    return state.sets().isEmpty() ? noSets : calm;
  }

  @Override
  public void roomy(boolean is) {
    folded = is ? FOLDED_WITH_ROOM : FOLDED;
    show(state);
  }
}
