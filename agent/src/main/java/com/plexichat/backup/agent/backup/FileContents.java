package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.Hole;
import com.plexichat.backup.agent.io.Xattr;
import java.util.List;

/// What was read of a file: its state when the reading that counts was through, its holes in order,
/// its attributes. `inconsistent`: it changed under every attempt.
public record FileContents(
    FileStat stat, List<Hole> holes, List<Xattr> xattrs, boolean inconsistent) {
  public FileContents {
    holes = List.copyOf(holes);
    xattrs = List.copyOf(xattrs);
  }
}
