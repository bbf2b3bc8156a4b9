package com.plexichat.backup.agent.io;

import java.io.IOException;

/// A sync that failed: what was written before it may be lost although it reads well.
public final class SyncFailed extends IOException {
  private static final long serialVersionUID = 1L;

  public SyncFailed(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
