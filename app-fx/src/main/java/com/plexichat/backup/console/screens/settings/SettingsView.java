package com.plexichat.backup.console.screens.settings;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyField;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.PageScroll;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Settings. Nothing has to be saved: each choice applies as it is made.
public final class SettingsView extends Screen {
  private final SegmentedChoice<Settings.Look> look;
  private static final double WIDEST = 880;
  private static final double ROW = 28;
  private static final double NAMES = 144;
  private static final int STEP_PERCENT = 5;

  private final Kit kit;
  private final SettingsModel model;
  private final Page page;

  public SettingsView(Kit kit, SettingsModel model, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    look =
        choice(
            "look",
            kit.text("settings.look"),
            List.of(Settings.Look.values()),
            kit.texts()::of,
            model.now().look(),
            chosen -> model.choose(now -> now.with(chosen)));
    VBox cards = new VBox(16, look(), words(), clusters(navigator), files());
    cards.setMaxWidth(WIDEST);
    VBox left = new VBox(cards);
    page =
        new Page(kit.text("settings.title"))
            .sentence(kit.text("settings.sentence"))
            .content(new PageScroll(left));
    page.setId("settings");
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    // The bar at the top can change it too.
    follow(model.settings(), now -> look.valueProperty().set(now.look()));
  }

  private Card look() {
    GridPane rows = rows();
    row(rows, kit.text("settings.look"), look);
    row(
        rows,
        kit.text("settings.density"),
        choice(
            "density",
            kit.text("settings.density"),
            List.of(Settings.Density.values()),
            kit.texts()::of,
            model.now().density(),
            density -> model.choose(now -> now.with(density))));
    row(rows, kit.text("settings.scale"), scale());
    return new Card(kit.text("settings.lookCard")).content(rows);
  }

  private Node scale() {
    Slider slider = new Slider(percent(Settings.SMALLEST), percent(Settings.LARGEST), 100);
    slider.setId("scale");
    slider.setAccessibleText(kit.text("settings.scale"));
    slider.setMajorTickUnit(10);
    slider.setMinorTickCount(1);
    slider.setBlockIncrement(STEP_PERCENT);
    slider.setSnapToTicks(true);
    slider.setPrefWidth(280);
    slider.setValue(percent(model.now().scale()));
    Label shown = new Label();
    shown.setMinWidth(Region.USE_PREF_SIZE);
    slider
        .valueProperty()
        .subscribe(value -> {
          long percent = Math.round(value.doubleValue() / STEP_PERCENT) * STEP_PERCENT;
          shown.setText(kit.figures().percent((double) percent));
          // While it is drawn, what lies under the pointer must not move away.
          if (!slider.isValueChanging()) {
            keepScale(percent);
          }
        });
    slider
        .valueChangingProperty()
        .subscribe(changing -> {
          if (!changing) {
            keepScale(Math.round(slider.getValue() / STEP_PERCENT) * STEP_PERCENT);
          }
        });
    HBox row = new HBox(16, slider, shown);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void keepScale(long percent) {
    model.choose(now -> now.withScale(percent / 100.0));
  }

  private static double percent(double factor) {
    return Math.round(factor * 100);
  }

  private Card words() {
    GridPane rows = rows();
    row(
        rows,
        kit.text("settings.language"),
        choice(
            "language",
            kit.text("settings.language"),
            SettingsModel.languages(),
            this::language,
            model.now().language(),
            language -> model.choose(now -> now.withLanguage(language))));
    row(
        rows,
        kit.text("settings.units"),
        choice(
            "units",
            kit.text("settings.units"),
            List.of(Settings.Units.values()),
            kit.texts()::of,
            model.now().units(),
            units -> model.choose(now -> now.with(units))));
    row(rows, kit.text("settings.zone"), new ZoneChoice(kit, model).root());
    return new Card(kit.text("settings.wordsCard")).content(rows);
  }

  /// In its own words, so that who is lost in another finds it.
  private String language(Optional<Locale> language) {
    return language
        .map(one -> one.getDisplayLanguage(one))
        .orElseGet(() -> kit.text("settings.system"));
  }

  private Card clusters(Navigator navigator) {
    Label why = note(kit.text("settings.clustersWhy"));
    Button open = new Button(kit.text("act.clusters"), Icons.CLUSTER.node());
    open.setId("saved-clusters");
    open.setOnAction(_ -> navigator.go(new Target.Welcome()));
    open.setMinWidth(Region.USE_PREF_SIZE);
    HBox.setHgrow(why, Priority.ALWAYS);
    why.setMaxWidth(Double.MAX_VALUE);
    HBox row = new HBox(16, why, open);
    row.setAlignment(Pos.CENTER_LEFT);
    return new Card(kit.text("welcome.saved")).content(row);
  }

  private Card files() {
    CopyWords copy = new CopyWords(kit.text("copy.do"), kit.text("copy.done"));
    return new Card(kit.text("settings.filesCard"))
        .content(
            note(kit.text("settings.filesWhy")),
            file(kit.text("settings.home"), model.home(), copy),
            file(kit.text("settings.file"), model.file(), copy));
  }

  private static Node file(String name, Path file, CopyWords copy) {
    Label label = new Label(name);
    label.getStyleClass().add("note");
    return new VBox(4, label, new CopyField(name, file.toString(), copy));
  }

  private static Label note(String words) {
    Label note = new Label(words);
    note.getStyleClass().add("note");
    note.setWrapText(true);
    note.setMinHeight(Region.USE_PREF_SIZE);
    return note;
  }

  private static <T> SegmentedChoice<T> choice(
      String id,
      String name,
      List<T> all,
      Function<T, String> words,
      T chosen,
      Consumer<T> choose) {
    SegmentedChoice<T> choice = new SegmentedChoice<>(name, all, words);
    choice.setId(id);
    for (int i = 0; i < all.size(); i++) {
      choice.getChildren().get(i).setId(id + "-" + i);
    }
    choice.valueProperty().set(chosen);
    choice.valueProperty().addListener((_, _, next) -> choose.accept(next));
    return choice;
  }

  private static GridPane rows() {
    GridPane rows = new GridPane(24, 12);
    ColumnConstraints names = new ColumnConstraints();
    names.setMinWidth(NAMES);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    rows.getColumnConstraints().addAll(names, values);
    return rows;
  }

  private static void row(GridPane rows, String name, Node value) {
    Label label = new Label(name);
    label.getStyleClass().add("note");
    label.setLabelFor(value);
    label.setMinHeight(ROW);
    GridPane.setValignment(label, VPos.TOP);
    rows.addRow(rows.getRowCount(), label, value);
  }
}
