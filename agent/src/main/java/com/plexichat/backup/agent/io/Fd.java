package com.plexichat.backup.agent.io;

/// An open file descriptor. Closing it twice is allowed, using it afterwards is not: the number may
/// by then stand for another file.
final class Fd implements AutoCloseable {
  private final int number;
  private volatile boolean closed;

  Fd(int number) {
    this.number = number;
  }

  int number() {
    if (closed) {
      throw new IllegalStateException("used after it was closed");
    }
    return number;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (Scratch scratch = Scratch.take()) {
      // Linux frees the number even when close is interrupted: never again.
      Libc.once(scratch, Syscall.CLOSE, number, 0, 0, 0, 0);
    }
  }
}
