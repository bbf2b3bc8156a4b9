package com.plexichat.backup.shared.wire;

import com.plexichat.backup.shared.model.Change;
import java.time.Instant;
import java.util.Optional;

/// What a watched cluster tells.
public final class Changes {
  private Changes() {}

  /// Reads a change; empty for one that this version does not know. Fails with USAGE when what it
  /// tells cannot be read.
  public static Optional<Change> change(com.plexichat.backup.proto.Change message) {
    return what(message)
        .map(what ->
            new Change(
                message.getStream(),
                message.getRevision(),
                Instant.ofEpochMilli(message.getAtMs()),
                what));
  }

  private static Optional<Change.What> what(com.plexichat.backup.proto.Change message) {
    return switch (message.getWhatCase()) {
      case ANEW -> Optional.of(new Change.Anew());
      case WHOLE -> Optional.of(new Change.Whole());
      case BEAT -> Optional.of(new Change.Beat());
      case STATUS -> Optional.of(new Change.OfCluster(ClusterAnswers.facts(message.getStatus())));
      case KIT -> Optional.of(new Change.OfKit(ClusterAnswers.kit(message.getKit())));
      case DISTRIBUTION ->
          Optional.of(
              new Change.OfDistribution(ClusterAnswers.distribution(message.getDistribution())));
      case PEER -> Optional.of(new Change.OfPeer(Peers.peer(message.getPeer())));
      case SET -> Optional.of(new Change.OfSet(BackupSets.set(message.getSet())));
      case BACKUP -> Optional.of(new Change.OfBackup(Backups.backup(message.getBackup())));
      case JOB -> Optional.of(new Change.OfJob(Jobs.job(message.getJob())));
      case GONE ->
          Optional.of(new Change.Gone(message.getGone().getKind(), message.getGone().getKey()));
      case STRIPES -> Optional.of(new Change.OfStripes(message.getStripes().getLogIndex()));
      case WHAT_NOT_SET -> Optional.empty();
    };
  }
}
