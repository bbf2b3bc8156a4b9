package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.protocol.SourceEffect;

/// The end of a stripe's upload: complete, under-protected, failed or cancelled, and what became of
/// each copy that was tried.
public record UploadedStripe(SourceEffect.Result result, Sent sent) {
  /// Whether the stripe may be part of a backup.
  public boolean isCommitted() {
    return result instanceof SourceEffect.Result.Complete
        || result instanceof SourceEffect.Result.UnderProtected;
  }
}
