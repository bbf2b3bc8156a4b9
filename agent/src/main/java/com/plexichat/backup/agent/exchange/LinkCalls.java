package com.plexichat.backup.agent.exchange;

import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.transport.Fetched;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Calls to other agents over their links.
public final class LinkCalls implements PeerCalls {
  private static final Duration PROBE = Duration.ofSeconds(3);

  private final PeerLinks links;

  public LinkCalls(PeerLinks links) {
    this.links = links;
  }

  private interface Call<R> {
    R make() throws InterruptedException;
  }

  private static <R> R blocking(Call<R> call) {
    try {
      return call.make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "A call to another agent");
    }
  }

  @Override
  public PutAnswer put(PeerId target, PutHead head, byte[] file) {
    return blocking(() -> {
      try {
        return links.to(target).put(head, file, 0, file.length).get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof OperationFailed failed) {
          throw new OperationFailed(failed, failed.code(), failed.args().toArray(String[]::new));
        }
        throw new IllegalStateException(e.getCause());
      }
    });
  }

  @Override
  public void get(PeerId target, GetRequest request, Consumer<GetFrame> frames) {
    int most =
        request.getLength() == 0
            ? Format.HEADER + Format.BODY_MAX
            : Math.toIntExact(request.getLength());
    Fetched fetched = blocking(() -> links.to(target).get(request, most));
    frames.accept(
        GetFrame.newBuilder()
            .setData(UnsafeByteOperations.unsafeWrap(fetched.data()))
            .setRoot(fetched.root())
            .setTotal(fetched.total())
            .build());
  }

  @Override
  public ProbeAnswer probe(PeerId target) {
    return blocking(() -> links.to(target).probe(ProbeRequest.getDefaultInstance(), PROBE));
  }

  @Override
  public Contributing contribute(PeerId target) {
    return new Sum(target);
  }

  /// A masked sum, gathered here (one symbol, at most 1 MiB) and sent on when it is whole.
  private final class Sum implements Contributing {
    private final PeerId target;
    private final ByteArrayOutputStream sum = new ByteArrayOutputStream();
    private Signed authorisation = Signed.getDefaultInstance();
    private int hop;

    Sum(PeerId target) {
      this.target = target;
    }

    @Override
    public void send(ContributeFrame frame) {
      if (frame.hasAuthorisation()) {
        authorisation = frame.getAuthorisation();
        hop = frame.getHop();
      }
      sum.writeBytes(frame.getData().toByteArray());
    }

    @Override
    public ContributeAnswer finish() {
      byte[] bytes = sum.toByteArray();
      return blocking(
          () -> links.to(target).contribute(authorisation, hop, bytes, 0, bytes.length));
    }

    @Override
    public void close() {
      sum.reset();
    }
  }
}
