package com.plexichat.backup.agent.io;

import java.util.List;

/// Everything beside the contents that a restore sets on a file.
public record Metadata(Attributes attributes, List<Xattr> xattrs) {
  public Metadata {
    xattrs = List.copyOf(xattrs);
  }
}
