package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.backup.SourceVisitor.Parent;
import com.plexichat.backup.agent.backup.WalkWarning.Code;
import com.plexichat.backup.agent.io.AccountNames;
import com.plexichat.backup.agent.io.Attributes;
import com.plexichat.backup.agent.io.Directory;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SafeFolder;
import com.plexichat.backup.agent.io.SystemCallFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One walk being done. The way down is a list, not the call stack, because trees may be deeper
/// than stacks.
final class SourceRun implements AutoCloseable {
  /// Folders kept open on the way down; trees may be deeper than a process may have open files.
  private static final int MOST_OPEN = 64;

  private static final int BUFFER = 1 << 20;

  private final SourceVisitor visitor;
  private final Excludes excludes;
  private final AccountNames names = new AccountNames();
  private final LinkGroups groups = new LinkGroups();
  private final List<Step> way = new ArrayList<>();
  private final byte[] buffer = new byte[BUFFER];

  /// One folder that was entered: what the visitor knows it as, and where the patterns stand in it.
  private record Step(SourceLevel level, SourceEntry entry, Excludes.Place place) {}

  SourceRun(SourceVisitor visitor, Excludes excludes) {
    this.visitor = visitor;
    this.excludes = excludes;
  }

  SourceVisitor visitor() {
    return visitor;
  }

  AccountNames names() {
    return names;
  }

  byte[] buffer() {
    return buffer;
  }

  void walk(RawPath root) throws SystemCallFailed {
    FileStat stat = Directory.stat(root);
    visitor.beginRoot(root, parents(root));
    try (SourceLevel above =
        new SourceLevel(
            this,
            root.parent(),
            root.isRoot() ? Directory.open(root) : Directory.pass(root.parent()))) {
      SourceEntry entry = new SourceEntry(above, root.name(), stat, groups.of(stat));
      if (stat.kind() == FileKind.SYMLINK) {
        warn(root, Code.PATH_IS_LINK, "the link is backed up, not what it points to");
      }
      if (stat.kind() == FileKind.DIRECTORY) {
        enter(above, entry, excludes.at(root));
        while (!way.isEmpty()) {
          step(above);
        }
      } else {
        tell(entry);
      }
    }
    visitor.endRoot(root);
  }

  /// Tells of symbolic links that a path leads through, where another path holds them.
  void tellLinks(RawPath root, Set<RawPath> roots) throws SystemCallFailed {
    List<RawPath> links = new ArrayList<>();
    for (RawPath at = root; !at.isRoot(); ) {
      at = at.parent();
      if (Directory.stat(at).kind() == FileKind.SYMLINK) {
        links.add(at);
      }
      if (roots.contains(at)) {
        links.forEach(link ->
            warn(link, Code.PATH_BEHIND_LINK, "it comes back as a folder that holds " + root));
        links.clear();
      }
    }
  }

  private List<Parent> parents(RawPath root) throws SystemCallFailed {
    List<Parent> parents = new ArrayList<>();
    for (RawPath at = root; !at.isRoot(); ) {
      at = at.parent();
      try (Directory directory = Directory.pass(at)) {
        FileStat stat = directory.stat();
        Attributes owner = stat.attributes();
        parents.addFirst(new Parent(at, stat, names.user(owner.uid()), names.group(owner.gid())));
      }
    }
    return parents;
  }

  private void step(SourceLevel above) {
    Step step = way.getLast();
    if (step.level().hasNext()) {
      visit(step, step.level().next());
    } else {
      leave(step, above);
    }
  }

  private void visit(Step step, byte[] name) {
    if (SafeFolder.isTemporaryName(name)) {
      return;
    }
    SourceLevel level = step.level();
    if (step.place().excludes(name, false)) {
      visitor.leftOut(new LeftOut(level, name, step.place(), false));
      return;
    }
    FileStat stat;
    try {
      stat = level.directory().stat(name);
    } catch (SystemCallFailed e) {
      warn(level.path().resolve(name), SourceWalk.code(e), e.reason());
      return;
    }
    SourceEntry entry = new SourceEntry(level, name, stat, groups.of(stat));
    if (stat.kind() != FileKind.DIRECTORY) {
      tell(entry);
    } else if (step.place().excludes(name, true)) {
      visitor.leftOut(new LeftOut(level, name, step.place(), true));
    } else {
      enter(level, entry, step.place().enter(name));
    }
  }

  private void tell(SourceEntry entry) {
    if (entry.stat().kind() == FileKind.FILE) {
      visitor.file(entry);
    } else {
      visitor.other(entry);
    }
  }

  private void enter(SourceLevel parent, SourceEntry entry, Excludes.Place place) {
    if (!visitor.enterDirectory(entry)) {
      return;
    }
    Optional<SourceLevel> level = open(parent, entry);
    if (level.isEmpty()) {
      visitor.leaveDirectory(entry);
      return;
    }
    way.add(new Step(level.get(), entry, place));
    if (way.size() > MOST_OPEN) {
      way.get(way.size() - 1 - MOST_OPEN).level().park();
    }
  }

  private Optional<SourceLevel> open(SourceLevel parent, SourceEntry entry) {
    Directory directory;
    try {
      directory =
          entry.name().length == 0
              ? Directory.open(entry.path())
              : parent.directory().openDirectory(entry.name());
    } catch (SystemCallFailed e) {
      warn(entry.path(), SourceWalk.code(e), e.reason());
      return Optional.empty();
    }
    try {
      SourceLevel level = new SourceLevel(parent, entry.name(), directory);
      // Only a mount changes the device; the first folder may lie on anything.
      boolean mount =
          way.isEmpty() || level.stat().inode().device() != parent.stat().inode().device();
      Optional<String> pseudo = mount ? directory.pseudoFileSystem() : Optional.empty();
      if (pseudo.isPresent()) {
        warn(entry.path(), Code.PSEUDO_FILE_SYSTEM, pseudo.get());
      } else {
        level.list();
      }
      return Optional.of(level);
    } catch (SystemCallFailed e) {
      directory.close();
      warn(entry.path(), SourceWalk.code(e), e.reason());
      return Optional.empty();
    }
  }

  private void leave(Step step, SourceLevel above) {
    way.removeLast();
    if (!way.isEmpty() && way.getLast().level().isParked()) {
      reopen(step.level(), above);
    }
    step.level().close();
    visitor.leaveDirectory(step.entry());
  }

  /// Opens the folder above again, by `..` if that is the same one still, else by the names from
  /// the top; when neither leads there it was moved away, and what was not visited yet is lost.
  private void reopen(SourceLevel below, SourceLevel above) {
    SourceLevel level = way.getLast().level();
    if (cameUp(level, below)) {
      return;
    }
    try {
      if (level.unpark(descend(above))) {
        return;
      }
      warn(level.path(), Code.VANISHED, "moved away while it was walked");
    } catch (SystemCallFailed e) {
      warn(level.path(), SourceWalk.code(e), e.reason());
    }
    level.giveUp();
  }

  private static boolean cameUp(SourceLevel level, SourceLevel below) {
    try {
      return level.unpark(below.directory().openParent());
    } catch (SystemCallFailed _) {
      // Moved, or no longer ours to look at: the way down may still lead there.
      return false;
    }
  }

  private Directory descend(SourceLevel above) throws SystemCallFailed {
    byte[] first = way.getFirst().entry().name();
    Directory at =
        first.length == 0 ? Directory.open(above.path()) : above.directory().openDirectory(first);
    for (Step step : way.subList(1, way.size())) {
      try (Directory passed = at) {
        at = passed.openDirectory(step.entry().name());
      }
    }
    return at;
  }

  private void warn(RawPath path, Code code, String detail) {
    visitor.warning(new WalkWarning(path, code, detail));
  }

  /// Closes what a walk that was broken off left open.
  @Override
  public void close() {
    way.forEach(step -> step.level().close());
  }
}
