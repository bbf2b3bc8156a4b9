package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.PeersGrpc;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutFrame;
import io.grpc.ServerServiceDefinition;

/// Puts a [PeersHandler] behind the Peers service.
public final class PeersBinding {
  private PeersBinding() {}

  public static ServerServiceDefinition bind(PeersHandler handler) {
    return BlockingService.of(PeersGrpc.SERVICE_NAME)
        .add(PeersMethods.PUT, (caller, call) -> put(handler, caller, call))
        .add(PeersMethods.GET, (caller, call) -> handler.get(caller, call.only(), call::send))
        .add(
            PeersMethods.CONTRIBUTE,
            (caller, call) -> call.send(handler.contribute(caller, call::next)))
        .add(
            PeersMethods.PUT_CAPSULE,
            (caller, call) -> call.send(handler.putCapsule(caller, call::next)))
        .add(
            PeersMethods.GET_CAPSULE,
            (caller, call) -> handler.getCapsule(caller, call.only(), call::send))
        .one(PeersGrpc.getProveMethod(), handler::prove)
        .one(PeersGrpc.getForwardMethod(), handler::forward)
        .one(PeersGrpc.getRebuildMethod(), handler::rebuild)
        .one(PeersGrpc.getTrashMethod(), handler::trash)
        .one(PeersGrpc.getProbeMethod(), handler::probe)
        .one(PeersGrpc.getPutKeyRingMethod(), handler::putKeyRing)
        .one(PeersGrpc.getGetKeyRingsMethod(), handler::getKeyRings)
        .one(PeersGrpc.getObeyMethod(), handler::obey)
        .many(PeersGrpc.getScrubMethod(), handler::scrub)
        .many(PeersGrpc.getInventoryMethod(), handler::inventory)
        .build();
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
}
