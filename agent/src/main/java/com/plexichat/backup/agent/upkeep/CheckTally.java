package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What all peers together answered when their copies were looked at.
final class CheckTally {
  /// Bytes of bad copies in a message; its counts tell all.
  private static final int MESSAGE_BYTES = 640 * 1024;

  private final JobControl control;
  private final long expected;
  private final List<BadShardCopy> bad = new ArrayList<>();
  private final Set<String> unanswered = new TreeSet<>();
  private int messageBytes;
  private long checked;
  private long badCopies;
  private long bytes;

  /// @param expected copies that there are to look at; 0: not known
  CheckTally(JobControl control, long expected) {
    this.control = control;
    this.expected = expected;
  }

  synchronized void add(CopyCheck.Outcome outcome) {
    bytes += outcome.bytes();
    checked += outcome.checked();
    badCopies += outcome.bad().size();
    outcome.bad().forEach(this::list);
    long total = expected == 0 ? 0 : Math.max(checked, expected);
    control.progress(JobPhase.CHECK_COPIES, checked, total, bytes, 0);
  }

  private void list(CopyCheck.Bad one) {
    BadShardCopy message =
        BadShardCopy.newBuilder()
            .setShard(Ids.message(one.copy().shard()))
            .setPeerId(one.copy().peer().hex())
            .setState(one.state().name())
            .setPath(one.path())
            .build();
    messageBytes += message.getSerializedSize() + Integer.BYTES;
    if (messageBytes <= MESSAGE_BYTES) {
      bad.add(message);
    }
  }

  synchronized void unanswered(PeerRow peer) {
    unanswered.add(peer.id().hex());
  }

  synchronized long checked() {
    return checked;
  }

  /// Copies that are missing or wrong.
  synchronized long badCopies() {
    return badCopies;
  }

  /// As many of them as fit into a message.
  synchronized List<BadShardCopy> bad() {
    return List.copyOf(bad);
  }

  /// Ids of peers that did not answer.
  synchronized Set<String> unanswered() {
    return new TreeSet<>(unanswered);
  }
}
