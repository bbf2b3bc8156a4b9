package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The layout of everything that goes step by step: the steps at the left, one of them in the
/// middle with what can be done at its foot, and at the right what is affected.
///
/// It decides nothing: who shows it says what the buttons do. Leaving is the key Escape and always
/// harmless; the primary button is Enter's unless [#deliberate] says otherwise.
///
/// @param <S> what names a step
public final class Wizard<S> extends HBox {
  private static final double RAIL_EM = 15.5;
  private static final double SIDE_EM = 20;
  private static final double CENTRE_EM = 26;
  private static final double NARROW_RAIL_EM = 5;
  private static final double NARROW_SIDE_EM = 18;
  private static final double BAR = 12;

  private final StepRail rail;
  private final FailureNote failure;
  private final Consumer<? super S> open;
  private final List<Part<S>> parts = new ArrayList<>();
  private final Label title = new Label();
  private final Label why = new Label();
  private final VBox body = new VBox(16);
  private final ScrollPane scroll = new ScrollPane(body);
  private final VBox side = new VBox(16);
  private final VBox left;
  private final ScrollPane right;
  private final Label safe = new Label();
  private final Button leave = new Button();
  private final Button back = new Button();
  private final Button other = new Button();
  private final Button primary = new Button();
  private int current;
  private Map<S, Mark> marks = Map.of();
  private boolean deliberate;
  private Subscription awaited = () -> {};

  private record Part<S>(S step, String title, String why, Node content) {}

  /// Where a step stands; the note is empty or stands beside it.
  public record Mark(StepRail.State state, String note) {}

  /// A wizard without steps yet.
  ///
  /// @param failure what holds the step that is shown back; stands above it
  /// @param open gets a step that was chosen in the rail, or is the next or the one before
  public Wizard(Kit kit, FailureNote failure, Consumer<? super S> open) {
    super(16);
    this.failure = failure;
    this.open = open;
    rail = new StepRail(state -> word(kit, state), at -> open.accept(parts.get(at).step()));
    title.getStyleClass().add("step-head");
    why.getStyleClass().add("note");
    safe.getStyleClass().addAll("note", "small");
    for (Label label : new Label[] {title, why, safe}) {
      label.setWrapText(true);
      label.setMinHeight(Region.USE_PREF_SIZE);
    }
    leave.setId("leave");
    leave.setText(kit.text("wizard.leave"));
    leave.setCancelButton(true);
    back.setId("back");
    back.setText(kit.text("wizard.back"));
    back.setGraphic(Icons.BACK.node());
    back.setOnAction(_ -> go(-1));
    other.setId("other");
    primary.setId("next");
    primary.setDefaultButton(true);
    primary.addEventFilter(KeyEvent.ANY, this::sift);
    left = new VBox(rail);
    left.getStyleClass().addAll("card", "wizard-rail");
    right = right();
    getChildren().addAll(left, centre(), right);
    widthProperty().subscribe(this::share);
    leave.fontProperty().subscribe(this::share);
    failure.visibleProperty().subscribe(_ -> rail());
  }

  private static String word(Kit kit, StepRail.State state) {
    return switch (state) {
      case AHEAD -> kit.text("wizard.ahead");
      case OPEN -> kit.text("wizard.open");
      case CURRENT -> kit.text("wizard.current");
      case DONE -> kit.text("wizard.done");
      case BLOCKED -> kit.text("wizard.blocked");
      case FAILED -> kit.text("wizard.failed");
      case SKIPPED -> kit.text("wizard.skipped");
    };
  }

  /// Large words in a small window: what is done in the middle needs the room more than the names
  /// of the steps do.
  private void share() {
    double em = leave.getFont().getSize();
    boolean narrow =
        getWidth() > 0 && getWidth() < (RAIL_EM + CENTRE_EM + SIDE_EM) * em + 2 * getSpacing();
    rail.narrow(narrow);
    wide(left, narrow ? NARROW_RAIL_EM : RAIL_EM);
    wide(right, narrow ? NARROW_SIDE_EM : SIDE_EM);
  }

  private Node centre() {
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setFocusTraversable(false);
    scroll.addEventFilter(KeyEvent.KEY_PRESSED, this::goOn);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    // The bar of a long step lies in the card's padding, so that fields stay flush with the foot.
    VBox.setMargin(scroll, new Insets(0, -BAR, 0, 0));
    body.setPadding(new Insets(3, BAR, 3, 0));
    FootLine foot = new FootLine(leave, back, other, primary);
    for (Button button : new Button[] {leave, back, other, primary}) {
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    Region rule = new Region();
    rule.getStyleClass().add("rule");
    VBox centre = new VBox(new VBox(4, title, why), scroll, rule, safe, foot);
    centre.getStyleClass().addAll("card", "wizard-centre");
    centre.setMinWidth(0);
    HBox.setHgrow(centre, Priority.ALWAYS);
    return centre;
  }

  private ScrollPane right() {
    ScrollPane right = new ScrollPane(side);
    right.setFitToWidth(true);
    right.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    right.setFocusTraversable(false);
    right.getStyleClass().add("wizard-side");
    return right;
  }

  private static void wide(Region region, double em) {
    region.setStyle("-fx-min-width: " + em + "em; -fx-pref-width: " + em + "em");
  }

  /// Enter on a choice would choose what is chosen already: it goes on instead.
  private void goOn(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER
        && event.getTarget() instanceof RadioButton
        && primary.isDefaultButton()) {
      primary.fire();
      event.consume();
    }
  }

  /// Enter does not start what takes a deliberate act: Space or a click does.
  private void sift(KeyEvent event) {
    if (deliberate && event.getCode() == KeyCode.ENTER) {
      event.consume();
    }
  }

  /// Adds a step: its name, why it is there, and what is done in it.
  public Wizard<S> step(S step, String name, String reason, Node content) {
    parts.add(new Part<>(step, name, reason, content));
    return this;
  }

  /// Shows one step in place of the one before.
  public void turn(S step) {
    current = parts.stream().map(Part::step).toList().indexOf(step);
    Part<S> part = parts.get(current);
    title.setText(part.title());
    why.setText(part.why());
    body.getChildren().setAll(failure, part.content());
    scroll.setVvalue(0);
    marks(Map.of());
  }

  /// Opens the step after the one that is shown.
  public void next() {
    go(1);
  }

  private void go(int by) {
    open.accept(parts.get(current + by).step());
  }

  /// Says of steps where they stand when it is not their order alone that tells.
  public void marks(Map<S, Mark> now) {
    marks = now;
    rail();
  }

  private void rail() {
    List<StepRail.Step> all = new ArrayList<>();
    for (Part<S> part : parts) {
      Mark mark = marks.getOrDefault(part.step(), new Mark(inOrder(all.size()), ""));
      all.add(new StepRail.Step(part.title(), mark.note(), mark.state()));
    }
    rail.show(List.of(new StepRail.Phase("", all)));
  }

  private StepRail.State inOrder(int at) {
    if (at != current) {
      return at < current ? StepRail.State.DONE : StepRail.State.AHEAD;
    }
    return failure.isVisible() ? StepRail.State.BLOCKED : StepRail.State.CURRENT;
  }

  /// Shows what is affected.
  public void side(Node... nodes) {
    if (!side.getChildren().equals(List.of(nodes))) {
      side.getChildren().setAll(nodes);
    }
  }

  /// Says what becomes of the work when one goes away now.
  public void safe(String words) {
    safe.setText(words);
  }

  /// Lets the primary button be pressed by Space or a click only, for what overwrites or destroys.
  public void deliberate(boolean is) {
    deliberate = is;
    primary.setDefaultButton(!is);
  }

  /// What goes away from here.
  public Button leave() {
    return leave;
  }

  /// Shows what can be done now: a step back, something else, the one act of the step. A button
  /// that stays keeps the focus.
  public void foot(boolean backward, Optional<Press> instead, Press act) {
    Fields.shown(back, backward);
    Fields.shown(other, instead.isPresent());
    instead.ifPresent(press -> show(other, press));
    show(primary, act);
  }

  /// Shows that there is the one act of the step, and whether there is a step back.
  public void foot(boolean backward, Press act) {
    foot(backward, Optional.empty(), act);
  }

  private static void show(Button button, Press press) {
    button.setText(press.words());
    button.setOnAction(_ -> press.run().run());
    button.setDisable(!press.can());
  }

  /// What a button does.
  public record Press(String words, Runnable run, boolean can) {}

  /// Puts the focus on the primary button.
  public void focus() {
    focus(primary);
  }

  /// Puts the focus on a part of the step, as soon as it can have it: what scrolls is in the scene
  /// only once it was laid out, and a button may have to wait for an answer. Meanwhile it is on the
  /// step, so that no key goes astray.
  public void focus(Node node) {
    awaited.close();
    if (isReady(node)) {
      node.requestFocus();
      return;
    }
    scroll.requestFocus();
    javafx.util.Subscription there =
        node.sceneProperty()
            .subscribe(() -> settle(node))
            .and(node.disabledProperty().subscribe(() -> settle(node)));
    awaited = there::unsubscribe;
  }

  private static boolean isReady(Node node) {
    return node.getScene() != null && !node.isDisabled();
  }

  /// Whoever has begun to do something else meanwhile is left alone.
  private void settle(Node node) {
    if (isReady(node)) {
      awaited.close();
      if (scroll.isFocused() || scroll.getScene().getFocusOwner() == null) {
        node.requestFocus();
      }
    }
  }
}
