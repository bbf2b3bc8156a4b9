package com.plexichat.backup.agent.transport;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;

/// Builds a service whose methods block on virtual threads and get their caller, in place of a
/// generated base class, whose streams know no back-pressure.
///
/// `BlockingService.of(ConsoleGrpc.SERVICE_NAME).one(ConsoleGrpc.getListPeersMethod(),
/// this::peers)`. A method of the service that is not added is answered with UNIMPLEMENTED.
/// Failures go to the caller as in [PeersHandler].
public final class BlockingService {
  private final ServerServiceDefinition.Builder service;

  /// A method with one answer.
  public interface One<Q, R> {
    R answer(Caller caller, Q request) throws InterruptedException;
  }

  /// A method with many answers; the call ends when it returns.
  public interface Many<Q, R> {
    void answer(Caller caller, Q request, AnswerSink<R> answers) throws InterruptedException;
  }

  private BlockingService(String name) {
    this.service = ServerServiceDefinition.builder(name);
  }

  public static BlockingService of(String name) {
    return new BlockingService(name);
  }

  public <Q, R> BlockingService one(MethodDescriptor<Q, R> method, One<Q, R> body) {
    return add(method, (caller, call) -> call.send(body.answer(caller, call.only())));
  }

  public <Q, R> BlockingService many(MethodDescriptor<Q, R> method, Many<Q, R> body) {
    return add(method, (caller, call) -> body.answer(caller, call.only(), call::send));
  }

  <Q, R> BlockingService add(MethodDescriptor<Q, R> method, BlockingHandler.Body<Q, R> body) {
    service.addMethod(method, new BlockingHandler<>(body));
    return this;
  }

  public ServerServiceDefinition build() {
    return service.build();
  }
}
