package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// People, and the tokens by which people and peers join.
public final class PersonTable {
  private final Reads reads;

  PersonTable(Reads reads) {
    this.reads = reads;
  }

  /// By name.
  public List<PersonRow> all() {
    return reads.read(handle ->
        handle.select("SELECT * FROM person ORDER BY name").map((row, _) -> person(row)).list());
  }

  public Optional<PersonRow> find(String name) {
    return reads.read(handle ->
        handle
            .select("SELECT * FROM person WHERE name = ?", name)
            .map((row, _) -> person(row))
            .findOne());
  }

  /// A token by the SHA-256 of its secret, used up and expired ones included.
  public Optional<TokenRow> token(Bytes secretHash) {
    return reads.read(handle ->
        handle
            .select("SELECT * FROM token WHERE secret_hash = ?", secretHash.toArray())
            .map((row, _) -> token(row))
            .findOne());
  }

  private static PersonRow person(ResultSet row) throws SQLException {
    return new PersonRow(
        row.getString("name"),
        roles(row),
        row.getString("serial"),
        row.getLong("joined_ms"),
        row.getLong("certificate_expires_ms"),
        Bytes.of(row.getBytes("key_hash")));
  }

  private static TokenRow token(ResultSet row) throws SQLException {
    return new TokenRow(
        Bytes.of(row.getBytes("secret_hash")),
        row.getLong("expires_ms"),
        row.getInt("uses_left"),
        row.getString("person"),
        roles(row),
        row.getString("owner"),
        row.getString("region"),
        row.getString("site"));
  }

  private static List<Role> roles(ResultSet row) throws SQLException {
    String roles = row.getString("roles");
    return roles.isEmpty()
        ? List.of()
        : Arrays.stream(roles.split(",", -1)).map(Role::valueOf).toList();
  }
}
