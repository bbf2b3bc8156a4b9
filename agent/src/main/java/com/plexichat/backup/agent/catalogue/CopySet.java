package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.CopyState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All copies of one stripe's shards, ordered by shard index and peer number, as one value.
///
/// Stored form: u8 count of open operations, 16 bytes each; then per copy u8 index, u16 peer, u8
/// state and, when there are open operations, u8 its operation (0: none). An operation is kept as
/// long as a copy waits for it: the acknowledgement of another one changes nothing.
final class CopySet {
  /// States by their stored number.
  private static final List<CopyState> STATES =
      List.of(
          CopyState.PENDING,
          CopyState.OK,
          CopyState.STALE,
          CopyState.MISSING,
          CopyState.CORRUPT,
          CopyState.QUARANTINED,
          CopyState.TRASHED);

  private static final byte[] NO_OPERATION = new byte[0];

  private int size;
  private int[] keys;
  private CopyState[] states;
  private byte[][] operations;

  CopySet() {
    keys = new int[0];
    states = new CopyState[0];
    operations = new byte[0][];
  }

  /// What is done with each copy, in order.
  interface Visitor {
    void copy(int index, int peer, CopyState state);
  }

  static CopySet decode(byte[] stored) {
    ByteBuffer in = ByteBuffer.wrap(stored);
    byte[][] open = new byte[in.get() & 0xff][];
    for (int at = 0; at < open.length; at++) {
      open[at] = new byte[Demand.OPERATION_BYTES];
      in.get(open[at]);
    }
    CopySet copies = new CopySet();
    int size = in.remaining() / (open.length == 0 ? 4 : 5);
    copies.grow(size);
    copies.size = size;
    for (int at = 0; at < size; at++) {
      copies.keys[at] = ((in.get() & 0xff) << 16) | (in.getShort() & 0xffff);
      copies.states[at] = STATES.get(in.get());
      int operation = open.length == 0 ? 0 : in.get() & 0xff;
      copies.operations[at] = operation == 0 ? NO_OPERATION : open[operation - 1];
    }
    return copies;
  }

  /// The copies of a stored value, without making a set of it.
  static void visit(byte[] stored, Visitor visitor) {
    int open = stored[0] & 0xff;
    int width = open == 0 ? 4 : 5;
    for (int at = 1 + open * Demand.OPERATION_BYTES; at < stored.length; at += width) {
      int peer = ((stored[at + 1] & 0xff) << 8) | (stored[at + 2] & 0xff);
      visitor.copy(stored[at] & 0xff, peer, STATES.get(stored[at + 3]));
    }
  }

  /// The copies of a stored value, each as one number: index << 24 | peer << 4 | code of its state.
  static int[] packed(byte[] stored) {
    int open = stored[0] & 0xff;
    int width = open == 0 ? 4 : 5;
    int[] packed = new int[(stored.length - 1 - open * Demand.OPERATION_BYTES) / width];
    int[] at = new int[1];
    visit(stored, (index, peer, state) -> packed[at[0]++] = index << 24 | peer << 4 | state.code());
    return packed;
  }

  byte[] encode() {
    List<byte[]> open = new ArrayList<>();
    byte[] numbers = new byte[size];
    for (int at = 0; at < size; at++) {
      byte[] operation = operations[at];
      if (operation.length > 0) {
        numbers[at] = (byte) numberOf(open, operation);
      }
    }
    ByteBuffer out =
        ByteBuffer.allocate(
            1 + open.size() * Demand.OPERATION_BYTES + size * (open.isEmpty() ? 4 : 5));
    out.put((byte) open.size());
    open.forEach(out::put);
    for (int at = 0; at < size; at++) {
      out.put((byte) (keys[at] >>> 16)).putShort((short) keys[at]);
      out.put((byte) STATES.indexOf(states[at]));
      if (!open.isEmpty()) {
        out.put(numbers[at]);
      }
    }
    return out.array();
  }

  private static int numberOf(List<byte[]> open, byte[] operation) {
    for (int at = 0; at < open.size(); at++) {
      if (Arrays.equals(open.get(at), operation)) {
        return at + 1;
      }
    }
    Demand.wellFormed(open.size() < 255, "more than 255 open operations on one stripe");
    open.add(operation);
    return open.size();
  }

  void visit(Visitor visitor) {
    for (int at = 0; at < size; at++) {
      visitor.copy(keys[at] >>> 16, keys[at] & 0xffff, states[at]);
    }
  }

  /// State of one copy; null when there is none.
  @Nullable CopyState state(int index, int peer) {
    int at = find(index, peer);
    return at < 0 ? null : states[at];
  }

  /// Notes that a peer may hold a shard from now on; a copy that is OK stays OK.
  void reserve(int index, int peer, byte[] operation) {
    int at = find(index, peer);
    if (at >= 0) {
      if (states[at] != CopyState.OK) {
        states[at] = CopyState.PENDING;
        operations[at] = operation;
      }
      return;
    }
    int place = -at - 1;
    grow(size + 1);
    System.arraycopy(keys, place, keys, place + 1, size - place);
    System.arraycopy(states, place, states, place + 1, size - place);
    System.arraycopy(operations, place, operations, place + 1, size - place);
    keys[place] = (index << 16) | peer;
    states[place] = CopyState.PENDING;
    operations[place] = operation;
    size++;
  }

  /// Takes the acknowledgement of an operation; true when it changed the copy.
  boolean acknowledge(int index, int peer, byte[] operation) {
    int at = find(index, peer);
    if (at < 0 || !Arrays.equals(operations[at], operation)) {
      return false;
    }
    states[at] = CopyState.OK;
    operations[at] = NO_OPERATION;
    return true;
  }

  /// Sets what is known of a copy that is there.
  void change(int index, int peer, CopyState state) {
    int at = find(index, peer);
    states[at] = state;
    operations[at] = NO_OPERATION;
  }

  void remove(int index, int peer) {
    int at = find(index, peer);
    System.arraycopy(keys, at + 1, keys, at, size - at - 1);
    System.arraycopy(states, at + 1, states, at, size - at - 1);
    System.arraycopy(operations, at + 1, operations, at, size - at - 1);
    size--;
  }

  /// Shards with at least one copy that is OK.
  int present() {
    int present = 0;
    int last = -1;
    for (int at = 0; at < size; at++) {
      int index = keys[at] >>> 16;
      if (states[at] == CopyState.OK && index != last) {
        present++;
        last = index;
      }
    }
    return present;
  }

  private int find(int index, int peer) {
    return Arrays.binarySearch(keys, 0, size, (index << 16) | peer);
  }

  private void grow(int least) {
    if (least > keys.length) {
      int capacity = Math.max(least, keys.length * 3 / 2);
      keys = Arrays.copyOf(keys, capacity);
      states = Arrays.copyOf(states, capacity);
      operations = Arrays.copyOf(operations, capacity);
    }
  }
}
