package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.RawPath;

/// Something that patterns leave out, with everything in it. Path and patterns are put together
/// when they are asked for.
public final class LeftOut {
  private final SourceLevel parent;
  private final byte[] name;
  private final Excludes.Place place;
  private final boolean folder;

  LeftOut(SourceLevel parent, byte[] name, Excludes.Place place, boolean folder) {
    this.parent = parent;
    this.name = name;
    this.place = place;
    this.folder = folder;
  }

  public RawPath path() {
    return parent.path().resolve(name);
  }

  /// Which patterns leave it out, by their places in the list, in order. What a pattern for
  /// anything leaves out is not looked at, so that one for folders alone may be missing.
  public int[] patterns() {
    return place.matching(name, folder);
  }
}
