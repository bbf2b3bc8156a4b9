package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.crypto.Aead;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;

/// A stripe whose key is at hand, made from the headers of all its data shards by [StripeOpener].
/// Closing it destroys the key.
public final class OpenStripe implements AutoCloseable {
  private final List<ShardHeader> headers;
  private final Secret stripeKey;
  private final int classBits;

  OpenStripe(List<ShardHeader> headers, Secret stripeKey, int classBits) {
    this.headers = List.copyOf(headers);
    this.stripeKey = stripeKey;
    this.classBits = classBits;
  }

  public StripeId stripe() {
    return headers.getFirst().stripe();
  }

  public int k() {
    return headers.size();
  }

  /// Plaintext bytes of each data shard.
  public int capacity() {
    return headers.getFirst().bodyLength() - Format.TAG;
  }

  /// Bits of [ContentClass].
  public int classBits() {
    return classBits;
  }

  /// The plaintext of one data shard, padding included. STRIPE_UNREADABLE when a byte of the file
  /// is not what was sealed.
  public byte[] plaintext(int index, byte[] file) {
    byte[] header = headers.get(index).bytes();
    if (file.length != headers.get(index).fileLength()
        || !Arrays.equals(file, 0, Format.HEADER, header, 0, Format.HEADER)) {
      throw unreadable("shard " + index + " is not the one that its header tells of");
    }
    byte[] plaintext = new byte[capacity()];
    int length = file.length - Format.HEADER;
    byte[] nonce = new byte[Aead.NONCE];
    try (Secret key = StripeKeys.shardKey(stripeKey, index)) {
      Aead.open(key, nonce, header, file, Format.HEADER, length, plaintext, 0);
      return plaintext;
    } catch (AEADBadTagException damaged) {
      throw unreadable("shard " + index + " is damaged");
    }
  }

  @Override
  public void close() {
    stripeKey.close();
  }

  private OperationFailed unreadable(String why) {
    return new OperationFailed(FailureCode.STRIPE_UNREADABLE, stripe().hex(), why);
  }
}
