package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import javafx.scene.AccessibleRole;
import org.kordamp.ikonli.bootstrapicons.BootstrapIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/// Every icon of the console, by what it means. One table, so that a thing looks the same wherever
/// it is shown.
public enum Icons {
  DASHBOARD(BootstrapIcons.SPEEDOMETER2),
  SHARD_MAP(BootstrapIcons.GRID_3X3_GAP),
  PEERS(BootstrapIcons.DIAGRAM_3),
  ALERTS(BootstrapIcons.BELL),
  BACKUPS(BootstrapIcons.ARCHIVE),
  TIERS(BootstrapIcons.LAYERS),
  SCHEDULE(BootstrapIcons.CALENDAR3),
  REBALANCE(BootstrapIcons.SHUFFLE),
  PRUNE(BootstrapIcons.SCISSORS),
  RUNBOOKS(BootstrapIcons.JOURNAL_CHECK),
  RECOVERY(BootstrapIcons.LIFE_PRESERVER),
  JOBS(BootstrapIcons.LIGHTNING),
  AUDIT(BootstrapIcons.SHIELD_CHECK),
  SETTINGS(BootstrapIcons.SLIDERS),
  SEARCH(BootstrapIcons.SEARCH),
  LIGHT(BootstrapIcons.SUN),
  DARK(BootstrapIcons.MOON_STARS),
  PERSON(BootstrapIcons.PERSON_CIRCLE),
  CLUSTER(BootstrapIcons.HDD_NETWORK),
  STORAGE(BootstrapIcons.HDD_STACK),
  VERIFY(BootstrapIcons.SHIELD_CHECK),
  RECOVERY_KIT(BootstrapIcons.KEY),
  REGION(BootstrapIcons.GEO_ALT),
  OK(BootstrapIcons.CHECK_CIRCLE),
  WORKING(BootstrapIcons.ARROW_REPEAT),
  REPAIRING(BootstrapIcons.TOOLS),
  DEGRADED(BootstrapIcons.EXCLAMATION_CIRCLE),
  AT_RISK(BootstrapIcons.EXCLAMATION_TRIANGLE),
  LOST(BootstrapIcons.X_OCTAGON),
  UNKNOWN(BootstrapIcons.QUESTION_CIRCLE),
  COPY(BootstrapIcons.CLIPBOARD),
  COPIED(BootstrapIcons.CHECK2),
  CHECK(BootstrapIcons.CHECK2),
  CLOSE(BootstrapIcons.X),
  ADD(BootstrapIcons.PLUS),
  REMOVE(BootstrapIcons.DASH),
  EXPAND(BootstrapIcons.CHEVRON_DOWN),
  NEXT(BootstrapIcons.CHEVRON_RIGHT),
  BACK(BootstrapIcons.CHEVRON_LEFT),
  UP(BootstrapIcons.CARET_UP_FILL),
  DOWN(BootstrapIcons.CARET_DOWN_FILL),
  ZOOM_IN(BootstrapIcons.ZOOM_IN),
  ZOOM_OUT(BootstrapIcons.ZOOM_OUT),
  FIT(BootstrapIcons.FULLSCREEN),
  FILTER(BootstrapIcons.FUNNEL),
  DOWNLOAD(BootstrapIcons.DOWNLOAD),
  RUN(BootstrapIcons.PLAY_FILL),
  PAUSE(BootstrapIcons.PAUSE_FILL),
  STOP(BootstrapIcons.STOP_FILL),
  RETRY(BootstrapIcons.ARROW_CLOCKWISE),
  LOCKED(BootstrapIcons.LOCK),
  FOLDER(BootstrapIcons.FOLDER),
  FILE(BootstrapIcons.FILE_EARMARK),
  CLOCK(BootstrapIcons.CLOCK),
  STALE(BootstrapIcons.CLOCK_HISTORY),
  EMPTY(BootstrapIcons.INBOX),
  LOADING(BootstrapIcons.HOURGLASS_SPLIT),
  TRASH(BootstrapIcons.TRASH),
  PRINT(BootstrapIcons.PRINTER),
  INFO(BootstrapIcons.INFO_CIRCLE),
  MORE(BootstrapIcons.THREE_DOTS),
  INVITE(BootstrapIcons.PERSON_PLUS),
  BLOCKED(BootstrapIcons.SLASH_CIRCLE),
  SKIPPED(BootstrapIcons.SKIP_FORWARD),
  EDIT(BootstrapIcons.PENCIL),
  TERMINAL(BootstrapIcons.TERMINAL),
  KEYBOARD(BootstrapIcons.KEYBOARD),
  OPEN(BootstrapIcons.BOX_ARROW_UP_RIGHT),
  DISCONNECTED(BootstrapIcons.WIFI_OFF),
  TABLE(BootstrapIcons.TABLE),
  HELP(BootstrapIcons.QUESTION_CIRCLE),
  COMPARE(BootstrapIcons.ARROW_LEFT_RIGHT),
  RESTORE(BootstrapIcons.ARROW_COUNTERCLOCKWISE);

  private final BootstrapIcons glyph;

  Icons(BootstrapIcons glyph) {
    this.glyph = glyph;
  }

  /// A node of this icon in the colour of muted text, as large as the text about it. Screen readers
  /// skip it: the words beside it say the same.
  public FontIcon node() {
    FontIcon icon = FontIcon.of(glyph);
    icon.getStyleClass().add("icon");
    icon.setAccessibleRole(AccessibleRole.NODE);
    return icon;
  }

  /// A node of this icon in the colour of the state about it.
  public FontIcon stateNode() {
    FontIcon icon = node();
    icon.getStyleClass().add("state-icon");
    return icon;
  }

  /// The icon of a state.
  public static Icons of(Health health) {
    return switch (health) {
      case UNKNOWN -> UNKNOWN;
      case OK -> OK;
      case WORKING -> WORKING;
      case REPAIRING -> REPAIRING;
      case DEGRADED -> DEGRADED;
      case AT_RISK -> AT_RISK;
      case LOST -> LOST;
    };
  }
}
