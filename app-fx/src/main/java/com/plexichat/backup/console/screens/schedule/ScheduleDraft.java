package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.client.Schedules;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A schedule as it is written, and what the coordinator says of it with every change: when it
/// would start, or why it is none.
final class ScheduleDraft {
  static final List<String> KINDS = List.of("backup", "verify", "prune", "sweep", "check");
  private static final Pattern MINUTES = Pattern.compile("\\*/(\\d+) \\* \\* \\* \\*");
  private static final Pattern DAILY = Pattern.compile("(\\d+) (\\d+) \\* \\* \\*");

  private final Kit kit;
  private final Schedules schedules;
  private final StringProperty name = new SimpleStringProperty(this, "name", "");
  private final ObjectProperty<String> kind = new SimpleObjectProperty<>(this, "kind", "backup");
  private final ObjectProperty<String> set = new SimpleObjectProperty<>(this, "set", "");
  private final ObjectProperty<String> depth = new SimpleObjectProperty<>(this, "depth", "");
  private final ObjectProperty<String> window = new SimpleObjectProperty<>(this, "window", "");
  private final ObjectProperty<When> when = new SimpleObjectProperty<>(this, "when", When.DAILY);
  private final StringProperty rule = new SimpleStringProperty(this, "rule", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final ReadOnlyObjectWrapper<Verdict> verdict =
      new ReadOnlyObjectWrapper<>(this, "verdict", new Verdict.Asking());
  private List<String> sets = List.of();
  private List<String> windows = List.of();
  private Schedule from = new Schedule("", "backup", "", List.of(), "", "", "", false);
  private boolean filling;
  private Subscription asked = () -> {};

  /// How a person says when.
  enum When {
    DAILY,
    EVERY,
    CRON
  }

  /// What the coordinator says of it.
  sealed interface Verdict {
    record Asking() implements Verdict {}

    record Good(Schedule.Standing standing) implements Verdict {}

    record Refused(OperationFailed why) implements Verdict {}
  }

  ScheduleDraft(Kit kit, Schedules schedules) {
    this.kit = kit;
    this.schedules = schedules;
    name.subscribe(this::changed);
    kind.subscribe(this::changed);
    set.subscribe(this::changed);
    depth.subscribe(this::changed);
    window.subscribe(this::changed);
    rule.subscribe(this::changed);
    when.subscribe((before, now) -> example(now));
  }

  StringProperty nameProperty() {
    return name;
  }

  ObjectProperty<String> kindProperty() {
    return kind;
  }

  ObjectProperty<String> setProperty() {
    return set;
  }

  ObjectProperty<String> depthProperty() {
    return depth;
  }

  ObjectProperty<String> windowProperty() {
    return window;
  }

  ObjectProperty<When> whenProperty() {
    return when;
  }

  /// The hour of a day, the length of time, or the five fields; as it is said when.
  StringProperty ruleProperty() {
    return rule;
  }

  StringProperty reasonProperty() {
    return reason;
  }

  ReadOnlyObjectProperty<Verdict> verdictProperty() {
    return verdict.getReadOnlyProperty();
  }

  List<String> sets() {
    return sets;
  }

  List<String> windows() {
    return windows;
  }

  /// Whether one is changed that is there.
  boolean isChange() {
    return !from.name().isEmpty();
  }

  boolean isGood() {
    return verdict.get() instanceof Verdict.Good;
  }

  static boolean isOfSet(String kind) {
    return kind.equals("backup") || kind.equals("verify");
  }

  /// The depths that a kind has, the usual one first.
  static List<String> depths(String kind) {
    return switch (kind) {
      case "check" -> List.of("presence", "hash");
      case "verify" -> List.of("hash", "presence", "deep", "reconstruct");
      default -> List.of();
    };
  }

  void offers(ScheduleModel.Known.Told told) {
    windows = told.windows().stream().map(one -> one.window().name()).toList();
  }

  /// Begins with what there is, or with nothing.
  void begin(Optional<Schedule> before, List<String> ofSets) {
    filling = true;
    from = before.orElse(new Schedule("", "backup", "", List.of(), "", "", "", false));
    sets = ofSets;
    reason.set("");
    name.set(from.name());
    kind.set(from.kind());
    set.set(from.set().isEmpty() && !ofSets.isEmpty() ? ofSets.getFirst() : from.set());
    depth.set(from.depth());
    window.set(from.window());
    said(from.rule());
    filling = false;
    changed();
  }

  /// A rule in the way in which a person would have said it.
  private void said(String cron) {
    Matcher minutes = MINUTES.matcher(cron);
    Matcher daily = DAILY.matcher(cron);
    if (cron.isEmpty()) {
      when.set(When.DAILY);
      rule.set("02:00");
    } else if (minutes.matches()) {
      when.set(When.EVERY);
      rule.set(minutes.group(1) + "m");
    } else if (daily.matches()) {
      when.set(When.DAILY);
      rule.set(two(daily.group(2)) + ":" + two(daily.group(1)));
    } else {
      when.set(When.CRON);
      rule.set(cron);
    }
  }

  private static String two(String number) {
    return number.length() == 1 ? "0" + number : number;
  }

  private void example(When now) {
    if (!filling) {
      rule.set(
          switch (now) {
            case DAILY -> "02:00";
            case EVERY -> "1h";
            case CRON -> "0 2 * * mon-fri";
          });
    }
  }

  /// As it is written now.
  Schedule schedule() {
    String said = rule.get().strip();
    boolean isPrune = kind.get().equals("prune") && from.kind().equals("prune");
    boolean hasDepth = depths(kind.get()).contains(depth.get());
    return new Schedule(
        name.get().strip(),
        kind.get(),
        isOfSet(kind.get()) ? set.get() : "",
        isPrune ? from.tiers() : List.of(),
        hasDepth ? depth.get() : "",
        switch (when.get()) {
          case DAILY -> "daily at " + said;
          case EVERY -> "every " + said;
          case CRON -> said;
        },
        window.get(),
        from.suspended());
  }

  private void changed() {
    if (filling) {
      return;
    }
    asked.close();
    Schedule wanted = schedule();
    if (wanted.name().isEmpty()) {
      verdict.set(new Verdict.Asking());
      return;
    }
    asked =
        kit.tasks()
            .run(
                () -> schedules.preview(wanted),
                seen -> verdict.set(new Verdict.Good(seen)),
                why -> verdict.set(new Verdict.Refused(why)));
  }
}
