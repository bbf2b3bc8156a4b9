package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.security.Approvals;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.agent.storage.StoredShard;
import com.plexichat.backup.proto.PlanConsent;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.wire.Ids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What this machine deletes without rest in the trash: no more than two people signed for.
///
/// Their consent goes with the order, so that the word of a coordinator is not enough. How much was
/// deleted by a plan is remembered until the agent ends; consents last for a day.
final class AtOnce {
  private static final int PLANS = 100;

  private final Approvals approvals;
  private final ShardStore store;
  private final Approvers approvers;
  private final Map<ByteString, Long> spent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Long> eldest) {
          return size() > PLANS;
        }
      };

  AtOnce(Approvals approvals, HolderParts parts) {
    this.approvals = approvals;
    this.store = parts.store();
    this.approvers = parts.approvers();
  }

  /// Whether what a request deletes may go at once. SIGNATURE_INVALID when it brings approvals that
  /// are not two people's. Without any, of people who are new here, or with more bytes than they
  /// allow, it rests.
  boolean allows(TrashRequest request) {
    if (!request.getDelete() || request.getApprovalsCount() == 0) {
      return false;
    }
    List<Approvals.Given> people = approvals.ofTwo(request.getApprovalsList());
    if (!people.stream().allMatch(one -> approvers.isTrusted(one.key()))) {
      return false;
    }
    PlanConsent consent = people.getFirst().consent();
    long bytes = 0;
    for (ByteString shard : request.getShardsList()) {
      bytes += store.find(Ids.shard(shard)).map(StoredShard::length).orElse(0);
    }
    synchronized (spent) {
      long all = spent.getOrDefault(consent.getPlanHash(), 0L) + bytes;
      if (all > consent.getBytes()) {
        return false;
      }
      spent.put(consent.getPlanHash(), all);
      return true;
    }
  }
}
