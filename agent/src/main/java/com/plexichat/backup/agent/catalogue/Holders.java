package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.StripeStore.Stored;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// The peers that one command touches, and what it changes in what they hold.
final class Holders {
  private final Handle handle;
  private final Map<String, Holder> byId = new HashMap<>();
  private final Map<Integer, Holder> byNumber = new TreeMap<>();
  private long sequence;

  Holders(Handle handle) {
    this.handle = handle;
    handle
        .select("SELECT no, id, owner FROM peer")
        .map((row, _) -> new Holder(row.getInt(1), row.getString(2), row.getString(3)))
        .forEach(holder -> {
          byId.put(holder.id, holder);
          byNumber.put(holder.number, holder);
        });
  }

  Holder of(String id) {
    Holder holder = byId.get(id);
    if (holder == null) {
      throw new OperationFailed(FailureCode.PEER_UNKNOWN, new PeerId(id).hex());
    }
    return holder;
  }

  Holder of(int number) {
    Holder holder = byNumber.get(number);
    if (holder == null) {
      throw new IllegalStateException("no peer with number " + number);
    }
    return holder;
  }

  /// Notes the sequence of an order.
  void sequence(long used) {
    sequence = Math.max(sequence, used);
  }

  /// Stores what changed.
  void store() {
    for (Holder holder : byNumber.values()) {
      if (holder.copies != 0 || holder.bytes != 0 || holder.pendingBytes != 0) {
        handle.execute(
            "UPDATE peer SET copies = copies + ?, bytes = bytes + ?,"
                + " pending_bytes = pending_bytes + ? WHERE no = ?",
            holder.copies,
            holder.bytes,
            holder.pendingBytes,
            holder.number);
      }
    }
    if (sequence > 0) {
      handle.execute("UPDATE cluster SET order_sequence = GREATEST(order_sequence, ?)", sequence);
    }
  }

  /// Whether the bytes of a copy in this state lie on its peer.
  private static boolean lies(CopyState state) {
    return state != CopyState.PENDING && state != CopyState.MISSING;
  }

  /// One peer.
  static final class Holder {
    private final int number;
    private final String id;
    private final String owner;
    private long copies;
    private long bytes;
    private long pendingBytes;

    private Holder(int number, String id, String owner) {
      this.number = number;
      this.id = id;
      this.owner = owner;
    }

    int number() {
      return number;
    }

    String owner() {
      return owner;
    }

    /// A copy that was ordered lies there now.
    void acknowledged(long length) {
      pendingBytes -= length;
      copies++;
      bytes += length;
    }

    /// Takes a copy out of the sums as it is now; [#came] puts it back as it will be.
    void left(Stored stored, int index) {
      count(stored, index, -1);
    }

    void came(Stored stored, int index) {
      count(stored, index, 1);
    }

    private void count(Stored stored, int index, int sign) {
      CopyState state = stored.copies().state(index, number);
      long length = sign * Lengths.at(stored.lengths(), index);
      if (state == null) {
        return;
      }
      if (state == CopyState.PENDING) {
        pendingBytes += length;
      } else if (lies(state)) {
        copies += sign;
        bytes += length;
      }
    }
  }
}
