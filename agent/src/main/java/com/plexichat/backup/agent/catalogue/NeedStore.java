package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.StripeStore.StatementFailed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/// The writer's way to the runs of one set. Beginning a run that is open, and ending one that is
/// not, changes nothing.
final class NeedStore implements AutoCloseable {
  private final int set;
  private final PreparedStatement open;
  private final PreparedStatement insert;
  private final PreparedStatement end;

  NeedStore(Handle handle, int set) {
    this.set = set;
    try {
      Connection connection = handle.getConnection();
      open =
          connection.prepareStatement(
              "SELECT from_counter FROM need WHERE set_no = ? AND stripe = ? AND to_counter = -1");
      insert = connection.prepareStatement("INSERT INTO need VALUES (?, ?, ?, -1)");
      end =
          connection.prepareStatement(
              "UPDATE need SET to_counter = ? WHERE set_no = ? AND stripe = ? AND to_counter = -1");
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// The set needs the stripe from this backup on.
  void begin(long stripe, long from) {
    try {
      open.setInt(1, set);
      open.setLong(2, stripe);
      try (ResultSet row = open.executeQuery()) {
        if (row.next()) {
          return;
        }
      }
      insert.setInt(1, set);
      insert.setLong(2, stripe);
      insert.setLong(3, from);
      insert.executeUpdate();
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// The set needed the stripe up to this backup.
  void end(long stripe, long to) {
    try {
      end.setLong(1, to);
      end.setInt(2, set);
      end.setLong(3, stripe);
      end.executeUpdate();
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  @Override
  public void close() {
    try {
      open.close();
      insert.close();
      end.close();
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }
}
