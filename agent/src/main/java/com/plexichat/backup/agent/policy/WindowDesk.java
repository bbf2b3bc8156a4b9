package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ScheduleRow;
import com.plexichat.backup.agent.planning.Window;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.WindowDefined;
import com.plexichat.backup.proto.WindowEntry;
import com.plexichat.backup.proto.WindowRemoved;
import com.plexichat.backup.proto.WindowSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// What people decide of maintenance windows.
public final class WindowDesk {
  private final Catalogue catalogue;
  private final InstantSource time;

  public WindowDesk(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  /// Keeps a window under its name; schedules that have it follow it.
  public WindowSpec define(WindowSpec window, String reason, String actor) {
    ScheduleDesk.requireName(window.getName());
    ScheduleDesk.requireShort(reason);
    Window checked = ScheduleBook.window(window);
    catalogue.submit(
        actor,
        reason,
        "",
        Command.newBuilder()
            .setWindowDefined(WindowDefined.newBuilder().setWindow(window))
            .build());
    return catalogue.schedules().window(checked.name());
  }

  /// Answers it as it was; WINDOW_USED while a schedule has it.
  public WindowSpec remove(String name, String reason, String actor) {
    ScheduleDesk.requireShort(reason);
    WindowSpec was = catalogue.schedules().window(name);
    catalogue.submit(
        actor,
        reason,
        "",
        Command.newBuilder().setWindowRemoved(WindowRemoved.newBuilder().setName(name)).build());
    return was;
  }

  /// By name.
  public List<WindowEntry> list() {
    Instant now = time.instant();
    List<ScheduleRow> schedules = catalogue.schedules().all();
    return catalogue.schedules().windows().stream()
        .map(spec -> {
          Window window = ScheduleBook.window(spec);
          return WindowEntry.newBuilder()
              .setWindow(spec)
              .setOpen(window.isOpen(now))
              .setChangesMs(window.change(now).map(Instant::toEpochMilli).orElse(0L))
              .addAllSchedules(
                  schedules.stream()
                      .filter(row -> row.spec().getWindow().equals(spec.getName()))
                      .map(ScheduleRow::name)
                      .toList())
              .build();
        })
        .toList();
  }
}
