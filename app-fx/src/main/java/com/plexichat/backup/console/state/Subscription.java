package com.plexichat.backup.console.state;

/// The place of someone who watches; closing it ends it.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
