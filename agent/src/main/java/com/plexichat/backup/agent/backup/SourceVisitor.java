package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.RawPath;
import java.util.List;

/// What a walk calls, depth first, entries of a folder in the order of their unsigned name bytes.
///
/// All calls come on the walk's thread and an entry opens files only during its own call; files
/// that it opened stay open afterwards. What a call throws ends the walk.
public interface SourceVisitor {
  /// A path of the set begins. `parents`: the folders above it from `/` down, not walked.
  void beginRoot(RawPath root, List<Parent> parents);

  /// A folder; false leaves it without its entries, and without a call of [#leaveDirectory].
  boolean enterDirectory(SourceEntry directory);

  /// A regular file.
  void file(SourceEntry file);

  /// A symbolic link, fifo, socket or device.
  void other(SourceEntry other);

  /// A folder that was entered is through.
  void leaveDirectory(SourceEntry directory);

  /// A path of the set is through.
  void endRoot(RawPath root);

  /// Something that a pattern leaves out; nothing else is called of it.
  default void leftOut(LeftOut what) {}

  /// Called at the place in the walk where it happened.
  void warning(WalkWarning warning);

  /// A folder above a path of the set.
  record Parent(RawPath path, FileStat stat, String user, String group) {}
}
