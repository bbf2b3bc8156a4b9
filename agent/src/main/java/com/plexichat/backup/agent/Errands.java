package com.plexichat.backup.agent;

import com.plexichat.backup.shared.model.PeerId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// Calls to peers that nobody waits for, one at a time to each: a peer that keeps silent keeps
/// nothing from the others.
final class Errands {
  private final Executor threads;
  private final Set<PeerId> busy = ConcurrentHashMap.newKeySet();

  Errands(Executor threads) {
    this.threads = threads;
  }

  /// A thread of its own for each.
  static Executor own(String name) {
    return call -> Thread.ofVirtual().name(name).start(call);
  }

  /// Begins the call unless the last one to this peer still runs.
  void begin(PeerId peer, Runnable call) {
    if (busy.add(peer)) {
      threads.execute(() -> {
        try {
          call.run();
        } finally {
          busy.remove(peer);
        }
      });
    }
  }
}
