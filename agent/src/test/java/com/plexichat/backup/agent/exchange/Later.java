package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.shared.model.PeerId;
import java.util.function.Consumer;

/// Calls over a network whose links are opened after the agents were made.
record Later(TlsNetwork network, PeerId from) implements PeerCalls {
  @Override
  public PutAnswer put(PeerId target, PutHead head, byte[] file) {
    return network.calls(from).put(target, head, file);
  }

  @Override
  public void get(PeerId target, GetRequest request, Consumer<GetFrame> frames) {
    network.calls(from).get(target, request, frames);
  }

  @Override
  public Contributing contribute(PeerId target) {
    return network.calls(from).contribute(target);
  }

  @Override
  public ProbeAnswer probe(PeerId target) {
    return network.calls(from).probe(target);
  }
}
