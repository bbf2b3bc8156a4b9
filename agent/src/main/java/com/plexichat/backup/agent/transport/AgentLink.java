package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.AffectedOrder;
import com.plexichat.backup.proto.AffectedPage;
import com.plexichat.backup.proto.AgentsGrpc;
import com.plexichat.backup.proto.BrowseOrder;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.CancelAnswer;
import com.plexichat.backup.proto.CancelOrder;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.DownloadOrder;
import com.plexichat.backup.proto.GrantVaultAnswer;
import com.plexichat.backup.proto.GrantVaultOrder;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PauseAnswer;
import com.plexichat.backup.proto.PauseOrder;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.RunOrder;
import java.time.Duration;
import java.util.function.Consumer;

/// What the coordinator asks of an agent on that agent's own machine; every method blocks until it
/// is answered.
public final class AgentLink {
  private static final Duration WORK = Duration.ofMinutes(2);

  /// A first backup over a thin line.
  private static final Duration JOB = Duration.ofDays(30);

  private final PeerCalls calls;

  AgentLink(PeerCalls calls) {
    this.calls = calls;
  }

  /// Runs a job or joins it; its entries come as it goes on, the last one final. An exception of
  /// the reader ends the watching, not the job.
  public void run(RunOrder order, Consumer<JobEntry> reader) throws InterruptedException {
    calls.read(AgentsGrpc.getRunMethod(), JOB, order, reader);
  }

  public CancelAnswer cancel(CancelOrder order) throws InterruptedException {
    return calls.ask(AgentsGrpc.getCancelMethod(), WORK, order);
  }

  public PauseAnswer pause(PauseOrder order) throws InterruptedException {
    return calls.ask(AgentsGrpc.getPauseMethod(), WORK, order);
  }

  public GrantVaultAnswer grantVault(GrantVaultOrder order) throws InterruptedException {
    return calls.ask(AgentsGrpc.getGrantVaultMethod(), WORK, order);
  }

  public void browse(BrowseOrder order, Consumer<BrowsePage> reader) throws InterruptedException {
    calls.read(AgentsGrpc.getBrowseMethod(), JOB, order, reader);
  }

  public PreviewSetAnswer previewSet(PreviewSetRequest order) throws InterruptedException {
    return calls.ask(AgentsGrpc.getPreviewSetMethod(), WORK, order);
  }

  public void compare(CompareRequest order, Consumer<ComparePage> reader)
      throws InterruptedException {
    calls.read(AgentsGrpc.getCompareMethod(), JOB, order, reader);
  }

  public void affected(AffectedOrder order, Consumer<AffectedPage> reader)
      throws InterruptedException {
    calls.read(AgentsGrpc.getAffectedMethod(), JOB, order, reader);
  }

  public void download(DownloadOrder order, Consumer<DownloadFrame> reader)
      throws InterruptedException {
    calls.read(AgentsGrpc.getDownloadMethod(), JOB, order, reader);
  }
}
