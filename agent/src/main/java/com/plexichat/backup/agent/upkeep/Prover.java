package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.proto.Proof;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Challenges a peer for copies: a leaf drawn at random, checked against the shard's name.
///
/// What the peer says of itself counts only when it says that a copy is bad.
final class Prover {
  private static final int NONCE = 32;

  private final UpkeepBase base;

  Prover(UpkeepBase base) {
    this.base = base;
  }

  /// OK, MISSING or CORRUPT for every copy; fails when the peer does not answer.
  Map<Expected, CopyState> prove(PeerId peer, List<Expected> copies) {
    Map<Integer, List<Expected>> byLeaf = new TreeMap<>();
    for (Expected copy : copies) {
      int leaf = base.random().nextInt(ShardName.leaves(body(copy)));
      byLeaf.computeIfAbsent(leaf, _ -> new ArrayList<>()).add(copy);
    }
    Map<Expected, CopyState> found = new LinkedHashMap<>();
    byLeaf.forEach((leaf, asked) -> {
      List<ShardId> names = asked.stream().map(Expected::shard).toList();
      Map<ShardId, Proof> proofs = new LinkedHashMap<>();
      for (Proof proof : base.holders().prove(peer, base.randomBytes(NONCE), names, leaf)) {
        proofs.put(Ids.shard(proof.getShard()), proof);
      }
      for (Expected copy : asked) {
        Proof proof = proofs.get(copy.shard());
        found.put(copy, proof == null ? CopyState.MISSING : judge(copy, proof, leaf));
      }
    });
    return found;
  }

  private static CopyState judge(Expected copy, Proof proof, int leaf) {
    if (proof.getState().equals(CopyState.MISSING.name())) {
      return CopyState.MISSING;
    }
    boolean proves =
        proof.getState().equals(CopyState.OK.name())
            && ShardName.proves(
                copy.shard(),
                proof.getHeader().toByteArray(),
                body(copy),
                leaf,
                proof.getLeaf().toByteArray(),
                proof.getPathList().stream().map(hash -> hash.toByteArray()).toList());
    return proves ? CopyState.OK : CopyState.CORRUPT;
  }

  private static int body(Expected copy) {
    return Math.toIntExact(copy.length() - Format.HEADER);
  }
}
