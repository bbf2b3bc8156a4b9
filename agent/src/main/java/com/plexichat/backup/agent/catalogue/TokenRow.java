package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.Role;
import java.util.List;

/// An enrolment token; only the hash of its secret is known.
///
/// @param person whom it is for; empty: for a peer
public record TokenRow(
    Bytes secretHash,
    long expiresMs,
    int usesLeft,
    String person,
    List<Role> roles,
    String owner,
    String region,
    String site) {
  public TokenRow {
    roles = List.copyOf(roles);
  }
}
