package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.ShellLine;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What was typed so far of a set.
///
/// @param host the machine that is backed up; empty: none is known yet
record Draft(
    String name, Optional<Peer> host, List<String> paths, List<String> excludes, Tier tier) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*");

  /// The non-blank lines of a text.
  static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).distinct().toList();
  }

  /// Whether something is to be counted.
  boolean hasPaths() {
    return host.isPresent() && !paths.isEmpty();
  }

  BackupSet set() {
    return new BackupSet(
        name,
        host.map(Peer::id).map(PeerId::hex).orElse(""),
        paths.stream().map(FilePath::of).toList(),
        excludes,
        tier);
  }

  /// What keeps it from being a set; empty: nothing that can be told from here.
  Optional<OperationFailed> problem(ClusterState state) {
    if (!NAME.matcher(name).matches()) {
      return failed(FailureCode.NAME_INVALID, name.isEmpty() ? "\u201c\u201d" : name);
    }
    for (String path : paths) {
      if (!path.startsWith("/") && !DRIVE.matcher(path).matches()) {
        return failed(FailureCode.PATH_NOT_ABSOLUTE, path);
      }
    }
    return otherHost(state)
        .map(other ->
            new OperationFailed(
                FailureCode.SET_ELSEWHERE, name, other, host.map(Peer::name).orElse("")));
  }

  private static Optional<OperationFailed> failed(FailureCode code, String argument) {
    return Optional.of(new OperationFailed(code, argument));
  }

  /// The machine whose set already has this name, when it is another one: its backups would get a
  /// second source.
  Optional<String> otherHost(ClusterState state) {
    return state
        .set(name)
        .map(BackupSet::host)
        .filter(taken -> host.isPresent() && !isHost(taken))
        .map(state::nameOf);
  }

  private boolean isHost(String nameOrId) {
    return host.filter(peer -> peer.id().hex().equals(nameOrId) || peer.name().equals(nameOrId))
        .isPresent();
  }

  /// The command line that does the same.
  String commandLine() {
    List<String> words = new ArrayList<>(List.of("plexichat", "backup", "create", "--set", name));
    host.ifPresent(peer -> words.addAll(List.of("--host", peer.name())));
    paths.forEach(path -> words.addAll(List.of("--path", path)));
    excludes.forEach(glob -> words.addAll(List.of("--exclude", glob)));
    words.addAll(List.of("--tier", tier.name(), "--wait"));
    return ShellLine.of(words);
  }
}
