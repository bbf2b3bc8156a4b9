package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.util.io.pem.PemObject;

/// The private files of an agent's home; never in `data_dir`, whose disk may be lent or replaced.
///
/// - `agent.key`: PEM, PRIVATE KEY (PKCS#8, P-256), PUBLIC KEY, and PLEXICHAT HYBRID SEED
/// - `chain.pem`: own certificate and intermediate; `root.pem`
/// - `cluster.properties`: `cluster_id`, `name`, `coordinator`; written last, so that a home that
///   has it is a member
/// - `intermediate.key`: only at the coordinator; PEM, PRIVATE KEY and CERTIFICATE
/// - `capsule.key`: only at the coordinator; the file key of its capsule
///
/// All have mode 0600; a key file that others may read is refused.
public final class KeyFolder {
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String CAPSULE = "PLEXICHAT CAPSULE KEY";
  private static final String SEED = "PLEXICHAT HYBRID SEED";

  private final Path folder;

  public KeyFolder(Path folder) {
    this.folder = folder;
  }

  /// Whether an enrolment was completed here.
  public boolean isMember() {
    return Files.exists(clusterFile());
  }

  public boolean hasKeys() {
    return Files.exists(keyFile());
  }

  /// Makes and stores new keys; ALREADY_INITIALISED when the folder has some.
  public AgentKeys makeKeys(SecureRandom random) {
    if (hasKeys()) {
      throw new OperationFailed(FailureCode.ALREADY_INITIALISED, folder.toString());
    }
    AgentKeys keys = AgentKeys.generate(random);
    PrivateFiles.makeFolder(folder);
    try (Secret seed = keys.sealing().seed()) {
      byte[] copy = seed.copy();
      new PemFile(
              keyFile(),
              List.of(
                  new PemObject(PRIVATE, keys.signing().getPrivate().getEncoded()),
                  new PemObject(PUBLIC, keys.signing().getPublic().getEncoded()),
                  new PemObject(SEED, copy)))
          .write();
      Arrays.fill(copy, (byte) 0);
    }
    return keys;
  }

  /// KEY_FILE_UNSAFE when others may read the file, CONFIG_INVALID when it is missing or not one.
  public AgentKeys loadKeys() {
    PemFile file = PemFile.parse(keyFile(), PrivateFiles.readKey(keyFile()));
    byte[] seed = file.block(SEED);
    if (seed.length != HybridKey.SEED) {
      throw PemFile.invalid(keyFile(), "its seed is not whole", null);
    }
    KeyPair pair = new KeyPair(publicKey(file), privateKey(file));
    requirePair(keyFile(), pair.getPrivate(), pair.getPublic());
    HybridKey sealing = HybridKey.fromSeed(seed);
    Arrays.fill(seed, (byte) 0);
    return new AgentKeys(pair, sealing);
  }

  /// Stores what enrolment gave, or what renewal gave anew.
  public void save(Membership membership) {
    PrivateFiles.makeFolder(folder);
    PemFile.ofCertificates(chainFile(), membership.chain()).write();
    PemFile.ofCertificates(rootFile(), List.of(membership.root())).write();
    StringBuilder text = new StringBuilder();
    new TreeMap<>(
            Map.of(
                "cluster_id", membership.clusterId(),
                "name", membership.name(),
                "coordinator", membership.coordinatorEndpoint()))
        .forEach((key, value) -> text.append(line(key, value)));
    PrivateFiles.write(clusterFile(), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// CONFIG_INVALID when the home is no member or a file is damaged.
  public Membership loadMembership() {
    Map<String, String> values = new TreeMap<>();
    String text = new String(PrivateFiles.read(clusterFile()), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return new Membership(
        value(values, "cluster_id"),
        value(values, "name"),
        value(values, "coordinator"),
        PemFile.parse(chainFile(), PrivateFiles.read(chainFile())).certificates(),
        PemFile.parse(rootFile(), PrivateFiles.read(rootFile())).certificates().getFirst());
  }

  /// Stores the coordinator's signing authority.
  public void saveIntermediate(CertifiedKey intermediate) {
    PrivateFiles.makeFolder(folder);
    new PemFile(
            intermediateFile(),
            List.of(
                new PemObject(PRIVATE, intermediate.key().getEncoded()),
                new PemObject(PemFile.CERTIFICATE, Certificates.der(intermediate.certificate()))))
        .write();
  }

  public boolean hasIntermediate() {
    return Files.exists(intermediateFile());
  }

  /// Stores what the coordinator needs to go on with its capsule after a restart. It opens nothing
  /// that does not lie beside it in the clear: the catalogue.
  public void saveCapsuleKey(byte[] key) {
    PrivateFiles.makeFolder(folder);
    new PemFile(capsuleFile(), List.of(new PemObject(CAPSULE, key))).write();
  }

  public Optional<byte[]> loadCapsuleKey() {
    Path path = capsuleFile();
    return Files.exists(path)
        ? Optional.of(PemFile.parse(path, PrivateFiles.readKey(path)).block(CAPSULE))
        : Optional.empty();
  }

  public CertifiedKey loadIntermediate() {
    Path path = intermediateFile();
    PemFile file = PemFile.parse(path, PrivateFiles.readKey(path));
    X509Certificate certificate = file.certificates().getFirst();
    PrivateKey key = privateKey(file);
    requirePair(path, key, certificate.getPublicKey());
    return new CertifiedKey(key, certificate);
  }

  private static String line(String key, String value) {
    if (value.lines().count() > 1) {
      throw new IllegalArgumentException("a value of one line");
    }
    return key + "=" + value + "\n";
  }

  private String value(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw PemFile.invalid(clusterFile(), "it does not say " + key, null);
    }
    return value;
  }

  private static PrivateKey privateKey(PemFile file) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(file.block(PRIVATE)));
    } catch (GeneralSecurityException e) {
      throw PemFile.invalid(file.path(), "its private key cannot be read", e);
    }
  }

  private static PublicKey publicKey(PemFile file) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new X509EncodedKeySpec(file.block(PUBLIC)));
    } catch (GeneralSecurityException e) {
      throw PemFile.invalid(file.path(), "its public key cannot be read", e);
    }
  }

  private static void requirePair(Path path, PrivateKey key, PublicKey publicKey) {
    byte[] probe = publicKey.getEncoded();
    if (!Signing.verify(publicKey, probe, Signing.sign(key, probe))) {
      throw PemFile.invalid(path, "its two halves do not belong together", null);
    }
  }

  private Path keyFile() {
    return folder.resolve("agent.key");
  }

  private Path chainFile() {
    return folder.resolve("chain.pem");
  }

  private Path rootFile() {
    return folder.resolve("root.pem");
  }

  private Path clusterFile() {
    return folder.resolve("cluster.properties");
  }

  private Path capsuleFile() {
    return folder.resolve("capsule.key");
  }

  private Path intermediateFile() {
    return folder.resolve("intermediate.key");
  }
}
