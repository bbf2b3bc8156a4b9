package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.Role;
import java.util.List;

/// A person who has joined.
///
/// @param serial of the newest certificate, hex
/// @param keyHash SHA-256 of its public key; empty: an older entry of the log
public record PersonRow(
    String name,
    List<Role> roles,
    String serial,
    long joinedMs,
    long certificateExpiresMs,
    Bytes keyHash) {
  public PersonRow {
    roles = List.copyOf(roles);
  }
}
