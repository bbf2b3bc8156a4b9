package com.plexichat.backup.agent.content;

/// What a stripe holds, as bits that its data shards carry masked: who looks for records need not
/// open every stripe.
public final class ContentClass {
  /// Chunks of files.
  public static final int DATA = 1;

  /// Chunks of manifests.
  public static final int NODES = 2;

  /// Index segments and lists of stripes.
  public static final int INDEX = 4;

  /// A backup's record.
  public static final int RECORD = 8;

  /// It stands in for smaller stripes, which its first block names.
  public static final int FOLD = 16;

  static final int ALL = DATA | NODES | INDEX | RECORD | FOLD;

  private ContentClass() {}
}
