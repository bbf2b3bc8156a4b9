package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.state.ShellLine;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.RestoreAsk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What was chosen so far of a restore.
///
/// @param backup empty: none is chosen yet
/// @param path the one that was asked for; NONE: none was
/// @param globs what is wanted, when the scope says so
/// @param folder absolute, on the host
record Wish(
    Optional<Backup> backup,
    Scope scope,
    FilePath path,
    List<String> globs,
    Optional<Peer> host,
    String folder,
    Overwrite overwrite) {
  private static final Pattern GLOB_SIGNS = Pattern.compile("[\\\\*?\\[]");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*");

  /// How much of the backup.
  enum Scope {
    ALL,
    PATH,
    GLOBS
  }

  /// What happens to files that are there already.
  enum Overwrite {
    /// The folder must be empty.
    EMPTY(""),
    NEVER("never"),
    CHANGED("changed"),
    ALWAYS("always");

    private final String word;

    Overwrite(String word) {
      this.word = word;
    }
  }

  /// Whether a path can be asked for by its name: names that are no UTF-8 cannot be typed.
  static boolean isNameable(FilePath path) {
    return !path.isEmpty() && FilePath.of(text(path)).equals(path);
  }

  private static String text(FilePath path) {
    return new String(path.raw().toArray(), StandardCharsets.UTF_8);
  }

  /// Patterns that name what is wanted; empty: everything.
  List<String> includes() {
    return switch (scope) {
      case ALL -> List.of();
      case PATH -> {
        String name = GLOB_SIGNS.matcher(text(path)).replaceAll("\\\\$0");
        yield List.of(name.startsWith("/") ? name : "/" + name);
      }
      case GLOBS -> globs;
    };
  }

  boolean isFolderAbsolute() {
    return folder.startsWith("/") || DRIVE.matcher(folder).matches();
  }

  /// Whether it has all it takes to be asked.
  boolean isComplete() {
    return backup.isPresent()
        && host.isPresent()
        && isFolderAbsolute()
        && (scope != Scope.GLOBS || !globs.isEmpty());
  }

  /// Whether files come to lie where they were backed up from.
  boolean isInPlace() {
    return folder.equals("/");
  }

  /// Whether something that is there now may be gone afterwards.
  boolean isDestructive() {
    return isInPlace() || overwrite == Overwrite.CHANGED || overwrite == Overwrite.ALWAYS;
  }

  RestoreAsk ask(boolean dry) {
    return new RestoreAsk(
        backup.map(Backup::id).orElse(""),
        FilePath.of(folder),
        includes(),
        overwrite.word,
        dry,
        host.map(peer -> peer.id().hex()).orElse(""));
  }

  /// The command line that does the same.
  String commandLine() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "plexichat",
                "backup",
                "restore",
                backup.map(Backup::id).orElse(""),
                "--to",
                folder));
    includes().forEach(glob -> words.addAll(List.of("--include", glob)));
    if (!overwrite.word.isEmpty()) {
      words.addAll(List.of("--overwrite", overwrite.word));
    }
    host.ifPresent(peer -> words.addAll(List.of("--host", peer.name())));
    words.add("--wait");
    return ShellLine.of(words);
  }
}
