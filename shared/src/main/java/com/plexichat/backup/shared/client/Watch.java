package com.plexichat.backup.shared.client;

/// Something that goes on telling until it ends or is closed.
public interface Watch extends AutoCloseable {
  /// Stops listening; what comes after is not told.
  @Override
  void close();
}
