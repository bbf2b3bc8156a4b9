package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who a certificate says its holder is: the URIs among its alternative names.
///
/// An agent has a peer id, a person a name and roles; nobody is known by a host name, so that a
/// machine may move. Roles unknown to this version are left out: they grant nothing here.
public record CertificateNames(
    Optional<String> cluster, Optional<PeerId> peer, Optional<String> person, Set<Role> roles) {
  private static final int URI = 6;
  private static final String CLUSTER = "plexichat:cluster:";
  private static final String PEER = "plexichat:peer:";
  private static final String PERSON = "plexichat:person:";
  private static final String ROLE = "plexichat:role:";

  public CertificateNames {
    roles = Set.copyOf(roles);
  }

  /// The names of an agent.
  public static CertificateNames agent(String cluster, PeerId peer) {
    return new CertificateNames(
        Optional.of(cluster), Optional.of(peer), Optional.empty(), Set.of());
  }

  /// The names of a person.
  public static CertificateNames person(String cluster, String name, Set<Role> roles) {
    return new CertificateNames(Optional.of(cluster), Optional.empty(), Optional.of(name), roles);
  }

  /// How they are written in a certificate.
  public List<String> uris() {
    List<String> uris = new ArrayList<>();
    cluster.ifPresent(id -> uris.add(CLUSTER + id));
    peer.ifPresent(id -> uris.add(PEER + id.hex()));
    person.ifPresent(name -> uris.add(PERSON + name));
    roles.stream().sorted().forEach(role -> uris.add(ROLE + role.name()));
    return uris;
  }

  /// Reads a certificate's names; one that names both an agent and a person names neither.
  public static CertificateNames of(X509Certificate certificate) {
    Optional<String> cluster = Optional.empty();
    Optional<PeerId> peer = Optional.empty();
    Optional<String> person = Optional.empty();
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String uri : uris(certificate)) {
      if (uri.startsWith(CLUSTER)) {
        cluster = Optional.of(uri.substring(CLUSTER.length()));
      } else if (uri.startsWith(PEER)) {
        peer = peer(uri.substring(PEER.length()), certificate);
      } else if (uri.startsWith(PERSON)) {
        person = Optional.of(uri.substring(PERSON.length()));
      } else if (uri.startsWith(ROLE)) {
        addRole(roles, uri.substring(ROLE.length()));
      }
    }
    if (peer.isPresent() && person.isPresent()) {
      return new CertificateNames(cluster, Optional.empty(), Optional.empty(), Set.of());
    }
    return new CertificateNames(cluster, peer, person, roles);
  }

  /// The id, when it is the one that follows from the certificate's key.
  private static Optional<PeerId> peer(String hex, X509Certificate certificate) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      PeerId own = new PeerId(HexFormat.of().formatHex(hash, 0, 16));
      return own.hex().equals(hex) ? Optional.of(own) : Optional.empty();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void addRole(Set<Role> roles, String name) {
    for (Role role : Role.values()) {
      if (role.name().equals(name)) {
        roles.add(role);
      }
    }
  }

  private static List<String> uris(X509Certificate certificate) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException damaged) {
      return List.of();
    }
    if (names == null) {
      return List.of();
    }
    return names.stream()
        .filter(name -> name.size() == 2 && Integer.valueOf(URI).equals(name.get(0)))
        .map(name -> String.valueOf(name.get(1)))
        .toList();
  }
}
