package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Vaults with their newest key rings.
public final class VaultTable {
  private final Reads reads;

  VaultTable(Reads reads) {
    this.reads = reads;
  }

  /// In the order in which they were registered.
  public List<VaultRow> all() {
    return reads.read(handle ->
        handle.select("SELECT * FROM vault ORDER BY no").map((row, _) -> row(row)).list());
  }

  public Optional<VaultRow> find(VaultId id) {
    return reads.read(handle ->
        handle
            .select("SELECT * FROM vault WHERE id = ?", id.hex())
            .map((row, _) -> row(row))
            .findOne());
  }

  /// The vaults that protect one machine's data.
  public List<VaultRow> ofHost(PeerId host) {
    return reads.read(handle ->
        handle
            .select("SELECT * FROM vault WHERE host = ? ORDER BY no", host.hex())
            .map((row, _) -> row(row))
            .list());
  }

  private static VaultRow row(ResultSet row) throws SQLException {
    String recipients = row.getString("recipients");
    return new VaultRow(
        new VaultId(row.getString("id")),
        new PeerId(row.getString("host")),
        row.getLong("version"),
        recipients.isEmpty() ? List.of() : Arrays.asList(recipients.split("\n", -1)),
        Bytes.of(row.getBytes("ring")));
  }
}
