package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.RawPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Writes down what a walk calls.
final class Recorder implements SourceVisitor {
  final List<String> calls = new ArrayList<>();
  final List<WalkWarning> warnings = new ArrayList<>();
  final Map<RawPath, Long> groups = new LinkedHashMap<>();
  Consumer<SourceEntry> onFile = _ -> {};
  Consumer<SourceEntry> onDirectory = _ -> {};
  private final RawPath top;

  Recorder(RawPath top) {
    this.top = top;
  }

  private void note(String what, RawPath path) {
    String text = path.toString();
    String base = top.toString();
    calls.add(what + " " + (text.startsWith(base) ? text.substring(base.length()) : text));
  }

  List<String> codes() {
    return warnings.stream().map(warning -> warning.code().name()).toList();
  }

  @Override
  public void beginRoot(RawPath root, List<Parent> parents) {
    note("root", root);
    if (!parents.getFirst().path().equals(RawPath.of("/"))
        || !parents.getLast().path().equals(root.parent())) {
      throw new AssertionError("parents of " + root + ": " + parents);
    }
  }

  @Override
  public boolean enterDirectory(SourceEntry directory) {
    note("enter", directory.path());
    onDirectory.accept(directory);
    return true;
  }

  @Override
  public void file(SourceEntry file) {
    note("file", file.path());
    groups.put(file.path(), file.linkGroup());
    onFile.accept(file);
  }

  @Override
  public void other(SourceEntry other) {
    note(other.stat().kind().name(), other.path());
  }

  @Override
  public void leaveDirectory(SourceEntry directory) {
    note("leave", directory.path());
  }

  @Override
  public void endRoot(RawPath root) {
    note("end", root);
  }

  @Override
  public void warning(WalkWarning warning) {
    warnings.add(warning);
  }
}
