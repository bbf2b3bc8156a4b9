package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Stripes of random bytes with true headers and parity.
final class SampleStripes {
  private final Random random;
  private final VaultId vault = new VaultId("0f".repeat(16));

  SampleStripes(long seed) {
    random = new Random(seed);
  }

  OutgoingStripe stripe(int k, int m, int dataBody) {
    StripeId stripe = new StripeId(random.nextLong(), random.nextLong());
    byte[][] data = new byte[k][];
    List<OutgoingStripe.OutgoingShard> shards = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      ShardHeader header =
          new ShardHeader(
              i, k, m, vault, stripe, 1, dataBody - i, secret(32), secret(16), secret(32));
      data[i] = bytes(Format.HEADER + dataBody - i);
      header.write(data[i], 0);
      shards.add(new OutgoingStripe.OutgoingShard(ShardName.of(data[i]), i, data[i]));
    }
    byte[][] parity = new StripeCode(k, m).parity(data, Format.HEADER);
    for (int i = 0; i < m; i++) {
      int body = parity[i].length - Format.HEADER;
      ShardHeader.parity(k + i, k, m, vault, stripe, 1, body).write(parity[i], 0);
      shards.add(new OutgoingStripe.OutgoingShard(ShardName.of(parity[i]), k + i, parity[i]));
    }
    return new OutgoingStripe(stripe, k, m, 1, shards);
  }

  private Bytes secret(int length) {
    return Bytes.of(bytes(length));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
