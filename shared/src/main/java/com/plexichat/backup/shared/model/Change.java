package com.plexichat.backup.shared.model;

import java.time.Instant;

/// One thing that a watched cluster told. Values are whole; the last one told of a key is how it
/// is.
///
/// @param stream names one run of the coordinator; revisions count up within it
/// @param at the coordinator's clock
public record Change(String stream, long revision, Instant at, What what) {
  /// What was told.
  public sealed interface What {}

  /// What was known is void; all follows, up to [Whole].
  public record Anew() implements What {}

  /// Everything is told until here.
  public record Whole() implements What {}

  /// Nothing changed, and someone is there.
  public record Beat() implements What {}

  public record OfCluster(ClusterFacts facts) implements What {}

  public record OfKit(KitStatus kit) implements What {}

  public record OfDistribution(Distribution distribution) implements What {}

  public record OfPeer(Peer peer) implements What {}

  public record OfSet(BackupSet set) implements What {}

  public record OfBackup(Backup backup) implements What {}

  public record OfJob(Job job) implements What {}

  /// A key that is no more.
  ///
  /// @param kind "peer", "set", "backup" or "job"
  public record Gone(String kind, String key) implements What {}

  /// Copies or needs changed up to this entry of the log.
  public record OfStripes(long logIndex) implements What {}
}
