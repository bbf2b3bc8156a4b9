package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import org.jspecify.annotations.Nullable;

/// The holder's side of a stream of shards: one after another comes in, answers go out in any
/// order.
public interface PutStream {
  /// The next shard, whose bytes are yet to be read; null when the sender is done. Whatever was not
  /// read of the one before is dropped. Fails when the call does.
  @Nullable IncomingShard next() throws InterruptedException;

  /// Answers for one shard; any thread may, at any time before the handler returns. The call stays
  /// open until the handler returns.
  void answer(PutAnswer answer) throws InterruptedException;

  /// One shard on its way in.
  interface IncomingShard {
    PutHead head();

    /// Bytes that the sender announces; never more than a shard file may have.
    int length();

    /// Waits for the bytes and puts them into `into` from `offset`. Fails with USAGE when more or
    /// fewer come than announced.
    void read(byte[] into, int offset) throws InterruptedException;

    /// The bytes in an array of their own.
    default byte[] read() throws InterruptedException {
      byte[] file = new byte[length()];
      read(file, 0);
      return file;
    }

    /// Drops the bytes, for example because there is no place for them.
    void drop() throws InterruptedException;
  }
}
