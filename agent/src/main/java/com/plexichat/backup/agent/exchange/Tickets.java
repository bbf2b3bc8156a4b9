package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.Ticket;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Whether a ticket lets its bearer read shards of a stripe. A ticket that was checked is kept: it
/// comes with every read, and may name thousands of stripes.
final class Tickets {
  private static final int KEPT = 16;

  private record Checked(Ticket ticket, Set<ByteString> stripes) {}

  private final Self self;
  private final Obedience obedience;
  private final InstantSource clock;
  private final Map<Signed, Checked> checked =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signed, Checked> eldest) {
          return size() > KEPT;
        }
      };

  Tickets(Self self, Obedience obedience, InstantSource clock) {
    this.self = self;
    this.obedience = obedience;
    this.clock = clock;
  }

  /// Returns when `reader` may read shards of the stripe; else fails with FENCED or ORDER_REFUSED.
  void check(Signed signed, PeerId reader, StripeId stripe) {
    Checked known = find(signed);
    Ticket ticket = known.ticket();
    obedience.checkEpoch(ticket.getEpoch());
    require(ticket.getReader().equals(reader.hex()), "the ticket is another reader's");
    require(ticket.getExpiresMs() > clock.millis(), "the ticket has expired");
    require(
        known.stripes().contains(ByteString.copyFrom(stripe.bytes())),
        "the ticket does not name the shard's stripe");
  }

  private Checked find(Signed signed) {
    synchronized (checked) {
      Checked known = checked.get(signed);
      if (known != null) {
        return known;
      }
    }
    Checked fresh = verify(signed);
    synchronized (checked) {
      checked.put(signed, fresh);
    }
    return fresh;
  }

  private Checked verify(Signed signed) {
    try {
      Ticket ticket = Ticket.parseFrom(signed.getMessage());
      obedience.checkCluster(ticket.getClusterId());
      obedience.checkEpoch(ticket.getEpoch());
      obedience.checkSignature(signed);
      return new Checked(ticket, new HashSet<>(ticket.getStripesList()));
    } catch (InvalidProtocolBufferException e) {
      throw Failing.refused(self.name(), "the ticket cannot be read");
    }
  }

  private void require(boolean right, String otherwise) {
    if (!right) {
      throw Failing.refused(self.name(), otherwise);
    }
  }
}
