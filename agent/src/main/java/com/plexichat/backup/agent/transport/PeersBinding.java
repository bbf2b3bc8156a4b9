package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.PeersGrpc;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutFrame;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;

/// Puts a [PeersHandler] behind the Peers service.
public final class PeersBinding {
  private PeersBinding() {}

  public static ServerServiceDefinition bind(PeersHandler handler) {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(PeersGrpc.SERVICE_NAME);
    bodies(service, handler);
    one(service, PeersGrpc.getProveMethod(), handler::prove);
    one(service, PeersGrpc.getForwardMethod(), handler::forward);
    one(service, PeersGrpc.getRebuildMethod(), handler::rebuild);
    one(service, PeersGrpc.getTrashMethod(), handler::trash);
    one(service, PeersGrpc.getProbeMethod(), handler::probe);
    one(service, PeersGrpc.getPutKeyRingMethod(), handler::putKeyRing);
    one(service, PeersGrpc.getGetKeyRingsMethod(), handler::getKeyRings);
    one(service, PeersGrpc.getObeyMethod(), handler::obey);
    many(service, PeersGrpc.getScrubMethod(), handler::scrub);
    many(service, PeersGrpc.getInventoryMethod(), handler::inventory);
    return service.build();
  }

  private static void bodies(ServerServiceDefinition.Builder service, PeersHandler handler) {
    service.addMethod(
        PeersMethods.PUT, new BlockingHandler<>((caller, call) -> put(handler, caller, call)));
    service.addMethod(
        PeersMethods.GET,
        new BlockingHandler<>((caller, call) -> handler.get(caller, call.only(), call::send)));
    service.addMethod(
        PeersMethods.CONTRIBUTE,
        new BlockingHandler<>((caller, call) -> call.send(handler.contribute(caller, call::next))));
    service.addMethod(
        PeersMethods.PUT_CAPSULE,
        new BlockingHandler<>((caller, call) -> call.send(handler.putCapsule(caller, call::next))));
    service.addMethod(
        PeersMethods.GET_CAPSULE,
        new BlockingHandler<>(
            (caller, call) -> handler.getCapsule(caller, call.only(), call::send)));
  }

  private static void put(
      PeersHandler handler, Caller caller, Dialogue<Framed<PutFrame>, PutAnswer> call)
      throws InterruptedException {
    IncomingShards shards = new IncomingShards(call);
    try {
      handler.put(caller, shards);
    } finally {
      shards.close();
    }
  }

  private static <Q, R> void one(
      ServerServiceDefinition.Builder service, MethodDescriptor<Q, R> method, One<Q, R> body) {
    service.addMethod(
        method,
        new BlockingHandler<>((caller, call) -> call.send(body.answer(caller, call.only()))));
  }

  private static <Q, R> void many(
      ServerServiceDefinition.Builder service, MethodDescriptor<Q, R> method, Many<Q, R> body) {
    service.addMethod(
        method,
        new BlockingHandler<>((caller, call) -> body.answer(caller, call.only(), call::send)));
  }

  private interface One<Q, R> {
    R answer(Caller caller, Q request) throws InterruptedException;
  }

  private interface Many<Q, R> {
    void answer(Caller caller, Q request, AnswerSink<R> answers) throws InterruptedException;
  }
}
