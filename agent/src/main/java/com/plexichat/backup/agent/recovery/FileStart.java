package com.plexichat.backup.agent.recovery;

/// How the restore of one file begins.
public sealed interface FileStart {
  /// It is to be written.
  record Write(FileWriter writer) implements FileStart {}

  /// A file of this size and time of change stands there. Its metadata has been set, unless what is
  /// there stays as it is.
  record Whole() implements FileStart {}

  /// Something else stands there and is kept; reported.
  record Kept() implements FileStart {}

  /// It cannot be written; reported.
  record Refused() implements FileStart {}
}
