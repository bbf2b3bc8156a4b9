package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.VaultId;
import java.util.Map;

/// Computes a lost shard's file from any k others of its stripe.
///
/// Only for a machine that was given the vault: whoever gathers k shards of a stripe holds what it
/// takes to open it.
final class StripeRebuild {
  private StripeRebuild() {}

  /// The whole file, checked by its name.
  ///
  /// @param files exactly k other shards' files by index, each checked by its name
  static byte[] file(
      StripeCopies stripe, VaultId vault, StripeCopies.Shard missing, Map<Integer, byte[]> files) {
    byte[] out = unnamed(stripe, vault, missing.index(), files);
    if (!ShardName.of(out).equals(missing.id())) {
      throw new OperationFailed(
          FailureCode.STRIPE_UNREADABLE,
          stripe.stripe().hex(),
          "shard " + missing.index() + " rebuilt from parity is not the one that was sealed");
    }
    return out;
  }

  /// The whole file of a shard whose name is not known. Whether it is what was sealed, only opening
  /// it tells.
  ///
  /// @param files exactly k other shards' files by index
  static byte[] unnamed(
      StripeCopies stripe, VaultId vault, int missing, Map<Integer, byte[]> files) {
    int k = stripe.k();
    int[] available = files.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    int length = 0;
    for (int index : available) {
      length = Math.max(length, symbolLength(k, index, file(files, index)));
    }
    boolean parity = missing >= k;
    int room = parity ? Format.HEADER : 0;
    byte[] out = new byte[room + length];
    byte[] coefficients = new StripeCode(k, stripe.m()).coefficients(missing, available);
    for (int i = 0; i < k; i++) {
      byte[] file = file(files, available[i]);
      int from = available[i] < k ? 0 : Format.HEADER;
      StripeCode.multiplyAdd(out, room, file, from, file.length - from, coefficients[i]);
    }
    if (parity) {
      ShardHeader.parity(missing, k, stripe.m(), vault, stripe.stripe(), stripe.keyEpoch(), length)
          .write(out, 0);
    }
    return out;
  }

  private static int symbolLength(int k, int index, byte[] file) {
    return index < k ? file.length : file.length - Format.HEADER;
  }

  private static byte[] file(Map<Integer, byte[]> files, int index) {
    byte[] file = files.get(index);
    if (file == null) {
      throw new IllegalArgumentException("no shard " + index);
    }
    return file;
  }
}
