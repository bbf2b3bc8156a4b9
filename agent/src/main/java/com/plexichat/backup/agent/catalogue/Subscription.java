package com.plexichat.backup.agent.catalogue;

/// A listener's place; closing it ends it.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
