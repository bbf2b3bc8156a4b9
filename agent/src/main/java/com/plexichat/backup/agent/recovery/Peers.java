package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.List;

/// The peers that a rebuild knows of, by number: a claim then names its peer in two bytes.
final class Peers {
  private final List<PeerEntry> entries;

  Peers(List<PeerEntry> entries) {
    if (entries.size() > 0xffff) {
      throw new IllegalArgumentException("more peers than a catalogue numbers");
    }
    this.entries = List.copyOf(entries);
  }

  int size() {
    return entries.size();
  }

  PeerEntry get(int number) {
    return entries.get(number);
  }

  PeerId id(int number) {
    return Ids.peer(entries.get(number).getPeerId());
  }

  /// As people know it.
  String name(int number) {
    return entries.get(number).getName();
  }
}
