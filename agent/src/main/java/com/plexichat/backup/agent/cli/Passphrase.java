package com.plexichat.backup.agent.cli;

import java.util.Arrays;

/// The passphrase of a recovery kit while it is needed; zeroed when closed.
public final class Passphrase implements AutoCloseable {
  private final char[] signs;

  /// Takes over the array: it is zeroed when this is closed.
  public Passphrase(char[] signs) {
    this.signs = signs;
  }

  /// The signs themselves, not a copy.
  public char[] signs() {
    return signs;
  }

  @Override
  public void close() {
    Arrays.fill(signs, '\0');
  }
}
