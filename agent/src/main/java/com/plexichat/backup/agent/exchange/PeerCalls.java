package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.shared.model.PeerId;
import java.util.function.Consumer;

/// What this agent asks of another one about shards. Every call blocks, and fails with
/// OperationFailed: UNREACHABLE when there is no answer, else as the other side said.
public interface PeerCalls {
  /// Sends one shard and waits for the answers of the whole chain. The bytes are not changed.
  PutAnswer put(PeerId target, PutHead head, byte[] file);

  /// Reads a shard or a part of it, frame by frame.
  void get(PeerId target, GetRequest request, Consumer<GetFrame> frames);

  /// Begins to pass on a masked sum.
  Contributing contribute(PeerId target);

  ProbeAnswer probe(PeerId target);

  /// A masked sum on its way to the next holder.
  interface Contributing extends AutoCloseable {
    /// Sends one frame; blocks while the other side is slower.
    void send(ContributeFrame frame);

    /// Waits for the answer after the last frame.
    ContributeAnswer finish();

    /// Gives the call up when it is not finished.
    @Override
    void close();
  }
}
