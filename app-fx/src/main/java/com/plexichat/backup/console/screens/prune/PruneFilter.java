package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.prune.TwoPeople.Kind;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.PruneCategory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// Of which set, of which tiers and of which categories something is to be pruned; no choice means
/// all sets and tiers, and the usual categories.
final class PruneFilter {
  private static final String ALL = "";
  private static final double SETS_EM = 10;

  /// What ends early is planned by itself.
  private static final List<PruneCategory> CHOICES =
      List.of(
          PruneCategory.EXPIRED,
          PruneCategory.ORPHANED,
          PruneCategory.REDUNDANT,
          PruneCategory.CORRUPTED);

  private final Kit kit;
  private final PruneModel model;
  private final PruneWords words;
  private final ComboBox<String> sets;
  private final MenuButton tiers = new MenuButton();
  private final MenuButton categories = new MenuButton();
  private final HBox root;
  private boolean showing;

  PruneFilter(Kit kit, PruneModel model, PruneWords words) {
    this.kit = kit;
    this.model = model;
    this.words = words;
    sets = Fields.choice(name -> name.equals(ALL) ? kit.text("prune.allSets") : name);
    sets.setId("prune-set");
    sets.setAccessibleText(kit.text("prune.ofSet"));
    sets.setStyle("-fx-pref-width: " + SETS_EM + "em");
    sets.setMinWidth(Region.USE_PREF_SIZE);
    sets.getItems().setAll(ALL);
    sets.setValue(ALL);
    sets.valueProperty()
        .subscribe(chosen -> {
          if (!showing && chosen != null) {
            model.choose(chosen, model.tiers());
          }
        });
    tiers.setId("prune-tiers");
    tiers.setGraphic(Icons.TIERS.node());
    tiers.setMinWidth(Region.USE_PREF_SIZE);
    tiers.setAccessibleText(kit.text("prune.ofTiers"));
    categories.setId("prune-categories");
    categories.setGraphic(Icons.FILTER.node());
    categories.setMinWidth(Region.USE_PREF_SIZE);
    categories.setAccessibleText(kit.text("prune.ofCategories"));
    CHOICES.forEach(one -> categories.getItems().add(category(one)));
    categories
        .getItems()
        .addAll(
            new SeparatorMenuItem(),
            kind(Kind.EARLY, kit.text("prune.early")),
            kind(Kind.EMERGENCY, kit.text("prune.emergency")),
            kind(Kind.OPENED, kit.text("prune.open")));
    model.two().kindProperty().subscribe(_ -> words());
    root = new HBox(8, sets, tiers, categories);
    root.setMinWidth(Region.USE_PREF_SIZE);
  }

  HBox root() {
    return root;
  }

  /// Offers what there is; what is chosen stays chosen.
  void show() {
    showing = true;
    List<String> names = new ArrayList<>(List.of(ALL));
    names.addAll(known());
    if (!names.contains(model.set())) {
      names.add(model.set());
    }
    if (!sets.getItems().equals(names)) {
      sets.getItems().setAll(names);
    }
    sets.setValue(model.set());
    List<String> all = model.allTiers();
    if (!all.equals(tiers.getItems().stream().map(MenuItem::getText).toList())) {
      tiers.getItems().setAll(all.stream().map(this::tier).toList());
    }
    showing = false;
    words();
  }

  /// Sets by name, also those that are gone and left backups.
  private List<String> known() {
    ClusterState state = model.state();
    return Stream.concat(
            state.sets().stream().map(BackupSet::name), state.backups().stream().map(Backup::set))
        .distinct()
        .sorted()
        .toList();
  }

  private CheckMenuItem tier(String name) {
    CheckMenuItem item = new CheckMenuItem(name);
    item.setId("prune-tier-" + name);
    item.setSelected(model.tiers().contains(name));
    item.setOnAction(_ -> {
      List<String> chosen =
          tiers.getItems().stream()
              .filter(one -> one instanceof CheckMenuItem check && check.isSelected())
              .map(MenuItem::getText)
              .toList();
      model.choose(model.set(), chosen);
      words();
    });
    return item;
  }

  private CheckMenuItem category(PruneCategory category) {
    CheckMenuItem item = new CheckMenuItem(words.category(category));
    item.setId("prune-category-" + category.word());
    item.setUserData(category);
    item.setOnAction(_ -> {
      Set<PruneCategory> chosen = EnumSet.noneOf(PruneCategory.class);
      for (MenuItem one : categories.getItems()) {
        if (one instanceof CheckMenuItem check
            && check.isSelected()
            && check.getUserData() instanceof PruneCategory meant) {
          chosen.add(meant);
        }
      }
      model.take(chosen);
      words();
    });
    return item;
  }

  private MenuItem kind(Kind kind, String words) {
    MenuItem item = new MenuItem(kit.text("prune.kind", words));
    item.setId("prune-" + kind.name().toLowerCase(Locale.ROOT));
    item.setOnAction(_ -> model.take(kind));
    return item;
  }

  private String taken(Set<PruneCategory> taken) {
    return switch (model.two().kindProperty().get()) {
      case EARLY -> kit.text("prune.early");
      case EMERGENCY -> kit.text("prune.emergency");
      case OPENED -> kit.text("prune.open");
      case USUAL ->
          taken.equals(PruneCategory.USUAL)
              ? kit.text("prune.usualCategories")
              : kit.text("prune.someCategories", taken.size(), CHOICES.size());
    };
  }

  private void words() {
    Kind kind = model.two().kindProperty().get();
    Set<PruneCategory> taken = kind == Kind.USUAL ? model.categories() : Set.of();
    for (MenuItem one : categories.getItems()) {
      if (one instanceof CheckMenuItem check) {
        check.setSelected(taken.stream().anyMatch(check.getUserData()::equals));
      }
    }
    categories.setText(taken(taken));
    List<String> chosen = model.tiers();
    tiers.setText(
        chosen.isEmpty()
            ? kit.text("prune.allTiers")
            : chosen.size() == 1 ? chosen.getFirst() : kit.text("prune.someTiers", chosen.size()));
  }

  void enable() {
    boolean can = model.answers() && model.isIdle();
    Kind kind = model.two().kindProperty().get();
    sets.setDisable(!can || kind == Kind.OPENED);
    tiers.setDisable(!can || kind == Kind.OPENED || kind == Kind.EARLY);
    categories.setDisable(!can);
  }
}
