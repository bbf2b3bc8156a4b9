package com.plexichat.backup.agent.io;

/// One part of a file's metadata that could not be set, and what the system said.
public record MetadataFailure(Part part, String reason) {
  /// The parts, in the order in which they are set.
  public enum Part {
    OWNER,
    XATTR,
    MODE,
    TIMES
  }
}
