package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.exchange.PeerCalls;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Peers that are folders: one file a shard. They answer reads as real ones do.
final class FolderPeers implements PeerCalls {
  final List<PeerId> ids;
  final Set<PeerId> down = ConcurrentHashMap.newKeySet();
  volatile Signed valid = Signed.getDefaultInstance();
  volatile Runnable onRead = () -> {};

  /// Whole shard files that were asked for, and reads of a part.
  final AtomicInteger bodies = new AtomicInteger();

  final AtomicInteger parts = new AtomicInteger();
  final AtomicLong bytes = new AtomicLong();
  private final Path folder;

  FolderPeers(Path folder, int count) throws IOException {
    this.folder = folder;
    this.ids =
        IntStream.range(0, count).mapToObj(i -> new PeerId("%032x".formatted(i + 1))).toList();
    for (PeerId id : ids) {
      Files.createDirectories(folder.resolve(id.hex()));
    }
  }

  void store(PeerId peer, ShardId shard, byte[] file) {
    try {
      Files.write(file(peer, shard), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes every copy of a shard.
  void lose(ShardId shard) throws IOException {
    for (PeerId peer : ids) {
      Files.deleteIfExists(file(peer, shard));
    }
  }

  /// Bytes of a shard, by any copy of it.
  long length(ShardId shard) throws IOException {
    for (PeerId peer : ids) {
      if (Files.exists(file(peer, shard))) {
        return Files.size(file(peer, shard));
      }
    }
    throw new IOException("nobody holds " + shard.hex());
  }

  Path folder(PeerId peer) {
    return folder.resolve(peer.hex());
  }

  Path file(PeerId peer, ShardId shard) {
    return folder.resolve(peer.hex()).resolve(shard.hex());
  }

  @Override
  public void get(PeerId target, GetRequest request, Consumer<GetFrame> frames) {
    onRead.run();
    if (down.contains(target)) {
      throw new OperationFailed(FailureCode.UNREACHABLE, target.hex(), "it is off");
    }
    if (!request.getTicket().equals(valid)) {
      throw new OperationFailed(FailureCode.ORDER_REFUSED, target.hex(), "the ticket has expired");
    }
    byte[] file = read(target, HexFormat.of().formatHex(request.getShard().toByteArray()));
    int from = (int) request.getOffset();
    (request.getLength() == 0 ? bodies : parts).incrementAndGet();
    int to = request.getLength() == 0 ? file.length : from + (int) request.getLength();
    bytes.addAndGet(to - from);
    GetFrame.Builder first = GetFrame.newBuilder().setTotal(file.length);
    if (request.getWithRoot()) {
      byte[] root = ShardName.root(file, Format.HEADER, file.length - Format.HEADER);
      first.setRoot(ByteString.copyFrom(root));
    }
    frames.accept(first.build());
    for (int at = from; at < to; at += 256 * 1024) {
      byte[] piece = Arrays.copyOfRange(file, at, Math.min(to, at + 256 * 1024));
      frames.accept(GetFrame.newBuilder().setData(ByteString.copyFrom(piece)).build());
    }
  }

  private byte[] read(PeerId peer, String shard) {
    Path file = folder.resolve(peer.hex()).resolve(shard);
    try {
      if (!Files.exists(file)) {
        throw new OperationFailed(FailureCode.SHARD_UNKNOWN, peer.hex(), shard);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PutAnswer put(PeerId target, PutHead head, byte[] file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Contributing contribute(PeerId target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ProbeAnswer probe(PeerId target) {
    throw new UnsupportedOperationException();
  }
}
