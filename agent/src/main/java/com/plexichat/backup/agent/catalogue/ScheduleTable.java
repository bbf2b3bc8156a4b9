package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Schedules, their runs, and the windows that they may start in.
public final class ScheduleTable {
  private static final String SELECT =
      "SELECT schedule.*, (SELECT run FROM schedule_run WHERE schedule_run.schedule ="
          + " schedule.name ORDER BY no DESC FETCH FIRST ROW ONLY) AS last_run FROM schedule ";

  private final Reads reads;

  ScheduleTable(Reads reads) {
    this.reads = reads;
  }

  /// By name.
  public List<ScheduleRow> all() {
    return reads.read(
        handle -> handle.select(SELECT + "ORDER BY name").map((row, _) -> row(row)).list());
  }

  /// The one of this name.
  ///
  /// @throws OperationFailed SCHEDULE_UNKNOWN
  public ScheduleRow get(String name) {
    return reads
        .read(handle ->
            handle.select(SELECT + "WHERE name = ?", name).map((row, _) -> row(row)).findOne())
        .orElseThrow(() -> new OperationFailed(FailureCode.SCHEDULE_UNKNOWN, name));
  }

  /// What became of a schedule's due times, the newest first.
  public List<ScheduleRun> runs(String name, int most) {
    return reads.read(handle ->
        handle
            .select(
                "SELECT run FROM schedule_run WHERE schedule = ? ORDER BY no DESC"
                    + " FETCH FIRST ? ROWS ONLY",
                name,
                most)
            .mapTo(byte[].class)
            .map(run -> parsed(ScheduleRun.parser(), run))
            .list());
  }

  /// By name.
  public List<WindowSpec> windows() {
    return reads.read(handle ->
        handle
            .select("SELECT spec FROM maintenance_window ORDER BY name")
            .mapTo(byte[].class)
            .map(spec -> parsed(WindowSpec.parser(), spec))
            .list());
  }

  /// The one of this name.
  ///
  /// @throws OperationFailed WINDOW_UNKNOWN
  public WindowSpec window(String name) {
    return windows().stream()
        .filter(window -> window.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new OperationFailed(FailureCode.WINDOW_UNKNOWN, name));
  }

  private static ScheduleRow row(ResultSet row) throws SQLException {
    ScheduleSpec spec = parsed(ScheduleSpec.parser(), row.getBytes("spec"));
    String switchedBy = row.getString("switched_by");
    byte[] last = row.getBytes("last_run");
    return new ScheduleRow(
        spec.toBuilder().setSuspended(row.getBoolean("suspended")).build(),
        new ScheduleRow.Act(row.getString("defined_by"), row.getLong("defined_ms")),
        switchedBy.isEmpty()
            ? Optional.empty()
            : Optional.of(new ScheduleRow.Act(switchedBy, row.getLong("switched_ms"))),
        row.getLong("closed_ms"),
        row.getLong("noted_ms"),
        row.getString("last_job"),
        last == null ? Optional.empty() : Optional.of(parsed(ScheduleRun.parser(), last)));
  }

  static <M extends MessageLite> M parsed(Parser<M> parser, byte[] stored) {
    try {
      return parser.parseFrom(stored);
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a schedule in the database cannot be read", notOurs);
    }
  }
}
