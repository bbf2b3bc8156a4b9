package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.EpochKey;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// Key rings as the bytes that every peer keeps.
public final class KeyRingCodec {
  private static final String LABEL = "PXKEYRING1";

  private KeyRingCodec() {}

  /// The bytes of a SignedKeyRing.
  ///
  /// @param certificate of the agent that signs, DER
  /// @param issuer of that certificate, DER: an authority that the root issued; empty: the root
  public static byte[] sign(KeyRing ring, PrivateKey key, byte[] certificate, byte[] issuer) {
    byte[] content = encode(ring);
    byte[] signature = Signing.sign(key, Signed.message(LABEL, content));
    return SignedKeyRing.newBuilder()
        .setRing(ByteString.copyFrom(content))
        .setSignature(ByteString.copyFrom(signature))
        .setCertificate(ByteString.copyFrom(certificate))
        .setIssuer(ByteString.copyFrom(issuer))
        .build()
        .toByteArray();
  }

  /// The ring in a SignedKeyRing's bytes; KEY_RING_UNUSABLE unless it is signed under a certificate
  /// that `trusted` accepts. Who may sign for which vault is the caller's to know.
  public static KeyRing verify(byte[] signedRing, Predicate<X509Certificate> trusted) {
    return verified(signedRing, trusted, (_, _) -> true);
  }

  /// The same for a ring that anybody may show: signed by its own machine, or by one of these
  /// coordinators. Any other agent could otherwise put a ring of its own in a vault's place, and
  /// all that is sealed would seem forged.
  public static KeyRing verify(
      byte[] signedRing, Predicate<X509Certificate> trusted, Set<PeerId> coordinators) {
    return verified(
        signedRing,
        trusted,
        (ring, signer) -> signer.equals(ring.host()) || coordinators.contains(signer));
  }

  private static KeyRing verified(
      byte[] signedRing, Predicate<X509Certificate> trusted, BiPredicate<KeyRing, PeerId> maySign) {
    String vault = "(unknown)";
    try {
      SignedKeyRing signed = SignedKeyRing.parseFrom(signedRing);
      byte[] content = signed.getRing().toByteArray();
      KeyRing ring = parse(content);
      vault = ring.vault().hex();
      PeerId by =
          Signed.signer(
              LABEL,
              content,
              new Signed.Seal(signed.getSignature(), signed.getCertificate(), signed.getIssuer()),
              trusted);
      if (!maySign.test(ring, by)) {
        throw new IllegalArgumentException(by + " may not sign for " + ring.host());
      }
      return ring;
    } catch (InvalidProtocolBufferException | IllegalArgumentException invalid) {
      throw unusable(vault, invalid);
    }
  }

  /// The bytes of a KeyRing message.
  public static byte[] encode(KeyRing ring) {
    com.plexichat.backup.proto.KeyRing.Builder out =
        com.plexichat.backup.proto.KeyRing.newBuilder()
            .setVault(ring.vault().hex())
            .setHost(ring.host().hex())
            .setVersion(ring.version())
            .setChunkKey(bytes(ring.chunkKey()));
    for (KeyRing.EpochKey epoch : ring.epochs()) {
      out.addEpochs(
          EpochKey.newBuilder().setEpoch(epoch.epoch()).setWrapped(bytes(epoch.wrapped())));
    }
    for (KeyRing.SealedMaster master : ring.masters()) {
      out.addMasters(
          SealedMaster.newBuilder()
              .setRecipient(master.recipient())
              .setSealed(bytes(master.sealed())));
    }
    return out.build().toByteArray();
  }

  /// Reads a KeyRing message; KEY_RING_UNUSABLE when it is none.
  public static KeyRing decode(byte[] ring) {
    try {
      return parse(ring);
    } catch (InvalidProtocolBufferException | IllegalArgumentException invalid) {
      throw unusable("(unknown)", invalid);
    }
  }

  private static KeyRing parse(byte[] bytes) throws InvalidProtocolBufferException {
    com.plexichat.backup.proto.KeyRing in = com.plexichat.backup.proto.KeyRing.parseFrom(bytes);
    List<KeyRing.EpochKey> epochs = new ArrayList<>();
    for (EpochKey epoch : in.getEpochsList()) {
      if (epoch.getEpoch() != epochs.size() + 1) {
        throw new IllegalArgumentException("its epochs have a gap");
      }
      epochs.add(new KeyRing.EpochKey(epoch.getEpoch(), value(epoch.getWrapped())));
    }
    if (epochs.isEmpty()) {
      throw new IllegalArgumentException("it has no epoch");
    }
    List<KeyRing.SealedMaster> masters =
        in.getMastersList().stream()
            .map(one -> new KeyRing.SealedMaster(one.getRecipient(), value(one.getSealed())))
            .toList();
    return new KeyRing(
        new VaultId(in.getVault()),
        new PeerId(in.getHost()),
        in.getVersion(),
        epochs,
        masters,
        value(in.getChunkKey()));
  }

  private static OperationFailed unusable(String vault, Exception why) {
    return new OperationFailed(
        why, FailureCode.KEY_RING_UNUSABLE, vault, String.valueOf(why.getMessage()));
  }

  private static ByteString bytes(Bytes value) {
    return ByteString.copyFrom(value.toArray());
  }

  private static Bytes value(ByteString bytes) {
    return Bytes.of(bytes.toByteArray());
  }
}
