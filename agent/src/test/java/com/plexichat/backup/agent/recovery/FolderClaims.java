package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.HeldShard;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What peers that are folders say they hold: the truth, until they are told to lie or to break
/// off.
final class FolderClaims implements ClaimSource {
  private static final int PAGE = 7;

  final Map<PeerId, UnaryOperator<List<HeldShard>>> lies = new HashMap<>();

  /// Pages after which the next inventory of each peer breaks off; 0: none.
  int breakAfter;

  private final FolderPeers peers;
  private final Set<PeerId> broken = new HashSet<>();

  FolderClaims(FolderPeers peers) {
    this.peers = peers;
  }

  @Override
  public void inventory(PeerId peer, @Nullable ShardId after, Consumer<InventoryPage> pages) {
    if (!peers.ids.contains(peer) || peers.down.contains(peer)) {
      throw new OperationFailed(FailureCode.UNREACHABLE, peer.hex(), "it is off");
    }
    List<HeldShard> held = new ArrayList<>(held(peer));
    UnaryOperator<List<HeldShard>> lie = lies.get(peer);
    List<HeldShard> told = lie == null ? held : lie.apply(held);
    boolean breaks = breakAfter > 0 && firstTime(peer);
    int sent = 0;
    InventoryPage.Builder page = InventoryPage.newBuilder();
    for (HeldShard one : told) {
      if (after == null || Ids.shard(one.getShard()).compareTo(after) > 0) {
        page.addShards(one);
      }
      if (page.getShardsCount() == PAGE) {
        pages.accept(page.build());
        page.clear();
        if (breaks && ++sent == breakAfter) {
          throw new OperationFailed(FailureCode.UNREACHABLE, peer.hex(), "the line broke");
        }
      }
    }
    pages.accept(page.build());
  }

  private synchronized boolean firstTime(PeerId peer) {
    return broken.add(peer);
  }

  /// What lies in a peer's folder.
  List<HeldShard> held(PeerId peer) {
    SortedMap<ShardId, HeldShard> held = new TreeMap<>();
    Path store = peers.file(peer, new ShardId(0, 0, 0, 0)).getParent();
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        ShardId name = ShardId.of(file.getFileName().toString());
        held.put(
            name,
            HeldShard.newBuilder()
                .setShard(Ids.message(name))
                .setHeader(ByteString.copyFrom(Arrays.copyOf(bytes, 256)))
                .setLength(bytes.length)
                .build());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(held.values());
  }

  @Override
  public Signed ticket(Collection<StripeId> stripes) {
    return Signed.getDefaultInstance();
  }
}
