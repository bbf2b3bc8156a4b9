package com.plexichat.backup.agent.planning;

/// How far a placement protects.
public enum Outcome {
  /// Every shard has the copies that its tier asks, apart as the tier asks.
  COMPLETE,
  /// Every shard has a copy, and some have fewer than the tier asks, or too many in one region.
  UNDER_PROTECTED,
  /// A shard has no copy at all.
  FAILED
}
