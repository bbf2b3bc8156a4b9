package com.plexichat.backup.agent.storage;

/// Room that was promised to bytes on their way. What is not spent by a put is given back at close.
public interface Reservation extends AutoCloseable {
  /// Tells that so many of the promised bytes now lie in the store.
  void spend(long bytes);

  @Override
  void close();
}
