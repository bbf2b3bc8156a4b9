package com.plexichat.backup.agent.api;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.BackupClosing;
import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.backup.CompactionDesk;
import com.plexichat.backup.agent.backup.FoldDesk;
import com.plexichat.backup.agent.backup.SetMessages;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.agent.ledger.Ledger;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.CloseBackupAnswer;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CommitAnswer;
import com.plexichat.backup.proto.CommitRequest;
import com.plexichat.backup.proto.CoordinationGrpc;
import com.plexichat.backup.proto.FoldStripesAnswer;
import com.plexichat.backup.proto.FoldStripesRequest;
import com.plexichat.backup.proto.HeartbeatAnswer;
import com.plexichat.backup.proto.HeartbeatRequest;
import com.plexichat.backup.proto.LocateAnswer;
import com.plexichat.backup.proto.LocateRequest;
import com.plexichat.backup.proto.OpenBackupAnswer;
import com.plexichat.backup.proto.OpenBackupRequest;
import com.plexichat.backup.proto.RegisterVaultAnswer;
import com.plexichat.backup.proto.RegisterVaultRequest;
import com.plexichat.backup.proto.ReportCopiesAnswer;
import com.plexichat.backup.proto.ReportCopiesRequest;
import com.plexichat.backup.proto.ReserveAnswer;
import com.plexichat.backup.proto.ReserveRequest;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import com.plexichat.backup.shared.wire.Tiers;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Consumer;

/// What agents ask of the coordinator.
public final class CoordinationService extends CoordinationGrpc.CoordinationImplBase {
  private static final int PAGE = 10_000;

  private final Catalogue catalogue;
  private final Desks desks;
  private final InstantSource time;

  /// Who does the work behind the calls.
  public record Desks(
      BackupDesk backups,
      BackupClosing closing,
      LockDesk locks,
      Ledger ledger,
      LocateDesk locate,
      FoldDesk folds,
      CompactionDesk compaction,
      HeartbeatDesk heartbeats) {}

  /// Hears heartbeats and what agents find wrong.
  public interface HeartbeatDesk {
    HeartbeatAnswer heard(PeerId peer, HeartbeatRequest request);

    void reported(PeerId reporter, ReportCopiesRequest request);
  }

  public CoordinationService(Catalogue catalogue, Desks desks, InstantSource time) {
    this.catalogue = catalogue;
    this.desks = desks;
    this.time = time;
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatAnswer> answer) {
    answer.onNext(desks.heartbeats().heard(caller(), request));
    answer.onCompleted();
  }

  @Override
  public void registerVault(
      RegisterVaultRequest request, StreamObserver<RegisterVaultAnswer> answer) {
    Bytes ring = Bytes.of(request.getRing().toByteArray());
    // An agent that starts again cannot know whether the last one heard the answer.
    boolean isKnown =
        catalogue.vaults().ofHost(caller()).stream().anyMatch(row -> row.signedRing().equals(ring));
    if (!isKnown) {
      VaultDesk.requireOwn(caller(), ring.toArray());
      VaultRegistered change = VaultRegistered.newBuilder().setRing(request.getRing()).build();
      catalogue.submit(
          "peer:" + caller().hex(),
          "",
          "",
          Command.newBuilder().setVaultRegistered(change).build());
    }
    answer.onNext(RegisterVaultAnswer.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void openBackup(OpenBackupRequest request, StreamObserver<OpenBackupAnswer> answer) {
    BackupRow backup = desks.backups().get(request.getBackupId());
    if (!backup.host().equals(caller().hex()) || backup.state() != BackupState.RUNNING) {
      throw new OperationFailed(
          FailureCode.INTERRUPTED, "Backup " + backup.id(), "it is not open for this machine");
    }
    SetRow set =
        catalogue
            .sets()
            .find(backup.set())
            .orElseThrow(() -> new OperationFailed(FailureCode.SET_UNKNOWN, backup.set()));
    OpenBackupAnswer.Builder facts =
        OpenBackupAnswer.newBuilder()
            .setSet(
                SetMessages.message(set).toBuilder().setTier(Tiers.message(backup.tier())).build())
            .setNumber(backup.number())
            .setCreatedMs(backup.createdMs());
    catalogue
        .backups()
        .newest(backup.set())
        .ifPresent(before -> {
          facts
              .setPreviousBackup(before.id())
              .setPreviousRecord(Messages.bytes(before.recordHash()));
          before.recordStripe().ifPresent(id -> facts.setRecordStripe(Ids.message(id)));
        });
    answer.onNext(facts.addAllFolds(desks.folds().groups(backup)).build());
    pages(
        each -> catalogue.stripes().live(new VaultId(request.getVault()), time.millis(), each),
        page -> answer.onNext(OpenBackupAnswer.newBuilder().addAllLiveStripes(page).build()));
    pages(
        each -> desks.compaction().vacated(backup).forEach(each),
        page -> answer.onNext(OpenBackupAnswer.newBuilder().addAllVacated(page).build()));
    pages(
        each -> catalogue.stripes().committedBy(backup.id(), each),
        page -> answer.onNext(OpenBackupAnswer.newBuilder().addAllCommitted(page).build()));
    answer.onCompleted();
  }

  @Override
  public void reserve(ReserveRequest request, StreamObserver<ReserveAnswer> answer) {
    List<PeerId> avoid = request.getAvoidList().stream().map(Ids::peer).toList();
    answer.onNext(
        ReserveAnswer.newBuilder()
            .addAllPlacements(
                desks
                    .ledger()
                    .reserve(caller(), request.getBackupId(), request.getStripesList(), avoid))
            .build());
    answer.onCompleted();
  }

  @Override
  public void commit(CommitRequest request, StreamObserver<CommitAnswer> answer) {
    Ledger.Commits commits =
        desks.ledger().commit(caller(), request.getBackupId(), request.getStripesList());
    answer.onNext(
        CommitAnswer.newBuilder()
            .addAllCommitted(commits.whole().stream().map(Ids::message).toList())
            .addAllDisregarded(commits.disregarded())
            .build());
    answer.onCompleted();
  }

  @Override
  public void foldStripes(FoldStripesRequest request, StreamObserver<FoldStripesAnswer> answer) {
    desks.folds().fold(caller(), request);
    answer.onNext(FoldStripesAnswer.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public StreamObserver<CloseBackupRequest> closeBackup(StreamObserver<CloseBackupAnswer> answer) {
    PeerId caller = caller();
    SequencedSet<StripeId> stripes = new LinkedHashSet<>();
    long most = catalogue.stripes().count();
    return new StreamObserver<>() {
      private CloseBackupRequest facts = CloseBackupRequest.getDefaultInstance();

      @Override
      public void onNext(CloseBackupRequest page) {
        page.getStripesList().forEach(id -> stripes.add(Ids.stripe(id)));
        // Pages without end would fill the memory before anybody asks whose backup it is.
        if (stripes.size() > most) {
          stripes.clear();
          throw new OperationFailed(FailureCode.USAGE, "The backup names more stripes than exist.");
        }
        if (page.getLast()) {
          facts = page;
        }
      }

      @Override
      public void onError(Throwable broken) {
        stripes.clear();
      }

      @Override
      public void onCompleted() {
        BackupRow backup = desks.backups().get(facts.getBackupId());
        if (!backup.host().equals(caller.hex())) {
          throw new OperationFailed(FailureCode.NOT_ALLOWED, "peer:" + caller.hex(), "PEER");
        }
        BackupRow closed = desks.closing().close(facts, List.copyOf(stripes));
        desks.locks().closed(closed);
        answer.onNext(CloseBackupAnswer.newBuilder().setBackup(message(closed)).build());
        answer.onCompleted();
      }
    };
  }

  @Override
  public void locate(LocateRequest request, StreamObserver<LocateAnswer> answer) {
    desks.locate().locate(caller(), request, answer::onNext);
    answer.onCompleted();
  }

  @Override
  public void reportCopies(ReportCopiesRequest request, StreamObserver<ReportCopiesAnswer> answer) {
    desks.heartbeats().reported(caller(), request);
    answer.onNext(ReportCopiesAnswer.getDefaultInstance());
    answer.onCompleted();
  }

  private com.plexichat.backup.proto.BackupEntry message(BackupRow row) {
    return Messages.backup(row, catalogue.peers().get(row.host()).name());
  }

  private static PeerId caller() {
    return Caller.current()
        .peer()
        .orElseThrow(() -> new OperationFailed(FailureCode.NOT_ALLOWED, "A stranger", "PEER"));
  }

  private static void pages(Consumer<Consumer<StripeId>> walk, Consumer<List<ByteString>> sink) {
    List<ByteString> page = new ArrayList<>();
    walk.accept(id -> {
      page.add(Ids.message(id));
      if (page.size() == PAGE) {
        sink.accept(List.copyOf(page));
        page.clear();
      }
    });
    if (!page.isEmpty()) {
      sink.accept(page);
    }
  }
}
