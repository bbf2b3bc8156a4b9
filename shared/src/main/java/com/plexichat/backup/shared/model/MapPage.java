package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A part of the map of all stripes.
///
/// @param logIndex of the state that the answer shows
/// @param whole all stripes come, not only the changed ones (told by the first page)
/// @param peers what numbers of peers mean (first page)
/// @param tiers what numbers of tiers mean; 0 is "no live backup needs it" (first page)
/// @param origins what numbers of origins mean (first page)
public record MapPage(
    long logIndex,
    boolean whole,
    List<MapPeer> peers,
    List<String> tiers,
    List<Origin> origins,
    List<MapStripe> stripes) {
  /// What a number of a peer means.
  ///
  /// @param proven when it last proved a sample of what it holds, whole; empty: never
  public record MapPeer(int number, PeerId id, Optional<Instant> proven) {}

  /// The backup that made a stripe.
  public record Origin(int number, String backupId, String set) {}

  /// One stripe with its copies, packed.
  ///
  /// @param firstShard number of shard 0; the others follow
  /// @param copiesWanted of a data shard; a parity shard wants one; 0: none
  /// @param copies index << 24 | peer number << 4 | code of CopyState
  /// @param gone it is no more
  @SuppressWarnings("ArrayRecordComponent") // a million of them; never compared
  public record MapStripe(
      long number,
      StripeId id,
      long firstShard,
      int dataShards,
      int parityShards,
      int tier,
      int origin,
      int copiesWanted,
      int[] copies,
      boolean gone) {
    public static int index(int copy) {
      return copy >>> 24;
    }

    public static int peer(int copy) {
      return copy >>> 4 & 0xfffff;
    }

    public static CopyState state(int copy) {
      return CopyState.of(copy & 0xf);
    }
  }
}
