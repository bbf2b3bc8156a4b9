package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Exposure;
import com.plexichat.backup.shared.model.Schedule.Standing;
import com.plexichat.backup.shared.model.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The tables of schedules, of what meets, of windows and of exposure.
final class ScheduleTables {
  private static final Duration EVERYTHING = Duration.ofDays(100_000);
  private static final double BADGE = 128;
  private static final double LONG_BADGE = 160;
  private static final double NUMBER = 96;

  /// A day and a clock with its zone.
  private static final double MOMENT = 176;

  private static final double SOME_ROOM = 48;
  private static final double LITTLE_ROOM = 54;

  private final Kit kit;
  private final ScheduleWords words;

  ScheduleTables(Kit kit, ScheduleWords words) {
    this.kit = kit;
    this.words = words;
  }

  private EmptyNote none(String title, String why) {
    return new EmptyNote(EmptyNote.Kind.EMPTY, title, why);
  }

  TableView<Standing> schedules(Consumer<Standing> open) {
    TableView<Standing> table =
        DataTable.of(
            kit.text("schedule.schedules"),
            none(kit.text("schedule.none"), kit.text("schedule.noneWhy")),
            open);
    table.setId("schedules");
    TableColumn<Standing, String> name =
        DataTable.text(kit.text("schedule.name"), 150, one -> one.schedule().name());
    TableColumn<Standing, String> runs =
        DataTable.text(kit.text("schedule.what"), 160, one -> words.runs(one.schedule()));
    TableColumn<Standing, String> rule =
        DataTable.text(kit.text("schedule.rule"), 120, one -> words.rule(one.schedule().rule()));
    TableColumn<Standing, Instant> next =
        DataTable.number(
            kit.text("schedule.next"),
            92,
            one -> one.next().orElse(Instant.MAX),
            when -> when.equals(Instant.MAX) ? "–" : kit.figures().ago(when));
    TableColumn<Standing, String> last =
        DataTable.node(
            kit.text("schedule.last"),
            BADGE,
            words::last,
            one ->
                one.schedule().suspended()
                    ? new StateBadge(Health.UNKNOWN, kit.text("schedule.suspendedBadge"))
                    : new StateBadge(words.health(one), words.last(one)));
    last.setMinWidth(BADGE);
    next.setMinWidth(NUMBER);
    table.getColumns().setAll(List.of(name, runs, rule, next, last));
    Room.needs(table, SOME_ROOM, List.of(rule));
    return table;
  }

  TableView<Meeting> meetings() {
    TableView<Meeting> table =
        DataTable.of(
            kit.text("schedule.meetings"),
            none(kit.text("schedule.noMeeting"), kit.text("schedule.noMeetingWhy")),
            _ -> {});
    table.setId("meetings");
    TableColumn<Meeting, String> at =
        DataTable.text(kit.text("schedule.at"), 160, one -> kit.figures().dayAndClock(one.at()));
    at.setComparator(null);
    at.setMinWidth(MOMENT);
    TableColumn<Meeting, String> who =
        DataTable.text(kit.text("schedule.who"), 140, one -> String.join(", ", one.schedules()));
    who.setMinWidth(BADGE);
    TableColumn<Meeting, String> what =
        DataTable.text(kit.text("schedule.whatHappens"), 300, words::meets);
    table.getColumns().setAll(List.of(at, who, what));
    table.getColumns().forEach(column -> column.setSortable(false));
    return table;
  }

  TableView<TimeWindow.Standing> windows() {
    TableView<TimeWindow.Standing> table =
        DataTable.of(
            kit.text("schedule.windows"),
            none(kit.text("schedule.noWindow"), kit.text("schedule.noWindowWhy")),
            _ -> {});
    table.setId("windows");
    TableColumn<TimeWindow.Standing, String> name =
        DataTable.text(kit.text("schedule.window"), 120, one -> one.window().name());
    TableColumn<TimeWindow.Standing, String> times =
        DataTable.text(kit.text("schedule.timesUtc"), 220, one -> words.times(one.window()));
    TableColumn<TimeWindow.Standing, String> open =
        DataTable.node(
            kit.text("schedule.state"),
            BADGE,
            one -> String.valueOf(one.open()),
            one ->
                one.open()
                    ? new StateBadge(Health.OK, kit.text("schedule.open"))
                    : new StateBadge(Health.UNKNOWN, kit.text("schedule.closed")));
    open.setMinWidth(BADGE);
    TableColumn<TimeWindow.Standing, Instant> changes =
        DataTable.number(
            kit.text("schedule.changes"),
            92,
            one -> one.changes().orElse(Instant.MAX),
            when -> when.equals(Instant.MAX) ? "–" : kit.figures().ago(when));
    TableColumn<TimeWindow.Standing, String> who =
        DataTable.text(kit.text("schedule.usedBy"), 140, one -> String.join(", ", one.schedules()));
    table.getColumns().setAll(List.of(name, times, open, changes, who));
    changes.setMinWidth(NUMBER);
    Room.needs(table, LITTLE_ROOM, List.of(changes));
    Room.needs(table, SOME_ROOM, List.of(who));
    return table;
  }

  /// What would be lost grows while nothing else changes.
  private Duration since(Instant created) {
    Duration age = Duration.between(created, kit.clock().instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  TableView<Exposure.OfSet> exposure(Consumer<Exposure.OfSet> open) {
    TableView<Exposure.OfSet> table =
        DataTable.of(
            kit.text("schedule.exposure"),
            none(kit.text("schedule.noSet"), kit.text("schedule.noSetWhy")),
            open);
    table.setId("exposure");
    TableColumn<Exposure.OfSet, String> set =
        DataTable.text(kit.text("schedule.set"), 180, Exposure.OfSet::set);
    TableColumn<Exposure.OfSet, String> state =
        DataTable.node(
            kit.text("schedule.state"),
            LONG_BADGE,
            one -> String.valueOf(!one.breached()),
            one ->
                one.breached()
                    ? new StateBadge(Health.AT_RISK, kit.text("schedule.breached"))
                    : new StateBadge(Health.OK, kit.text("schedule.within")));
    state.setMinWidth(LONG_BADGE);
    TableColumn<Exposure.OfSet, Duration> lost =
        DataTable.number(
            kit.text("schedule.lostNow"),
            104,
            one -> one.created().map(this::since).orElse(EVERYTHING),
            age ->
                age.equals(EVERYTHING)
                    ? kit.text("schedule.everything")
                    : kit.figures().duration(age));
    TableColumn<Exposure.OfSet, Duration> most =
        DataTable.number(
            kit.text("schedule.mayBe"), 92, Exposure.OfSet::target, kit.figures()::duration);
    TableColumn<Exposure.OfSet, String> tier =
        DataTable.text(kit.text("schedule.tier"), 84, Exposure.OfSet::tier);
    table.getColumns().setAll(List.of(set, state, lost, most, tier));
    lost.setMinWidth(NUMBER);
    most.setMinWidth(NUMBER);
    Room.needs(table, SOME_ROOM, List.of(tier));
    return table;
  }
}
