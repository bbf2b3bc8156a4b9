package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.CertificateNames;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import io.grpc.Context;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Who makes a call, as the certificate of the connection proves.
///
/// @param id an agent's peer id, a person's name, a stranger's address
/// @param roles a person's
/// @param serial of the certificate: hex, lower case; empty for a stranger
/// @param validUntil end of the certificate; a connection may outlive it
public record Caller(Kind kind, String id, Set<Role> roles, String serial, Instant validUntil) {
  private static final Context.Key<Caller> KEY = Context.key("caller");

  /// What a caller is.
  public enum Kind {
    AGENT,
    PERSON,
    /// Without a certificate of the cluster; only where one enrols.
    STRANGER
  }

  public Caller {
    roles = Set.copyOf(roles);
  }

  /// Who makes the call that is being answered on this thread.
  public static Caller current() {
    Caller caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException("no call is being answered here");
    }
    return caller;
  }

  static Caller stranger(String address) {
    return new Caller(Kind.STRANGER, address, Set.of(), "", Instant.MAX);
  }

  /// Reads a certificate that has been verified; one without a name is a stranger's.
  static Caller of(X509Certificate certificate, String address) {
    CertificateNames names = CertificateNames.of(certificate);
    String serial = RootTrust.serial(certificate);
    Instant until = certificate.getNotAfter().toInstant();
    return names
        .peer()
        .map(peer -> new Caller(Kind.AGENT, peer.hex(), Set.of(), serial, until))
        .or(() ->
            names.person().map(name -> new Caller(Kind.PERSON, name, names.roles(), serial, until)))
        .orElseGet(() -> new Caller(Kind.STRANGER, address, Set.of(), serial, until));
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /// The peer id, when it is an agent.
  public Optional<PeerId> peer() {
    return kind == Kind.AGENT ? Optional.of(new PeerId(id)) : Optional.empty();
  }

  /// As the log of commands names it: "peer:ID" or "person:NAME".
  public String actor() {
    return switch (kind) {
      case AGENT -> "peer:" + id;
      case PERSON -> "person:" + id;
      case STRANGER -> "stranger:" + id;
    };
  }

  @Override
  public String toString() {
    return actor();
  }
}
