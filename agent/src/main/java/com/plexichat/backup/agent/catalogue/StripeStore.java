package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The writer's way to the stripe table: statements prepared once, because a large backup writes
/// hundreds of thousands of rows.
final class StripeStore {
  private static final String COLUMNS =
      "no, high, low, vault_no, key_epoch, k, m, source, origin, first_shard, lengths, copies,"
          + " trail";

  private final PreparedStatement find;
  private final PreparedStatement byNumber;
  private final PreparedStatement insert;
  private final PreparedStatement insertNames;
  private final PreparedStatement names;
  private final PreparedStatement update;
  private final PreparedStatement last;

  StripeStore(Handle handle) {
    try {
      Connection connection = handle.getConnection();
      find = connection.prepareStatement("SELECT " + COLUMNS + " FROM stripe WHERE high = ?");
      byNumber = connection.prepareStatement("SELECT " + COLUMNS + " FROM stripe WHERE no = ?");
      insert =
          connection.prepareStatement(
              "INSERT INTO stripe (" + COLUMNS + ", present) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
      insertNames = connection.prepareStatement("INSERT INTO shard VALUES (?, ?)");
      names = connection.prepareStatement("SELECT names FROM shard WHERE stripe = ?");
      update =
          connection.prepareStatement(
              "UPDATE stripe SET copies = ?, present = ?, trail = ? WHERE no = ?");
      last =
          connection.prepareStatement(
              "SELECT no, first_shard + k + m FROM stripe ORDER BY no DESC FETCH FIRST ROW ONLY");
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// A stripe as it is stored.
  @SuppressWarnings("ArrayRecordComponent") // stored form, never compared
  record Stored(
      long number,
      StripeId id,
      int vault,
      int keyEpoch,
      int k,
      int m,
      int source,
      int origin,
      long firstShard,
      byte[] lengths,
      CopySet copies,
      Trail trail) {
    int shards() {
      return k + m;
    }
  }

  /// Numbers for the next new stripe.
  record Next(long number, long firstShard) {}

  @Nullable Stored find(StripeId id) {
    try {
      find.setLong(1, id.high());
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          if (rows.getLong(3) == id.low()) {
            return stored(rows);
          }
        }
        return null;
      }
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// One that a command names.
  ///
  /// @param what the command does, for its refusal
  Stored get(String what, ByteString id) {
    StripeId stripe = StripeId.of(id.toByteArray());
    Stored stored = find(stripe);
    if (stored == null) {
      throw Demand.refused(what, "stripe " + stripe + " was never reserved");
    }
    return stored;
  }

  Stored get(long number) {
    try {
      byNumber.setLong(1, number);
      try (ResultSet rows = byNumber.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("no stripe " + number);
        }
        return stored(rows);
      }
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getLong(1),
        new StripeId(row.getLong(2), row.getLong(3)),
        row.getInt(4),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7),
        row.getInt(8),
        row.getInt(9),
        row.getLong(10),
        row.getBytes(11),
        CopySet.decode(row.getBytes(12)),
        Trail.decode(row.getBytes(13)));
  }

  Next next() {
    try (ResultSet row = last.executeQuery()) {
      return row.next() ? new Next(row.getLong(1) + 1, row.getLong(2)) : new Next(1, 1);
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// @param entry of the log that brings it
  void insert(Stored stripe, byte[] shardNames, long entry) {
    stripe.trail().note(entry);
    try {
      insert.setLong(1, stripe.number());
      insert.setLong(2, stripe.id().high());
      insert.setLong(3, stripe.id().low());
      insert.setInt(4, stripe.vault());
      insert.setInt(5, stripe.keyEpoch());
      insert.setInt(6, stripe.k());
      insert.setInt(7, stripe.m());
      insert.setInt(8, stripe.source());
      insert.setInt(9, stripe.origin());
      insert.setLong(10, stripe.firstShard());
      insert.setBytes(11, stripe.lengths());
      insert.setBytes(12, stripe.copies().encode());
      insert.setBytes(13, stripe.trail().encode());
      insert.setInt(14, stripe.copies().present());
      insert.executeUpdate();
      insertNames.setLong(1, stripe.number());
      insertNames.setBytes(2, shardNames);
      insertNames.executeUpdate();
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  byte[] names(long number) {
    try {
      names.setLong(1, number);
      try (ResultSet row = names.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("no shards of stripe " + number);
        }
        return row.getBytes(1);
      }
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// @param entry of the log that changed it
  void update(Stored stripe, long entry) {
    stripe.trail().note(entry);
    try {
      update.setBytes(1, stripe.copies().encode());
      update.setInt(2, stripe.copies().present());
      update.setBytes(3, stripe.trail().encode());
      update.setLong(4, stripe.number());
      update.executeUpdate();
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// The name of one shard of a stored list.
  static byte[] name(byte[] names, int index) {
    byte[] name = new byte[Demand.HASH_BYTES];
    ByteBuffer.wrap(names).get(index * Demand.HASH_BYTES, name);
    return name;
  }

  /// SQL that failed.
  static final class StatementFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StatementFailed(SQLException cause) {
      super(cause);
    }
  }
}
