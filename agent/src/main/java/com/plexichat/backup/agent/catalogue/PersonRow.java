package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Role;
import java.util.List;

/// A person who has joined.
///
/// @param serial of the newest certificate, hex
public record PersonRow(
    String name, List<Role> roles, String serial, long joinedMs, long certificateExpiresMs) {
  public PersonRow {
    roles = List.copyOf(roles);
  }
}
