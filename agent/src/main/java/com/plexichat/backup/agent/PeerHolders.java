package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.agent.upkeep.Holders;
import com.plexichat.backup.proto.ForwardAnswer;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.Proof;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.wire.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Upkeep's calls to the peers.
final class PeerHolders implements Holders {
  private static final Duration PROBE = Duration.ofSeconds(3);

  private final PeerLinks links;

  PeerHolders(PeerLinks links) {
    this.links = links;
  }

  private interface Call<A> {
    A make() throws InterruptedException;
  }

  private static <A> A call(Call<A> call) {
    try {
      return call.make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The call");
    }
  }

  @Override
  public ScrubReport scrub(PeerId peer, List<ShardId> shards, boolean presence) {
    ScrubRequest.Builder request = ScrubRequest.newBuilder().setPresence(presence);
    shards.forEach(shard -> request.addShards(Ids.message(shard)));
    ScrubReport.Builder whole = ScrubReport.newBuilder();
    return call(() -> {
      links
          .to(peer)
          .scrub(
              request.build(),
              report -> {
                requireAsked(peer, shards.size(), whole, report);
                whole.addAllBad(report.getBadList());
                whole.setChecked(report.getChecked()).setBytes(report.getBytes());
              });
      return whole.build();
    });
  }

  /// A liar that reports without end fills no memory and holds up nobody.
  private static void requireAsked(
      PeerId peer, int asked, ScrubReport.Builder before, ScrubReport report) {
    if (report.getBadCount() > asked - before.getBadCount() || report.getChecked() > asked) {
      throw new OperationFailed(
          FailureCode.UNREACHABLE, peer.hex(), "it reports what it was not asked for");
    }
  }

  @Override
  public List<Proof> prove(PeerId peer, byte[] nonce, List<ShardId> shards, int leaf) {
    ProveRequest.Builder request =
        ProveRequest.newBuilder().setNonce(ByteString.copyFrom(nonce)).setLeaf(leaf);
    shards.forEach(shard -> request.addShards(Ids.message(shard)));
    return call(() -> links.to(peer).prove(request.build()).getProofsList());
  }

  @Override
  public ForwardAnswer forward(PeerId source, ForwardRequest request) {
    return call(() -> links.to(source).forward(request));
  }

  @Override
  public TrashAnswer trash(PeerId target, TrashRequest request) {
    return call(() -> links.to(target).trash(request));
  }

  @Override
  public RebuildAnswer rebuild(PeerId target, RebuildOrder order) {
    return call(() -> links.to(target).rebuild(order));
  }

  @Override
  public boolean probe(PeerId target, Optional<PeerId> through) {
    ProbeRequest.Builder request = ProbeRequest.newBuilder();
    through.ifPresent(_ -> request.setRelayTo(target.hex()));
    try {
      return call(() -> links.to(through.orElse(target)).probe(request.build(), PROBE))
          .getReached();
    } catch (OperationFailed e) {
      if (through.isPresent()) {
        throw e;
      }
      return false;
    }
  }
}
