package com.plexichat.backup.agent.security;

import com.plexichat.backup.proto.TokenIssued;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.Role;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/// A token as the catalogue knows it: never its secret.
///
/// @param secretHash SHA-256 of the secret
/// @param usesLeft 0 when it has been used as often as it may be
public record TokenRecord(Bytes secretHash, Instant expires, int usesLeft, Invitation invitation) {
  /// Whom the token lets in.
  public sealed interface Invitation {}

  /// A machine; `owner` may be empty: then each machine is its own owner.
  public record OfPeer(String owner, String region, String site) implements Invitation {}

  public record OfPerson(String name, Set<Role> roles) implements Invitation {
    public OfPerson {
      roles = Set.copyOf(roles);
    }
  }

  /// The record of an issued token that has been used `used` times.
  public static TokenRecord of(TokenIssued issued, int used) {
    Invitation invitation =
        issued.getPerson().isEmpty()
            ? new OfPeer(issued.getOwner(), issued.getRegion(), issued.getSite())
            : new OfPerson(
                issued.getPerson(),
                issued.getRolesList().stream().map(Role::valueOf).collect(Collectors.toSet()));
    return new TokenRecord(
        Bytes.of(issued.getSecretHash().toByteArray()),
        Instant.ofEpochMilli(issued.getExpiresMs()),
        Math.max(0, issued.getUses() - used),
        invitation);
  }
}
