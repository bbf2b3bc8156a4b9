package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.storage.ShardProof;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.proto.Proof;
import com.plexichat.backup.proto.ProveAnswer;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.ShardId;
import java.util.List;

/// Answers to challenges, read from the disk each time.
final class Proofs {
  private static final int WHOLE = -1;

  private Proofs() {}

  static ProveAnswer answer(ShardStore store, ProveRequest request, List<ShardId> shards) {
    ProveAnswer.Builder answer = ProveAnswer.newBuilder();
    for (ShardId shard : shards) {
      answer.addProofs(
          request.getLeaf() == WHOLE
              ? whole(store, shard, request.getNonce().toByteArray())
              : leaf(store, shard, request.getLeaf()));
    }
    return answer.build();
  }

  private static Proof leaf(ShardStore store, ShardId shard, int leaf) {
    ShardProof proof = store.reader().prove(shard, leaf);
    Proof.Builder message = message(shard, proof.state(), proof.length());
    proof.path().forEach(hash -> message.addPath(ByteString.copyFrom(hash)));
    return message
        .setHeader(ByteString.copyFrom(proof.header()))
        .setLeaf(ByteString.copyFrom(proof.leaf()))
        .build();
  }

  /// `leaf` is then SHA-256 over nonce and file.
  private static Proof whole(ShardStore store, ShardId shard, byte[] nonce) {
    try {
      byte[] hash = store.reader().possession(shard, nonce);
      long length = store.find(shard).map(one -> (long) one.length()).orElse(0L);
      return message(shard, CopyState.OK, length).setLeaf(ByteString.copyFrom(hash)).build();
    } catch (OperationFailed e) {
      boolean gone = e.code() == FailureCode.SHARD_UNKNOWN;
      return message(shard, gone ? CopyState.MISSING : CopyState.CORRUPT, 0).build();
    }
  }

  private static Proof.Builder message(ShardId shard, CopyState state, long length) {
    return Proof.newBuilder()
        .setShard(ByteString.copyFrom(shard.bytes()))
        .setState(state.name())
        .setLength(length);
  }
}
