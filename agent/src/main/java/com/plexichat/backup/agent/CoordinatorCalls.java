package com.plexichat.backup.agent;

import com.plexichat.backup.agent.backup.Coordination;
import com.plexichat.backup.agent.exchange.Coordinator;
import com.plexichat.backup.agent.recovery.Located;
import com.plexichat.backup.agent.recovery.Locator;
import com.plexichat.backup.agent.transport.CoordinatorLink;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.CommitRequest;
import com.plexichat.backup.proto.FoldStripesRequest;
import com.plexichat.backup.proto.LocateRequest;
import com.plexichat.backup.proto.OpenBackupAnswer;
import com.plexichat.backup.proto.OpenBackupRequest;
import com.plexichat.backup.proto.Placement;
import com.plexichat.backup.proto.ReportCopiesRequest;
import com.plexichat.backup.proto.ReportedCopy;
import com.plexichat.backup.proto.ReserveRequest;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.StripeReceipts;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// This agent's calls to the coordinator; one that is away for a while is waited for.
final class CoordinatorCalls implements Coordination, Locator {
  private static final int PAGE = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MS = 250;

  private final PeerLinks links;

  CoordinatorCalls(PeerLinks links) {
    this.links = links;
  }

  /// One question.
  private interface Question<A> {
    A ask(CoordinatorLink link) throws InterruptedException;
  }

  private <A> A ask(Question<A> question) {
    long begun = System.nanoTime();
    while (true) {
      try {
        return question.ask(links.coordinator());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationFailed(e, FailureCode.CANCELLED, "The call");
      } catch (OperationFailed e) {
        if (!e.code().isSilence() || System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        if (Thread.currentThread().isInterrupted()) {
          throw new OperationFailed(e, FailureCode.CANCELLED, "The call");
        }
      }
    }
  }

  @Override
  public Opened open(String backupId, String jobId, String vault) {
    return ask(link -> {
      OpenBackupAnswer.Builder facts = OpenBackupAnswer.newBuilder();
      List<StripeId> live = new ArrayList<>();
      List<StripeId> vacated = new ArrayList<>();
      List<StripeId> committed = new ArrayList<>();
      link.openBackup(
          OpenBackupRequest.newBuilder()
              .setBackupId(backupId)
              .setJobId(jobId)
              .setVault(vault)
              .build(),
          page -> {
            page.getLiveStripesList().forEach(id -> live.add(Ids.stripe(id)));
            page.getVacatedList().forEach(id -> vacated.add(Ids.stripe(id)));
            page.getCommittedList().forEach(id -> committed.add(Ids.stripe(id)));
            facts.mergeFrom(
                page.toBuilder().clearLiveStripes().clearVacated().clearCommitted().build());
          });
      return new Opened(facts.build(), live, vacated, committed);
    });
  }

  @Override
  public void fold(FoldStripesRequest request) {
    ask(link -> link.foldStripes(request));
  }

  @Override
  public BackupEntry close(CloseBackupRequest facts, Collection<StripeId> stripes) {
    List<CloseBackupRequest> pages = new ArrayList<>();
    CloseBackupRequest.Builder page = CloseBackupRequest.newBuilder();
    for (StripeId id : stripes) {
      page.addStripes(Ids.message(id));
      if (page.getStripesCount() == PAGE) {
        pages.add(page.build());
        page.clear();
      }
    }
    pages.add(page.build());
    pages.add(facts.toBuilder().setLast(true).build());
    return ask(link -> link.closeBackup(pages.iterator()).getBackup());
  }

  @Override
  public Located locate(String backupId, String purpose) {
    return locate(LocateRequest.newBuilder().setBackupId(backupId).setPurpose(purpose).build());
  }

  @Override
  public Located locate(Collection<StripeId> stripes, String purpose) {
    LocateRequest.Builder request = LocateRequest.newBuilder().setPurpose(purpose);
    stripes.forEach(id -> request.addStripes(Ids.message(id)));
    return locate(request.build());
  }

  private Located locate(LocateRequest request) {
    return ask(link -> {
      Located.Pages pages = new Located.Pages();
      link.locate(request, pages::add);
      return pages.whole();
    });
  }

  /// Tells of a copy that a reader found missing or wrong; the coordinator looks for itself.
  void report(ShardId shard, PeerId peer, CopyState state) {
    report(List.of(reported(shard, peer, state)));
  }

  void report(List<ReportedCopy> copies) {
    ReportCopiesRequest request = ReportCopiesRequest.newBuilder().addAllCopies(copies).build();
    ask(link -> link.reportCopies(request));
  }

  static ReportedCopy reported(ShardId shard, PeerId peer, CopyState state) {
    return ReportedCopy.newBuilder()
        .setShard(Ids.message(shard))
        .setPeerId(peer.hex())
        .setState(state.name())
        .build();
  }

  /// Placing and committing for one backup.
  Coordinator of(String backupId) {
    return new Coordinator() {
      @Override
      public Placement reserve(SealedStripe stripe, Collection<PeerId> avoid) {
        ReserveRequest.Builder request =
            ReserveRequest.newBuilder().setBackupId(backupId).addStripes(stripe);
        avoid.forEach(peer -> request.addAvoid(peer.hex()));
        return ask(link -> link.reserve(request.build()).getPlacements(0));
      }

      @Override
      public List<Signed> commit(StripeId stripe, List<Signed> receipts) {
        CommitRequest request =
            CommitRequest.newBuilder()
                .setBackupId(backupId)
                .addStripes(
                    StripeReceipts.newBuilder()
                        .setStripe(Ids.message(stripe))
                        .addAllReceipts(receipts))
                .build();
        return ask(link -> link.commit(request)).getDisregardedList();
      }
    };
  }
}
