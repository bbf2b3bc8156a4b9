package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.content.ContentReader.Found;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.IndexSegment;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Packs all that small stripes hold into one new stripe that stands in for them.
///
/// Its first block is an index segment that says where its own chunks lie and which stripes it
/// replaces, so that it explains itself to a reader who has only shards. Then come the index
/// entries of other stripes that the small ones held, then the records as they were signed, then
/// the chunks, grouped and compressed anew.
public final class StripeFold {
  private final Vault vault;
  private final StripeId id;
  private final int k;
  private final List<Member> members;

  /// A stripe to fold: what the index says of it, and all of its blocks.
  public record Member(StripeIndex index, int classBits, List<Found> blocks) {
    public Member {
      blocks = List.copyOf(blocks);
    }

    StripeId stripe() {
      return StripeId.of(index.getStripe().toByteArray());
    }
  }

  /// Where a record lies now.
  ///
  /// @param signed the bytes of the SignedRecord
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  public record RecordPlace(byte[] signed, int offset, int storedLength) {}

  /// The new stripe.
  ///
  /// @param members the stripes that it stands in for
  /// @param segments where its index segments lie
  public record Folded(
      FilledStripe stripe,
      List<StripeId> members,
      List<RecordPlace> records,
      List<SegmentRef> segments) {
    public Folded {
      members = List.copyOf(members);
      records = List.copyOf(records);
      segments = List.copyOf(segments);
    }
  }

  private StripeFold(Vault vault, StripeId id, int k, List<Member> members) {
    this.vault = vault;
    this.id = id;
    this.k = k;
    this.members = members;
  }

  /// Folds as many of the members, in order, as fit into a stripe of k data shards; empty when
  /// fewer than two do.
  ///
  /// @param id of the new stripe, fresh
  /// @param live stripes whose index entries are worth keeping
  public static Optional<Folded> pack(
      Vault vault, StripeId id, int k, List<Member> members, Collection<StripeId> live) {
    for (int count = members.size(); count >= 2; count--) {
      Optional<Folded> folded = new StripeFold(vault, id, k, members.subList(0, count)).pack(live);
      if (folded.isPresent()) {
        return folded;
      }
    }
    return Optional.empty();
  }

  private Optional<Folded> pack(Collection<StripeId> live) {
    Told told = told(live);
    List<Block> foreign =
        IndexSegments.encode(List.copyOf(told.foreign().values())).stream()
            .map(Block::index)
            .toList();
    List<byte[]> records = records();
    List<Block> recordBlocks = records.stream().map(Block::record).toList();
    List<Block> chunkBlocks = chunkBlocks();
    int between = length(foreign) + length(recordBlocks);
    Block own = own(told.replaced(), chunkBlocks, between);
    int used = own.length() + between + length(chunkBlocks);
    if (used > k * Format.CAPACITY || own.rawLength() > Block.RAW_MAX) {
      return Optional.empty();
    }
    Layout layout = new Layout(used);
    List<SegmentRef> segments = new ArrayList<>();
    segments.add(ref(layout.add(own), own, List.of(id)));
    List<List<StripeId>> covers = IndexSegments.covers(List.copyOf(told.foreign().values()));
    for (int i = 0; i < foreign.size(); i++) {
      segments.add(ref(layout.add(foreign.get(i)), foreign.get(i), covers.get(i)));
    }
    List<RecordPlace> places = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      Block block = recordBlocks.get(i);
      places.add(new RecordPlace(records.get(i), layout.add(block), block.length()));
    }
    chunkBlocks.forEach(layout::add);
    return Optional.of(
        new Folded(
            layout.stripe(), members.stream().map(Member::stripe).toList(), places, segments));
  }

  /// The bytes of the new stripe, block by block.
  private final class Layout {
    private final byte[] plaintext;
    private final List<BlockIndex> chunks = new ArrayList<>();
    private int used;

    Layout(int length) {
      plaintext = new byte[k * Format.shardCapacity(k, length)];
    }

    int add(Block block) {
      int offset = used;
      block.copyTo(plaintext, offset);
      if (block.isChunks()) {
        chunks.add(block.indexAt(offset));
      }
      used += block.length();
      return offset;
    }

    FilledStripe stripe() {
      int bits = ContentClass.FOLD | ContentClass.INDEX;
      for (Member member : members) {
        bits |= member.classBits();
      }
      return new FilledStripe(id, k, plaintext, bits, chunks);
    }
  }

  /// What the members' index segments tell.
  ///
  /// @param replaced the members, and the stripes that folds among them stood in for
  /// @param foreign entries of stripes that stay
  private record Told(Set<ByteString> replaced, Map<ByteString, StripeIndex> foreign) {}

  private Told told(Collection<StripeId> live) {
    Set<ByteString> replaced = new LinkedHashSet<>();
    Map<ByteString, StripeIndex> foreign = new LinkedHashMap<>();
    members.forEach(member -> replaced.add(member.index().getStripe()));
    for (Member member : members) {
      for (Found block : member.blocks()) {
        if (block.type() != ContentReader.Type.INDEX) {
          continue;
        }
        for (StripeIndex entry : IndexSegments.decode(block.stripe(), block.raw().array())) {
          if (entry.getStripe().equals(member.index().getStripe())) {
            replaced.addAll(entry.getReplacesList());
          }
          if (live.contains(StripeId.of(entry.getStripe().toByteArray()))) {
            foreign.merge(entry.getStripe(), entry, (a, b) -> a.getShardsCount() > 0 ? a : b);
          }
        }
      }
    }
    foreign.keySet().removeAll(replaced);
    return new Told(replaced, foreign);
  }

  private List<byte[]> records() {
    Map<ByteString, byte[]> records = new LinkedHashMap<>();
    for (Member member : members) {
      for (Found block : member.blocks()) {
        if (block.type() == ContentReader.Type.RECORD) {
          byte[] signed = block.raw().array();
          records.putIfAbsent(ByteString.copyFrom(Records.hash(signed)), signed);
        }
      }
    }
    return List.copyOf(records.values());
  }

  private List<Block> chunkBlocks() {
    Map<ChunkId, Chunk> chunks = new LinkedHashMap<>();
    members.forEach(member -> addChunks(member, chunks));
    List<Block> blocks = new ArrayList<>();
    List<Chunk> group = new ArrayList<>();
    int size = 0;
    for (Chunk chunk : chunks.values()) {
      if (!group.isEmpty() && size + chunk.length() > Block.GROUP) {
        blocks.add(Block.chunks(group, ContentClass.DATA, Block.LEVEL));
        group = new ArrayList<>();
        size = 0;
      }
      group.add(chunk);
      size += chunk.length();
    }
    if (!group.isEmpty()) {
      blocks.add(Block.chunks(group, ContentClass.DATA, Block.LEVEL));
    }
    return blocks;
  }

  private void addChunks(Member member, Map<ChunkId, Chunk> into) {
    for (Found found : member.blocks()) {
      if (found.type() != ContentReader.Type.CHUNKS) {
        continue;
      }
      BlockIndex block =
          member.index().getBlocksList().stream()
              .filter(one -> one.getOffset() == found.offset())
              .findFirst()
              .orElseThrow(
                  () -> unreadable(member, "its index names no block at " + found.offset()));
      byte[] raw = found.raw().array();
      if (block.getRawLength() != raw.length) {
        throw unreadable(member, "its index tells of other blocks");
      }
      int at = 0;
      for (int i = 0; i < block.getChunkLengthsCount(); i++) {
        ChunkId id =
            ChunkId.of(block.getChunkIds().substring(i * ChunkId.BYTES, (i + 1) * ChunkId.BYTES));
        if (!ChunkId.of(vault, raw, at, block.getChunkLengths(i)).equals(id)) {
          throw unreadable(member, "chunk " + id + " is not where the index says");
        }
        into.putIfAbsent(id, new Chunk(id, raw, at, block.getChunkLengths(i)));
        at += block.getChunkLengths(i);
      }
    }
  }

  private static OperationFailed unreadable(Member member, String why) {
    return new OperationFailed(FailureCode.STRIPE_UNREADABLE, member.stripe().hex(), why);
  }

  /// The first block. The offsets in it depend on its own length, which grows with them: begun at
  /// nothing, the length settles after a few rounds.
  private Block own(Set<ByteString> replaced, List<Block> chunkBlocks, int between) {
    int length = 0;
    while (true) {
      StripeIndex.Builder entry =
          StripeIndex.newBuilder()
              .setStripe(ByteString.copyFrom(id.bytes()))
              .setK(k)
              .addAllReplaces(replaced);
      int offset = length + between;
      for (Block block : chunkBlocks) {
        entry.addBlocks(block.indexAt(offset));
        offset += block.length();
      }
      Block own =
          Block.plainIndex(IndexSegment.newBuilder().addStripes(entry).build().toByteArray());
      if (own.length() == length) {
        return own;
      }
      length = own.length();
    }
  }

  private SegmentRef ref(int offset, Block block, List<StripeId> covers) {
    SegmentRef.Builder ref =
        SegmentRef.newBuilder()
            .setStripe(ByteString.copyFrom(id.bytes()))
            .setOffset(offset)
            .setStoredLength(block.length());
    covers.forEach(stripe -> ref.addCovers(ByteString.copyFrom(stripe.bytes())));
    return ref.build();
  }

  private static int length(List<Block> blocks) {
    return blocks.stream().mapToInt(Block::length).sum();
  }
}
