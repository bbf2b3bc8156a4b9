package com.plexichat.backup.agent.io;

import java.io.IOException;

/// A system call that failed, with its errno.
public final class SystemCallFailed extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  SystemCallFailed(String call, int errno, String what) {
    super(call + " " + what + ": " + Errno.sentence(errno));
    this.errno = errno;
  }

  /// The failure of looking for what is not there.
  public static SystemCallFailed missing(RawPath path) {
    return new SystemCallFailed("openat", Errno.ENOENT, path.toString());
  }

  /// Whether there is no such file, or none any more.
  public boolean isMissing() {
    return errno == Errno.ENOENT || errno == Errno.ESTALE;
  }

  /// Whether the caller lacks the right.
  public boolean isDenied() {
    return errno == Errno.EPERM || errno == Errno.EACCES;
  }

  /// Whether something of that name exists already.
  public boolean isExisting() {
    return errno == Errno.EEXIST || errno == Errno.ENOTEMPTY;
  }

  /// Whether a symbolic link, or something that is no directory, stands in the way.
  public boolean isLinkOrNoDirectory() {
    return errno == Errno.ELOOP || errno == Errno.ENOTDIR || errno == Errno.EXDEV;
  }

  /// Whether the disk, the quota or the inodes are used up.
  public boolean isFull() {
    return errno == Errno.ENOSPC || errno == Errno.EDQUOT;
  }

  /// Whether this file system cannot do it.
  public boolean isUnsupported() {
    return errno == Errno.EOPNOTSUPP || errno == Errno.ENOSYS || errno == Errno.EINVAL;
  }

  /// What the system said, without the path: `Permission denied`.
  public String reason() {
    return Errno.sentence(errno);
  }

  int errno() {
    return errno;
  }
}
