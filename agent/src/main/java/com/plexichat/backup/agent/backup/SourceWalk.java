package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.backup.WalkWarning.Code;
import com.plexichat.backup.agent.io.Directory;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SystemCallFailed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A walk over the paths of a backup set: depth first, entries in the order of their name bytes.
///
/// It follows no symbolic link below a path of the set and opens nothing but folders and regular
/// files, so that no fifo or device can hang it. Memory holds the names of the folders on the way
/// down and nothing else of the tree. Mount points are crossed, but of pseudo file systems (proc,
/// sysfs, …) only the empty folder is kept.
public final class SourceWalk {
  private final List<RawPath> roots;
  private final Excludes excludes;
  private final String host;

  /// `roots`: absolute paths; equal ones are walked once, one inside another is walked in both.
  /// `host`: this machine's name, for messages.
  public SourceWalk(List<RawPath> roots, Excludes excludes, String host) {
    this.roots = List.copyOf(new LinkedHashSet<>(roots));
    this.excludes = excludes;
    this.host = host;
    for (RawPath root : this.roots) {
      if (!root.isAbsolute() || root.leadsUp()) {
        throw new OperationFailed(FailureCode.PATH_NOT_ABSOLUTE, root.toString());
      }
    }
  }

  /// Walks. All paths are looked at before the first is walked: a missing one is
  /// [FailureCode#PATH_MISSING], one whose parents may not be passed [FailureCode#PATH_UNREADABLE].
  public void walk(SourceVisitor visitor) {
    for (RawPath root : roots) {
      try {
        Directory.stat(root);
      } catch (SystemCallFailed e) {
        throw failure(root, e);
      }
    }
    try (SourceRun run = new SourceRun(visitor, excludes)) {
      Set<RawPath> all = new HashSet<>(roots);
      for (RawPath root : roots) {
        try {
          run.walk(root);
          run.tellLinks(root, all);
        } catch (SystemCallFailed e) {
          throw failure(root, e);
        }
      }
    }
  }

  private OperationFailed failure(RawPath root, SystemCallFailed e) {
    return e.isMissing() || e.isLinkOrNoDirectory()
        ? new OperationFailed(e, FailureCode.PATH_MISSING, root.toString(), host)
        : new OperationFailed(e, FailureCode.PATH_UNREADABLE, root.toString(), e.reason());
  }

  static Code code(SystemCallFailed e) {
    if (e.isMissing()) {
      return Code.VANISHED;
    }
    return e.isLinkOrNoDirectory() ? Code.TYPE_CHANGED : Code.UNREADABLE;
  }
}
