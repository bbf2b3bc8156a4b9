package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;

/// What a restore does with each thing that is wanted: write it, or only check that it could be.
/// `target` is relative to the restore's target. What one path refuses is tallied, not thrown.
interface RestoreStep {
  /// A folder, before anything in it. False when it cannot be had.
  boolean folder(BackupTree.Node node, RawPath target);

  /// Everything in a folder is done.
  void sealed(BackupTree.Node node, RawPath target);

  /// Anything but a folder; called from several threads.
  void entry(BackupTree.Node node, RawPath target) throws InterruptedException;
}
