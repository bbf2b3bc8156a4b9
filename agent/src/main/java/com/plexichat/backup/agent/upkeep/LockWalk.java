package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes over stripes and has the holders of their copies keep them.
///
/// A peer that does not answer, or refuses, is noted and not asked again; the others are told all
/// the same.
final class LockWalk {
  private static final Logger LOG = LoggerFactory.getLogger(LockWalk.class);
  private static final int STRIPES_AT_ONCE = 256;

  private final UpkeepBase base;
  private final Locks locks;
  private final Predicate<PeerId> wanted;
  private final Set<PeerId> silent = new TreeSet<>();
  private final SortedMap<PeerId, OperationFailed> refusals = new TreeMap<>();
  private long copies;
  private long missing;

  /// @param wanted who is told
  LockWalk(UpkeepBase base, Predicate<PeerId> wanted) {
    this.base = base;
    this.locks = new Locks(base);
    this.wanted = wanted;
  }

  /// Where nothing is half done.
  interface Borders {
    /// Whether the walk goes on to the next page.
    boolean at(int stripes);
  }

  /// @param borders asked before each page, with the stripes that are done
  void walk(List<StripeId> stripes, int days, Borders borders) {
    for (int at = 0; at < stripes.size() && borders.at(at); at += STRIPES_AT_ONCE) {
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + STRIPES_AT_ONCE));
      lock(base.catalogue().stripes().get(page, base.now()), days);
    }
  }

  /// Copies that are believed to be there, and those that lie in the trash.
  void lock(List<StripeRow> stripes, int days) {
    Map<PeerId, List<ByteString>> byPeer = new TreeMap<>();
    for (StripeRow stripe : stripes) {
      for (ShardRow shard : stripe.shards()) {
        for (CopyRow copy : shard.copies()) {
          if (Trash.isExpected(copy.state()) && wanted.test(copy.peer())) {
            byPeer
                .computeIfAbsent(copy.peer(), _ -> new ArrayList<>())
                .add(Ids.message(shard.id()));
          }
        }
      }
    }
    byPeer.forEach((peer, shards) -> lock(peer, shards, days));
  }

  private void lock(PeerId peer, List<ByteString> shards, int days) {
    if (isDoneWith(peer)) {
      return;
    }
    try {
      TrashAnswer answer = locks.lock(peer, shards, days);
      copies += answer.getDoneCount();
      missing += answer.getUnknownCount();
    } catch (OperationFailed e) {
      if (e.code() == FailureCode.CANCELLED) {
        throw e;
      }
      if (e.code().isSilence()) {
        LOG.info("{} is not told of a lock: {}", peer, e.sentence());
        silent.add(peer);
      } else {
        LOG.warn("{} does not lock its copies: {}", peer, e.sentence());
        refusals.put(peer, e);
      }
    }
  }

  /// Whether a peer failed, so that it is not asked again.
  boolean isDoneWith(PeerId peer) {
    return silent.contains(peer) || refusals.containsKey(peer);
  }

  /// Has whoever failed told later.
  void noteUntold() {
    base.untold().addAll(silent);
    base.untold().addAll(refusals.keySet());
  }

  Set<PeerId> silent() {
    return Set.copyOf(silent);
  }

  SortedMap<PeerId, OperationFailed> refusals() {
    return Collections.unmodifiableSortedMap(refusals);
  }

  /// Copies that their holders keep.
  long copies() {
    return copies;
  }

  /// Copies that their holders do not know.
  long missing() {
    return missing;
  }
}
