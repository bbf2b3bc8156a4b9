package com.plexichat.backup.shared.model;

import java.util.List;

/// What a backup of a set would read and leave out.
///
/// @param excluded paths left out; what is below them is not counted
/// @param partial the walk was ended early: the numbers are the least there is
public record SetPreview(
    long files,
    long directories,
    long bytes,
    long excluded,
    List<Exclude> excludes,
    boolean partial,
    List<PathWarning> warnings) {
  public SetPreview {
    excludes = List.copyOf(excludes);
    warnings = List.copyOf(warnings);
  }

  /// What one pattern leaves out.
  public record Exclude(String pattern, long matches, List<FilePath> examples) {}
}
