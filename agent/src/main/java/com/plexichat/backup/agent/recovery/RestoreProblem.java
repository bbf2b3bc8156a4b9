package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;

/// Something that a restore could not do for one path, below the target; the rest goes on. `detail`
/// is what the system said.
public record RestoreProblem(RawPath path, Code code, String detail) {
  /// What happened. Names go into reports: do not rename.
  public enum Code {
    /// A name that no honest backup holds: empty, `.`, `..`, with a slash or a NUL.
    NAME_REFUSED,
    /// A symbolic link, or something that is no folder, stands where a folder should; not followed.
    LINK_IN_PATH,
    /// A symbolic link that was backed up gave way to a folder for what lies behind it.
    LINK_GAVE_WAY,
    /// Something stood there and was kept.
    KEPT_EXISTING,
    /// A folder that is not empty stands where something else should.
    FOLDER_IN_THE_WAY,
    /// A device needs rights that the agent does not have.
    DEVICE_NOT_MADE,
    /// Another failure: it was not restored.
    NOT_WRITTEN,
    /// It was restored, with another owner; setuid and setgid bits were left out.
    OWNER_NOT_SET,
    /// It was restored with other permission bits.
    MODE_NOT_SET,
    /// It was restored without an extended attribute or ACL.
    XATTR_NOT_SET,
    /// It was restored with other times.
    TIMES_NOT_SET;

    /// Whether the contents are there all the same.
    public boolean isOnlyMetadata() {
      return switch (this) {
        case OWNER_NOT_SET, MODE_NOT_SET, XATTR_NOT_SET, TIMES_NOT_SET -> true;
        default -> false;
      };
    }
  }
}
