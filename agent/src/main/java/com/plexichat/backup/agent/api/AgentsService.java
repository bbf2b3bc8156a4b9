package com.plexichat.backup.agent.api;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.AffectedOrder;
import com.plexichat.backup.proto.AffectedPage;
import com.plexichat.backup.proto.AgentsGrpc;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.BrowseOrder;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.CancelAnswer;
import com.plexichat.backup.proto.CancelOrder;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.Difference;
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
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.Consumer;

/// What the coordinator asks of this agent's own machine.
public final class AgentsService extends AgentsGrpc.AgentsImplBase {
  private static final int PAGE = 500;
  private static final int FRAME = 256 * 1024;

  private final Jobs jobs;
  private final Machine machine;

  /// Port to what this machine can do.
  public interface Machine {
    Work work(RunOrder order);

    byte[] grant(GrantVaultOrder order);

    void browse(BrowseOrder order, Consumer<BrowseEntry> entries);

    /// Opens what is to be downloaded and tells whether it is a folder, before a byte of it is
    /// written.
    void download(DownloadOrder order, Consumer<Boolean> isTar, OutputStream out);

    /// Counts what a backup of a set would read and leave out.
    PreviewSetAnswer preview(PreviewSetRequest order);

    /// What differs between two backups of one vault.
    void compare(CompareRequest order, Consumer<Difference> differences);

    /// The paths of backups that need stripes, in messages of any size.
    void affected(AffectedOrder order, Consumer<AffectedPage> found);
  }

  public AgentsService(Jobs jobs, Machine machine) {
    this.jobs = jobs;
    this.machine = machine;
  }

  @Override
  public void run(RunOrder order, StreamObserver<JobEntry> answer) {
    if (jobs.find(order.getJobId()).isEmpty()) {
      JobEntry job =
          JobEntry.newBuilder()
              .setJobId(order.getJobId())
              .setKind(order.getWorkCase().name().toLowerCase(Locale.ROOT))
              .build();
      jobs.start(job, machine.work(order));
    }
    Flow.watch(jobs, order.getJobId(), answer);
  }

  @Override
  public void cancel(CancelOrder order, StreamObserver<CancelAnswer> answer) {
    boolean known = jobs.cancel(order.getJobId(), "cancelled");
    answer.onNext(CancelAnswer.newBuilder().setKnown(known).build());
    answer.onCompleted();
  }

  @Override
  public void pause(PauseOrder order, StreamObserver<PauseAnswer> answer) {
    boolean known =
        order.getPaused()
            ? jobs.pause(order.getJobId(), order.getReason())
            : jobs.resume(order.getJobId());
    answer.onNext(PauseAnswer.newBuilder().setKnown(known).build());
    answer.onCompleted();
  }

  @Override
  public void grantVault(GrantVaultOrder order, StreamObserver<GrantVaultAnswer> answer) {
    ByteString ring = ByteString.copyFrom(machine.grant(order));
    answer.onNext(GrantVaultAnswer.newBuilder().setRing(ring).build());
    answer.onCompleted();
  }

  @Override
  public void browse(BrowseOrder order, StreamObserver<BrowsePage> answer) {
    Consumer<BrowsePage> pages = Flow.of(answer);
    BrowsePage.Builder page = BrowsePage.newBuilder();
    machine.browse(
        order,
        entry -> {
          page.addEntries(entry.toBuilder().setBackupId(order.getBackupId()));
          if (page.getEntriesCount() == PAGE) {
            pages.accept(page.build());
            page.clear();
          }
        });
    pages.accept(page.build());
    answer.onCompleted();
  }

  @Override
  public void download(DownloadOrder order, StreamObserver<DownloadFrame> answer) {
    Consumer<DownloadFrame> frames = Flow.of(answer);
    Frames out = new Frames(frames);
    machine.download(
        order, tar -> frames.accept(DownloadFrame.newBuilder().setTar(tar).build()), out);
    out.flush();
    answer.onCompleted();
  }

  @Override
  public void previewSet(PreviewSetRequest order, StreamObserver<PreviewSetAnswer> answer) {
    answer.onNext(machine.preview(order));
    answer.onCompleted();
  }

  @Override
  public void compare(CompareRequest order, StreamObserver<ComparePage> answer) {
    Consumer<ComparePage> pages = Flow.of(answer);
    ComparePage.Builder page = ComparePage.newBuilder();
    machine.compare(
        order,
        difference -> {
          page.addDifferences(difference);
          if (page.getDifferencesCount() == PAGE) {
            pages.accept(page.build());
            page.clear();
          }
        });
    pages.accept(page.build());
    answer.onCompleted();
  }

  @Override
  public void affected(AffectedOrder order, StreamObserver<AffectedPage> answer) {
    Consumer<AffectedPage> pages = Flow.of(answer);
    AffectedPage.Builder page = AffectedPage.newBuilder();
    machine.affected(
        order,
        found -> {
          page.mergeFrom(found);
          if (page.getPathsCount() >= PAGE) {
            pages.accept(page.build());
            page.clear();
          }
        });
    pages.accept(page.build());
    answer.onCompleted();
  }

  /// Bytes as frames.
  private static final class Frames extends OutputStream {
    private final Consumer<DownloadFrame> frames;
    private final byte[] buffer = new byte[FRAME];
    private int used;

    Frames(Consumer<DownloadFrame> frames) {
      this.frames = frames;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (used == buffer.length) {
          flush();
        }
        int n = Math.min(length - done, buffer.length - used);
        System.arraycopy(bytes, offset + done, buffer, used, n);
        used += n;
        done += n;
      }
    }

    @Override
    public void flush() {
      if (used > 0) {
        frames.accept(
            DownloadFrame.newBuilder().setData(ByteString.copyFrom(buffer, 0, used)).build());
        used = 0;
      }
    }
  }
}
