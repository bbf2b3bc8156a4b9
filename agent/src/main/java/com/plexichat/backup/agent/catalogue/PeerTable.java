package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Every peer that ever joined, removed ones included.
public final class PeerTable {
  private static final String SELECT =
      "SELECT peer.*, COALESCE((SELECT coordinator FROM cluster), '') = peer.id AS coordinates"
          + " FROM peer ";

  private final Reads reads;

  PeerTable(Reads reads) {
    this.reads = reads;
  }

  /// In the order in which they joined.
  public List<PeerRow> all() {
    return reads.read(
        handle -> handle.select(SELECT + "ORDER BY no").map((row, _) -> row(row)).list());
  }

  public Optional<PeerRow> find(PeerId id) {
    return reads.read(handle ->
        handle.select(SELECT + "WHERE id = ?", id.hex()).map((row, _) -> row(row)).findOne());
  }

  /// By id or by name; of several with one name, one that was not removed, and of those the one
  /// that joined last.
  ///
  /// @throws OperationFailed PEER_UNKNOWN
  public PeerRow get(String idOrName) {
    return reads
        .read(handle ->
            handle
                .select(
                    SELECT
                        + "WHERE id = ? OR name = ? ORDER BY id = ? DESC,"
                        + " state IN ('REMOVED', 'BANNED'), no DESC",
                    idOrName,
                    idOrName,
                    idOrName)
                .map((row, _) -> row(row))
                .findFirst())
        .orElseThrow(() -> new OperationFailed(FailureCode.PEER_UNKNOWN, idOrName));
  }

  private static PeerRow row(ResultSet row) throws SQLException {
    return new PeerRow(
        new PeerId(row.getString("id")),
        row.getInt("no"),
        row.getString("name"),
        row.getString("endpoint"),
        row.getString("enrol_endpoint"),
        row.getString("owner"),
        row.getString("region"),
        row.getString("site"),
        PeerState.valueOf(row.getString("state")),
        row.getLong("capacity"),
        row.getBoolean("coordinates"),
        Bytes.of(row.getBytes("sealing_key")),
        Bytes.of(row.getBytes("certificate")),
        row.getLong("joined_ms"),
        row.getLong("certificate_expires_ms"),
        row.getString("why"),
        row.getLong("copies"),
        row.getLong("bytes"),
        row.getLong("pending_bytes"));
  }
}
