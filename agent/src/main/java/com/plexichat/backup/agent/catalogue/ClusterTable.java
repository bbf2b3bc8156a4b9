package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The facts of the cluster.
public final class ClusterTable {
  private final Reads reads;

  ClusterTable(Reads reads) {
    this.reads = reads;
  }

  /// Empty until the cluster is founded.
  public Optional<ClusterRow> find() {
    return reads.read(
        handle -> handle.select("SELECT * FROM cluster").map((row, _) -> row(row)).findOne());
  }

  private static ClusterRow row(ResultSet row) throws SQLException {
    String coordinator = row.getString("coordinator");
    return new ClusterRow(
        row.getString("cluster_id"),
        row.getString("name"),
        Bytes.of(row.getBytes("root_certificate")),
        Bytes.of(row.getBytes("recovery_key")),
        row.getBoolean("rebuilt"),
        row.getLong("epoch"),
        coordinator.isEmpty() ? Optional.empty() : Optional.of(new PeerId(coordinator)),
        Bytes.of(row.getBytes("epoch_grant")),
        new ClusterRow.KitRow(
            row.getLong("kit_stored_ms"),
            row.getString("kit_stored_by"),
            row.getString("kit_note")),
        row.getLong("order_sequence"));
  }
}
