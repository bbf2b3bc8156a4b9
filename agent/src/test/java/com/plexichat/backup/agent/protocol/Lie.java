package com.plexichat.backup.agent.protocol;

/// What a machine answers when it is asked for bytes.
enum Lie {
  /// What it has.
  NONE,
  /// Other bytes than it has.
  WRONG,
  /// Those of another shard.
  OLD,
  /// Less than there is.
  SHORT,
  /// What it has, while it says that it holds what it has thrown away.
  CLAIMS
}
