package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.RawPath;

/// Something that a walk could not read, or did not, and why; never a reason to leave out what lies
/// beside it. `detail` is what the system said.
public record WalkWarning(RawPath path, Code code, String detail) {
  /// What happened. Names go into records: do not rename.
  public enum Code {
    /// It, or its entries, could not be read.
    UNREADABLE,
    /// It was listed and gone a moment later.
    VANISHED,
    /// It became another kind of file between being listed and being opened.
    TYPE_CHANGED,
    /// It changed under every attempt to read it, and what was read may mix old and new.
    INCONSISTENT,
    /// Its extended attributes could not be read.
    XATTRS_UNREADABLE,
    /// A pseudo file system, kept as an empty folder.
    PSEUDO_FILE_SYSTEM,
    /// A path of the set is a symbolic link: the link is backed up, not what it points to.
    PATH_IS_LINK,
    /// A symbolic link lies in one path of the set, and another one leads through it: what lies
    /// behind it comes back in a folder of its name, the link itself does not.
    PATH_BEHIND_LINK
  }
}
