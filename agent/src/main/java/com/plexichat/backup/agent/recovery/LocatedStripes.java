package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Shards and copies of many stripes in about 45 bytes a shard: names as they are, peers by number.
/// Filled by one thread, read by many.
final class LocatedStripes {
  private static final int STRIPE_BYTES = 7;
  private static final int SHARD_BYTES = ShardId.BYTES + 2;
  private static final int COPY_BYTES = 3;
  private static final int MOST = 255;

  private final Map<StripeId, byte[]> packed = new LinkedHashMap<>();
  private final List<PeerId> peers = new ArrayList<>();
  private final Map<PeerId, Integer> numbers = new HashMap<>();

  void add(LocatedStripe stripe) {
    int copies = 0;
    for (ShardEntry shard : stripe.getShardsList()) {
      copies += Math.min(MOST, shard.getCopiesCount());
    }
    int shards = Math.min(MOST, stripe.getShardsCount());
    ByteBuffer out = ByteBuffer.allocate(STRIPE_BYTES + shards * SHARD_BYTES + copies * COPY_BYTES);
    out.put((byte) stripe.getK()).put((byte) stripe.getM()).putInt(stripe.getKeyEpoch());
    out.put((byte) shards);
    for (ShardEntry shard : stripe.getShardsList().subList(0, shards)) {
      List<CopyEntry> held = shard.getCopiesList();
      out.put(Ids.shard(shard.getShard()).bytes());
      out.put((byte) shard.getIndex()).put((byte) Math.min(MOST, held.size()));
      for (CopyEntry copy : held.subList(0, Math.min(MOST, held.size()))) {
        int number = number(Ids.peer(copy.getPeerId()));
        out.putShort((short) number);
        out.put((byte) (counts(copy) ? 1 : 0));
      }
    }
    packed.put(Ids.stripe(stripe.getStripe()), out.array());
  }

  Optional<StripeCopies> find(StripeId stripe) {
    byte[] bytes = packed.get(stripe);
    return bytes == null ? Optional.empty() : Optional.of(unpack(stripe, ByteBuffer.wrap(bytes)));
  }

  Collection<StripeId> ids() {
    return packed.keySet();
  }

  private int number(PeerId peer) {
    return numbers.computeIfAbsent(
        peer,
        added -> {
          peers.add(added);
          return peers.size() - 1;
        });
  }

  private static boolean counts(CopyEntry copy) {
    CopyState state = CopyState.valueOf(copy.getState());
    return state == CopyState.OK || state == CopyState.STALE;
  }

  private StripeCopies unpack(StripeId stripe, ByteBuffer in) {
    int k = in.get() & 0xff;
    int m = in.get() & 0xff;
    int epoch = in.getInt();
    int count = in.get() & 0xff;
    List<StripeCopies.Shard> shards = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] id = new byte[ShardId.BYTES];
      in.get(id);
      int index = in.get() & 0xff;
      int copies = in.get() & 0xff;
      List<PeerId> good = new ArrayList<>(copies);
      List<PeerId> doubtful = new ArrayList<>(0);
      for (int j = 0; j < copies; j++) {
        PeerId peer = peers.get(in.getShort() & 0xffff);
        (in.get() == 1 ? good : doubtful).add(peer);
      }
      shards.add(new StripeCopies.Shard(ShardId.of(id), index, good, doubtful));
    }
    return new StripeCopies(stripe, k, m, epoch, shards);
  }
}
