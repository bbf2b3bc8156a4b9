package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.LockCopies;
import com.plexichat.backup.proto.LockResult;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the holders of everything that a locked backup needs keep it.
///
/// Each remembers it by itself, in its own time: from then on not even the coordinator has a copy
/// deleted sooner. Run again after a restart, it begins anew; what is locked stays so. A peer that
/// does not answer is named.
public final class LockJob implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(LockJob.class);
  private static final int STRIPES_AT_ONCE = 256;

  private final UpkeepBase base;
  private final LockCopies order;
  private final Set<String> unanswered = new TreeSet<>();
  private long copies;
  private long missing;

  public LockJob(UpkeepBase base, LockCopies order) {
    this.base = base;
    this.order = order;
  }

  @Override
  public byte[] run(JobControl control) {
    List<StripeId> stripes = new ArrayList<>();
    base.catalogue().stripes().neededBy(order.getBackupId(), stripes::add);
    for (int at = 0; at < stripes.size(); at += STRIPES_AT_ONCE) {
      control.checkpoint();
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + STRIPES_AT_ONCE));
      lock(base.catalogue().stripes().get(page, base.now()));
      control.progress(JobPhase.LOCK, at + page.size(), stripes.size(), 0, 0);
    }
    return LockResult.newBuilder()
        .setCopies(copies)
        .setMissing(missing)
        .addAllUnanswered(unanswered)
        .build()
        .toByteArray();
  }

  /// Copies that are believed to be there, and those that lie in the trash.
  private void lock(List<StripeRow> stripes) {
    Map<PeerId, List<ByteString>> byPeer = new TreeMap<>();
    for (StripeRow stripe : stripes) {
      for (ShardRow shard : stripe.shards()) {
        for (CopyRow copy : shard.copies()) {
          if (copy.state().isCounted() || copy.state() == CopyState.TRASHED) {
            byPeer
                .computeIfAbsent(copy.peer(), _ -> new ArrayList<>())
                .add(Ids.message(shard.id()));
          }
        }
      }
    }
    byPeer.forEach(this::lock);
  }

  private void lock(PeerId peer, List<ByteString> shards) {
    if (unanswered.contains(peer.hex())) {
      return;
    }
    try {
      TrashAnswer answer = new Locks(base).lock(peer, shards, order.getDays());
      copies += answer.getDoneCount();
      missing += answer.getUnknownCount();
    } catch (OperationFailed e) {
      if (!e.code().isSilence()) {
        throw e;
      }
      LOG.info("{} is not told of a lock: {}", peer, e.sentence());
      unanswered.add(peer.hex());
    }
  }
}
