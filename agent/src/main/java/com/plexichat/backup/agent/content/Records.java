package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.Root;
import com.plexichat.backup.proto.SignedRecord;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;

/// Signs and checks the records of backups. A record is what shards alone tell of a backup, so it
/// must not be believed without its source agent's signature.
public final class Records {
  private static final String LABEL = "PXRECORD1";

  private Records() {}

  /// The bytes of a SignedRecord.
  ///
  /// @param key of the source agent
  /// @param certificate of the source agent, DER
  /// @param issuer of that certificate, DER: an authority that the root issued; empty: the root
  public static byte[] sign(Record record, PrivateKey key, byte[] certificate, byte[] issuer) {
    byte[] content = record.toByteArray();
    byte[] signature = Signing.sign(key, Signed.message(LABEL, content));
    return SignedRecord.newBuilder()
        .setRecord(ByteString.copyFrom(content))
        .setSignature(ByteString.copyFrom(signature))
        .setCertificate(ByteString.copyFrom(certificate))
        .setIssuer(ByteString.copyFrom(issuer))
        .build()
        .toByteArray();
  }

  /// The record in a SignedRecord's bytes. RECORD_INVALID unless it is signed by the machine that
  /// it says was backed up, under a certificate that `trusted` accepts.
  public static Record verify(byte[] signedRecord, Predicate<X509Certificate> trusted) {
    String backup = "(unknown)";
    try {
      SignedRecord signed = SignedRecord.parseFrom(signedRecord);
      byte[] content = signed.getRecord().toByteArray();
      Record record = Record.parseFrom(content);
      backup = record.getBackupId();
      PeerId signer =
          Signed.signer(
              LABEL,
              content,
              new Signed.Seal(signed.getSignature(), signed.getCertificate(), signed.getIssuer()),
              trusted);
      if (!signer.hex().equals(record.getSet().getHost())) {
        throw new IllegalArgumentException("another machine than its source signed it");
      }
      check(record);
      return record;
    } catch (InvalidProtocolBufferException | IllegalArgumentException invalid) {
      throw new OperationFailed(
          invalid, FailureCode.RECORD_INVALID, backup, String.valueOf(invalid.getMessage()));
    }
  }

  /// What the next record of the set names as the one before it.
  public static byte[] hash(byte[] signedRecord) {
    return Digests.sha256(signedRecord);
  }

  private static void check(Record record) {
    for (ByteString stripe : record.getStripesList()) {
      if (stripe.size() != StripeId.BYTES) {
        throw new IllegalArgumentException("a stripe id of a wrong length");
      }
    }
    for (Root root : record.getRootsList()) {
      NodeRules.checkPath(root.getPath());
      NodeRules.checkRoot(root.getEntry());
    }
  }
}
