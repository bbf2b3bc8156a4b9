package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who a certificate says its holder is, from the URIs among its alternative names; the subject is
/// for people to read and decides nothing.
///
/// `plexichat:cluster:ID`, and either `plexichat:peer:HEX` or `plexichat:person:NAME` with
/// `plexichat:role:ROLE` for each role.
public sealed interface Identity {
  String clusterId();

  /// Hex.
  String serial();

  /// How it is called in the audit chain: "peer:ID" or "person:NAME".
  String actor();

  /// An agent; its id follows its key.
  record Agent(String clusterId, String serial, PeerId peer) implements Identity {
    @Override
    public String actor() {
      return "peer:" + peer;
    }
  }

  record Person(String clusterId, String serial, String name, Set<Role> roles) implements Identity {
    public Person {
      roles = Set.copyOf(roles);
    }

    @Override
    public String actor() {
      return "person:" + name;
    }
  }

  /// Reads a certificate whose chain has been checked. CERTIFICATE_REFUSED when its names are not
  /// those of exactly one agent or person, or an agent's id is not that of its key.
  static Identity of(X509Certificate certificate) {
    List<String> uris = Names.uris(certificate);
    String cluster = Names.only(uris, "cluster").orElseThrow(() -> Names.refused("no cluster"));
    String serial = Certificates.serial(certificate);
    Optional<String> peer = Names.only(uris, "peer");
    Optional<String> person = Names.only(uris, "person");
    if (peer.isPresent() == person.isPresent()) {
      throw Names.refused("neither one agent nor one person");
    }
    if (peer.isPresent()) {
      PeerId id = Signing.peerId(certificate.getPublicKey());
      if (!id.hex().equals(peer.get())) {
        throw Names.refused("another agent than its key's");
      }
      return new Agent(cluster, serial, id);
    }
    return new Person(cluster, serial, person.get(), Names.roles(uris));
  }

  /// How names are written in certificates.
  final class Names {
    private static final String SCHEME = "plexichat:";
    private static final int URI = 6;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Names() {}

    static String uri(String kind, String value) {
      return SCHEME + kind + ":" + value;
    }

    /// Refuses a name that a certificate could not carry. NAME_INVALID.
    static String checked(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new OperationFailed(FailureCode.NAME_INVALID, name);
      }
      return name;
    }

    private static List<String> uris(X509Certificate certificate) {
      try {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
            ? List.of()
            : names.stream()
                .filter(name -> name.getFirst().equals(URI))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
      } catch (CertificateParsingException e) {
        throw refused("nothing that can be read");
      }
    }

    private static List<String> all(List<String> uris, String kind) {
      String prefix = SCHEME + kind + ":";
      return uris.stream()
          .filter(uri -> uri.startsWith(prefix))
          .map(uri -> uri.substring(prefix.length()))
          .toList();
    }

    private static Optional<String> only(List<String> uris, String kind) {
      List<String> all = all(uris, kind);
      if (all.size() > 1) {
        throw refused("more than one " + kind);
      }
      return all.stream().findFirst();
    }

    private static Set<Role> roles(List<String> uris) {
      Set<Role> roles = EnumSet.noneOf(Role.class);
      for (String role : all(uris, "role")) {
        try {
          roles.add(Role.valueOf(role));
        } catch (IllegalArgumentException e) {
          throw refused("the unknown role " + role);
        }
      }
      return roles;
    }

    private static OperationFailed refused(String named) {
      return new OperationFailed(
          FailureCode.CERTIFICATE_REFUSED, "A certificate", "it names " + named);
    }
  }
}
