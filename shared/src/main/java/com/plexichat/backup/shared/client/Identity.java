package com.plexichat.backup.shared.client;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.Approval;
import com.plexichat.backup.proto.PlanConsent;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.wire.Consents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What proves who this machine or person is: own private key, own certificate chain, and the root
/// of the cluster, which is all that it trusts.
///
/// It lives in a folder of three PEM files, of which `key.pem` is its owner's alone (0600).
public final class Identity {
  private static final String KEY = "key.pem";
  private static final String CHAIN = "chain.pem";
  private static final String ROOT = "root.pem";

  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private final X509Certificate root;

  /// @param chain own certificate first, then what leads to the root; with or without the root
  public Identity(PrivateKey key, List<X509Certificate> chain, X509Certificate root) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
    this.key = key;
    this.chain = List.copyOf(chain);
    this.root = root;
  }

  /// Whether a folder holds an identity.
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(KEY));
  }

  /// Reads an identity from its folder. Fails with NO_CONTEXT when there is none, CONFIG_INVALID
  /// when it cannot be used or others may read the key.
  public static Identity load(Path folder) {
    Path file = folder.resolve(KEY);
    try {
      checkPrivate(file);
      PrivateKey key = key(Files.readString(file));
      file = folder.resolve(CHAIN);
      List<X509Certificate> chain = certificates(Files.readAllBytes(file));
      file = folder.resolve(ROOT);
      List<X509Certificate> roots = certificates(Files.readAllBytes(file));
      if (chain.isEmpty() || roots.size() != 1) {
        throw new OperationFailed(
            FailureCode.CONFIG_INVALID, folder.toString(), "a certificate is missing");
      }
      return new Identity(key, chain, roots.getFirst());
    } catch (NoSuchFileException none) {
      throw new OperationFailed(none, FailureCode.NO_CONTEXT, folder.toString());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      throw new OperationFailed(
          unusable,
          FailureCode.CONFIG_INVALID,
          file.toString(),
          String.valueOf(unusable.getMessage()));
    }
  }

  /// Writes the identity to its folder, the key last and readable by its owner alone.
  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    PemFile.write(folder.resolve(ROOT), pem(List.of(root)), false);
    PemFile.write(folder.resolve(CHAIN), pem(chain), false);
    PemFile.write(folder.resolve(KEY), armour("PRIVATE KEY", key.getEncoded()), true);
  }

  /// Removes an identity from its folder, the key first.
  static void delete(Path folder) throws IOException {
    for (String name : List.of(KEY, CHAIN, ROOT)) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  /// A person's consent, signed with the key of their own certificate, so that each machine can
  /// tell two people from one, whoever passes it on.
  public Approval consent(PlanConsent consent) {
    ByteString bytes = consent.toByteString();
    Approval.Builder approval = Approval.newBuilder().setConsent(bytes);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(Consents.message(bytes));
      approval.setSignature(ByteString.copyFrom(signature.sign()));
      for (X509Certificate one : chain) {
        if (!one.equals(root)) {
          approval.addChain(ByteString.copyFrom(one.getEncoded()));
        }
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without its own bytes", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an identity's key that cannot sign", e);
    }
    return approval.build();
  }

  public PrivateKey key() {
    return key;
  }

  public List<X509Certificate> chain() {
    return chain;
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  public X509Certificate root() {
    return root;
  }

  /// Who its certificate says that it is.
  public CertificateNames names() {
    return CertificateNames.of(certificate());
  }

  /// The peer id, on an agent.
  public Optional<PeerId> peerId() {
    return names().peer();
  }

  private static void checkPrivate(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    if (!PosixFilePermissions.fromString("rw-------").containsAll(granted)) {
      throw new OperationFailed(
          FailureCode.CONFIG_INVALID, file.toString(), "others than its owner may use it");
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String body =
        pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "").strip();
    byte[] bytes = Base64.getDecoder().decode(body);
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static String pem(List<X509Certificate> certificates) {
    StringBuilder all = new StringBuilder();
    for (X509Certificate one : certificates) {
      try {
        all.append(armour("CERTIFICATE", one.getEncoded()));
      } catch (CertificateEncodingException damaged) {
        throw new IllegalStateException(damaged);
      }
    }
    return all.toString();
  }

  private static String armour(String what, byte[] bytes) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  @Override
  public String toString() {
    return certificate().getSubjectX500Principal().getName();
  }
}
