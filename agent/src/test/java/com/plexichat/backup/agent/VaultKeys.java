package com.plexichat.backup.agent;

import com.plexichat.backup.agent.RealCluster.Member;
import com.plexichat.backup.agent.content.KeyRingCodec;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.agent.security.AgentKeys;
import com.plexichat.backup.agent.security.KeyFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The real secrets of an agent's own vault, for tests that look whether one lies where it must
/// not.
final class VaultKeys {
  private VaultKeys() {}

  /// Name → key: master, epoch, and of every stripe its secret, its key and the keys of its shards,
  /// derived here by docs/format.md.
  static Map<String, byte[]> of(Member member, SealedStores stores) throws Exception {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    try (AgentKeys own = new KeyFolder(member.home()).loadKeys()) {
      for (KeyRing ring : rings(member)) {
        for (KeyRing.SealedMaster sealed : ring.masters()) {
          if (sealed.recipient().equals(member.peerId())) {
            byte[] info = joined(text("master"), ring.vault().bytes(), text(sealed.recipient()));
            keys.put("master", own.sealing().open(sealed.sealed().toArray(), info));
          }
        }
        try (Vault vault =
            new KeyRings(new SecureRandom()).open(ring, member.peerId(), own.sealing())) {
          byte[] epoch = vault.epochKey(1).copy();
          keys.put("epoch", epoch);
          keys.put("gear", vault.gearKey());
          for (String stripe : stores.stripes()) {
            ofStripe(keys, epoch, stripe, stores);
          }
        }
      }
    }
    return keys;
  }

  private static List<KeyRing> rings(Member member) throws Exception {
    try (var files = Files.list(member.dataDir().resolve("rings"))) {
      List<Path> all = files.toList();
      List<KeyRing> rings = new ArrayList<>();
      for (Path file : all) {
        KeyRing ring = KeyRingCodec.verify(Files.readAllBytes(file), _ -> true);
        if (ring.host().hex().equals(member.peerId())) {
          rings.add(ring);
        }
      }
      return rings;
    }
  }

  private static void ofStripe(
      Map<String, byte[]> keys, byte[] epoch, String stripe, SealedStores stores)
      throws GeneralSecurityException, IOException {
    List<byte[]> shares = stores.shares(stripe);
    byte[] id = HexFormat.of().parseHex(stripe);
    byte[] secret = hkdf(epoch, new byte[32], joined(text("stripe"), id));
    MessageDigest salt = MessageDigest.getInstance("SHA-256");
    shares.forEach(salt::update);
    byte[] key = hkdf(secret, salt.digest(), text("key"));
    keys.put("secret of stripe " + stripe, secret);
    keys.put("key of stripe " + stripe, key);
    for (int index = 0; index < shares.size(); index++) {
      byte[] shard = hkdf(key, new byte[32], joined(text("shard"), new byte[] {(byte) index}));
      keys.put("key of shard " + index + " of " + stripe, shard);
      open(shard, Files.readAllBytes(stores.file(stripe, index)));
    }
  }

  /// Proves that a key is the real one: its shard opens.
  private static void open(byte[] key, byte[] file) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(128, new byte[12]));
    cipher.updateAAD(file, 0, SealedStores.HEADER);
    cipher.doFinal(file, SealedStores.HEADER, file.length - SealedStores.HEADER);
  }

  /// HKDF-SHA256 (RFC 5869) for one block of output; an empty salt is 32 zero bytes.
  static byte[] hkdf(byte[] ikm, byte[] salt, byte[] info) throws GeneralSecurityException {
    byte[] extracted = mac(salt, ikm);
    return mac(extracted, joined(info, new byte[] {1}));
  }

  private static byte[] mac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
