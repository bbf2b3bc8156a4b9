package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import org.jspecify.annotations.Nullable;

/// A stream of shards on their way in, and of answers on their way out in any order.
public interface ArrivingShards {
  /// The next shard, its bytes not yet read; null when the sender is done.
  @Nullable Arriving next() throws InterruptedException;

  /// Answers for one shard; any thread may.
  void answer(PutAnswer answer) throws InterruptedException;

  /// One shard on its way in.
  interface Arriving {
    PutHead head();

    /// The bytes, as many as the head announces; fails with USAGE when others come.
    byte[] read() throws InterruptedException;

    /// Lets the bytes pass by unseen.
    void drop() throws InterruptedException;
  }
}
