package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.ConsoleGrpc;
import com.plexichat.backup.proto.ConsoleGrpc.ConsoleBlockingStub;
import com.plexichat.backup.proto.ConsoleGrpc.ConsoleStub;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The client of the Console service of one agent. Every failure arrives as [OperationFailed].
public final class AgentClient {
  /// How long a question may take unless its caller says otherwise.
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Channel channel;
  private final String endpoint;

  /// @param expected the coordinator's peer id when known; null: any agent of the cluster
  public AgentClient(Channels channels, String endpoint, @Nullable PeerId expected) {
    this.channel = channels.channel(endpoint, expected);
    this.endpoint = endpoint;
  }

  public String endpoint() {
    return endpoint;
  }

  /// Asks one question and waits for its answer, at most [#PATIENCE].
  public <A> A ask(Function<ConsoleBlockingStub, A> question) {
    return ask(PATIENCE, question);
  }

  /// Asks one question and waits for its answer.
  public <A> A ask(Duration within, Function<ConsoleBlockingStub, A> question) {
    return ask(within, ConsoleGrpc::newBlockingStub, question);
  }

  /// Asks another service one question and waits for its answer.
  ///
  /// @param service makes its stub
  public <S extends AbstractStub<S>, A> A ask(
      Duration within, Function<Channel, S> service, Function<S, A> question) {
    try {
      return question.apply(
          service.apply(channel).withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException refused) {
      throw CallFailures.failed(refused, endpoint);
    }
  }

  /// Reads a stream of answers to its end, at the reader's pace. An exception of the reader ends
  /// the call.
  public <A> void read(
      Function<ConsoleBlockingStub, Iterator<A>> question, Consumer<? super A> reader) {
    CancellableContext context = Context.current().withCancellation();
    Context before = context.attach();
    try {
      Iterator<A> answers = question.apply(ConsoleGrpc.newBlockingStub(channel));
      while (answers.hasNext()) {
        reader.accept(answers.next());
      }
    } catch (StatusRuntimeException refused) {
      throw CallFailures.failed(refused, endpoint);
    } finally {
      context.detach(before);
      context.cancel(null);
    }
  }

  /// Listens to a stream of answers without waiting.
  ///
  /// @param question starts the call: `(stub, answers) -> stub.watchJob(request, answers)`
  /// @param reader gets each answer, on a virtual thread
  /// @param end is called once: empty when the agent ended the stream, else why it broke; not after
  ///   [Watch#close]
  public <A> Watch watch(
      BiConsumer<ConsoleStub, StreamObserver<A>> question,
      Consumer<? super A> reader,
      Consumer<Optional<OperationFailed>> end) {
    CancellableContext context = Context.ROOT.withCancellation();
    StreamObserver<A> answers =
        new StreamObserver<>() {
          @Override
          public void onNext(A answer) {
            reader.accept(answer);
          }

          @Override
          public void onError(Throwable broken) {
            if (!context.isCancelled()) {
              end.accept(Optional.of(CallFailures.failed(broken, endpoint)));
            }
            context.cancel(null);
          }

          @Override
          public void onCompleted() {
            if (!context.isCancelled()) {
              end.accept(Optional.empty());
            }
            context.cancel(null);
          }
        };
    context.run(() -> question.accept(ConsoleGrpc.newStub(channel), answers));
    return () -> context.cancel(null);
  }
}
