package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.CloseBackupAnswer;
import com.plexichat.backup.proto.CloseBackupRequest;
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
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;

/// What this agent asks of the coordinator; every method blocks until it is answered.
public final class CoordinatorLink {
  private static final Duration WORD = Duration.ofSeconds(10);
  private static final Duration WORK = Duration.ofMinutes(2);

  private final PeerCalls calls;

  CoordinatorLink(PeerCalls calls) {
    this.calls = calls;
  }

  public HeartbeatAnswer heartbeat(HeartbeatRequest request) throws InterruptedException {
    return calls.ask(CoordinationGrpc.getHeartbeatMethod(), WORD, request);
  }

  public RegisterVaultAnswer registerVault(RegisterVaultRequest request)
      throws InterruptedException {
    return calls.ask(CoordinationGrpc.getRegisterVaultMethod(), WORK, request);
  }

  /// The facts come first, then pages of stripes.
  public void openBackup(OpenBackupRequest request, Consumer<OpenBackupAnswer> pages)
      throws InterruptedException {
    calls.read(CoordinationGrpc.getOpenBackupMethod(), WORK, request, pages);
  }

  public ReserveAnswer reserve(ReserveRequest request) throws InterruptedException {
    return calls.ask(CoordinationGrpc.getReserveMethod(), WORK, request);
  }

  public CommitAnswer commit(CommitRequest request) throws InterruptedException {
    return calls.ask(CoordinationGrpc.getCommitMethod(), WORK, request);
  }

  public FoldStripesAnswer foldStripes(FoldStripesRequest request) throws InterruptedException {
    return calls.ask(CoordinationGrpc.getFoldStripesMethod(), WORK, request);
  }

  /// Pages of stripes; the last one has the facts.
  public CloseBackupAnswer closeBackup(Iterator<CloseBackupRequest> pages)
      throws InterruptedException {
    return calls.send(CoordinationGrpc.getCloseBackupMethod(), WORK, pages);
  }

  public void locate(LocateRequest request, Consumer<LocateAnswer> pages)
      throws InterruptedException {
    calls.read(CoordinationGrpc.getLocateMethod(), WORK, request, pages);
  }

  public ReportCopiesAnswer reportCopies(ReportCopiesRequest request) throws InterruptedException {
    return calls.ask(CoordinationGrpc.getReportCopiesMethod(), WORK, request);
  }
}
