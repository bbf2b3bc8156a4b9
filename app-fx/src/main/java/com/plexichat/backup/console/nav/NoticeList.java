package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Notice;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What happened since the cluster was opened, behind the bell.
final class NoticeList {
  private static final int KEPT = 100;
  private static final double WIDTH = 360;
  private static final double HEIGHT = 420;

  private final Kit kit;
  private final Navigator navigator;
  private final JobWords jobs;
  private final Deque<Notice> notices = new ArrayDeque<>();
  private final Map<Label, Notice> ages = new LinkedHashMap<>();
  private final VBox lines = new VBox();
  private final StackPane root = new StackPane();
  private int unread;

  NoticeList(Kit kit, Navigator navigator) {
    this.kit = kit;
    this.navigator = navigator;
    this.jobs = new JobWords(kit);
    Label title = new Label(kit.text("frame.notices"));
    title.getStyleClass().add("strong");
    ScrollPane scroll = new ScrollPane(lines);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox box = new VBox(title, scroll);
    box.getStyleClass().add("notices");
    scroll.setMaxHeight(HEIGHT);
    // As high as it is at its width, which is known once it was laid out.
    lines.heightProperty().subscribe(high -> scroll.setPrefViewportHeight(high.doubleValue()));
    box.setPrefWidth(WIDTH);
    box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
    StackPane.setAlignment(box, Pos.TOP_RIGHT);
    root.setPickOnBounds(false);
    root.getStyleClass().add("notices-layer");
    root.getChildren().add(box);
    root.setVisible(false);
  }

  Region root() {
    return root;
  }

  void add(Notice notice) {
    notices.push(notice);
    if (notices.size() > KEPT) {
      notices.removeLast();
    }
    unread = root.isVisible() ? 0 : Math.min(unread + 1, KEPT);
    if (root.isVisible()) {
      fill();
    }
  }

  /// Says anew how long ago each of them was.
  void age() {
    ages.forEach((label, notice) -> label.setText(kit.figures().ago(notice.at())));
  }

  int unread() {
    return unread;
  }

  void clear() {
    notices.clear();
    unread = 0;
    close();
  }

  boolean isOpen() {
    return root.isVisible();
  }

  void toggle() {
    root.setVisible(!root.isVisible());
    if (root.isVisible()) {
      unread = 0;
      fill();
    }
  }

  void close() {
    root.setVisible(false);
  }

  private void fill() {
    lines.getChildren().clear();
    ages.clear();
    if (notices.isEmpty()) {
      lines
          .getChildren()
          .add(
              new EmptyNote(
                  EmptyNote.Kind.EMPTY, kit.text("notices.none"), kit.text("notices.noneWhy")));
    }
    notices.stream()
        .sorted(Comparator.comparing(Notice::at).reversed())
        .forEach(notice -> lines.getChildren().add(line(notice)));
  }

  private String name(Notice notice) {
    return switch (notice.event()) {
      case JOB_DONE, JOB_FAILED, JOB_CANCELLED -> jobs.kind(notice.name());
      case PEER_JOINED, PEER_DOWN, PEER_BACK -> notice.name();
    };
  }

  private Button line(Notice notice) {
    Label what = new Label(kit.texts().of(notice.event(), name(notice)));
    what.setWrapText(true);
    Label when = new Label(kit.figures().ago(notice.at()));
    when.getStyleClass().addAll("note", "small");
    ages.put(when, notice);
    HBox line = new HBox(12, Icons.of(notice.event().health()).stateNode(), new VBox(what, when));
    line.setAlignment(Pos.CENTER_LEFT);
    Button button = new Button();
    button.setGraphic(line);
    // Only what wraps is asked how high it is at its width.
    button.setWrapText(true);
    button.setMaxWidth(Double.MAX_VALUE);
    button.getStyleClass().setAll("notice");
    HealthColours.mark(button, notice.event().health());
    button.setAccessibleText(what.getText());
    button.setOnAction(_ -> navigator.go(target(notice)));
    return button;
  }

  private static Target target(Notice notice) {
    return switch (notice.event()) {
      case JOB_DONE, JOB_FAILED, JOB_CANCELLED -> new Target.Jobs(notice.subject());
      case PEER_JOINED, PEER_DOWN, PEER_BACK ->
          new Target.Peers(Optional.of(new PeerId(notice.subject())));
    };
  }
}
