package com.plexichat.backup.agent.api;

import com.plexichat.backup.shared.model.PeerId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who was given a ticket for a whole backup since this agent began to coordinate.
///
/// It is memory only: tickets are signed and need no list to be checked. Of the oldest nothing is
/// known any more, and nothing is concluded from that.
public final class TicketBook {
  private static final int MOST = 10_000;

  private final long sinceMs;
  private final Map<Ticket, Long> ends = new LinkedHashMap<>();

  private record Ticket(PeerId reader, String backup, String purpose) {}

  public TicketBook(InstantSource time) {
    this.sinceMs = time.millis();
  }

  /// When it began to remember.
  long sinceMs() {
    return sinceMs;
  }

  synchronized void given(PeerId reader, String backup, String purpose, long expiresMs) {
    Ticket ticket = new Ticket(reader, backup, purpose);
    ends.remove(ticket);
    ends.put(ticket, expiresMs);
    if (ends.size() > MOST) {
      ends.remove(ends.keySet().iterator().next());
    }
  }

  /// Whether a reader was given one that had not ended at a time.
  synchronized boolean wasGiven(PeerId reader, String backup, String purpose, long atMs) {
    Long end = ends.get(new Ticket(reader, backup, purpose));
    return end != null && end >= atMs;
  }
}
