package com.plexichat.backup.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `strace -f -y` wrote of an agent, so far.
record Trace(Path file) {
  private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)$");
  private static final Pattern PATH = Pattern.compile("<(/[^>]*)>|^\"(/[^\"]*)\"");
  private static final String DIED = "+++ killed by SIGKILL +++";

  /// A call that was seen; `path` is empty when it names no file.
  record Seen(String thread, String call, String path, String line) {
    boolean isStruck() {
      return line.contains("(INJECTED)");
    }

    AgentFile file() {
      return AgentFile.of(path);
    }
  }

  /// Whether the agent died by it, or was told the error or the lie.
  boolean hasStruck() throws IOException {
    return hasDied() || text().contains("(INJECTED)");
  }

  /// Whether it was seen to die.
  boolean hasDied() throws IOException {
    return text().contains(DIED);
  }

  private String text() throws IOException {
    return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
  }

  /// Calls that were begun, in their order.
  List<Seen> seen() throws IOException {
    List<Seen> all = new ArrayList<>();
    Map<String, Integer> last = new HashMap<>();
    for (String line : text().lines().toList()) {
      Matcher call = CALL.matcher(line);
      if (call.matches()) {
        last.put(call.group(1), all.size());
        all.add(new Seen(call.group(1), call.group(2), path(call.group(3)), line));
      } else if (line.contains("(INJECTED)")) {
        // The end of a call, told later than its beginning.
        Integer begun = last.get(line.substring(0, line.indexOf(' ')));
        if (begun != null) {
          Seen one = all.get(begun);
          all.set(begun, new Seen(one.thread(), one.call(), one.path(), one.line() + line));
        }
      }
    }
    return all;
  }

  private static String path(String arguments) {
    Matcher path = PATH.matcher(arguments);
    if (!path.find()) {
      return "";
    }
    return path.group(1) == null ? path.group(2) : path.group(1);
  }

  /// The call at which it struck first.
  Optional<Seen> struck() throws IOException {
    List<Seen> all = seen();
    Optional<Seen> injected = all.stream().filter(Seen::isStruck).findFirst();
    if (injected.isPresent() || !hasDied()) {
      return injected;
    }
    return all.reversed().stream().filter(one -> one.line().matches(".*= \\?.*")).findFirst();
  }

  /// Files that were said to be synced and were not, under the names they had in the end.
  List<Path> notSynced() throws IOException {
    List<Seen> all = seen();
    List<Path> files = new ArrayList<>();
    for (Seen one : all) {
      if (one.isStruck() && one.path().contains("/store/tmp/")) {
        all.stream()
            .filter(later -> later.call().equals("rename") && later.path().equals(one.path()))
            .map(later -> later.line().split("\"", -1)[3])
            .forEach(name -> files.add(Path.of(name)));
      }
    }
    return files;
  }

  /// A call on one of an agent's files.
  record What(String call, AgentFile file) {}

  /// How many of each call on files below a folder the busiest thread made.
  Map<What, Integer> most(Path below) throws IOException {
    Map<String, Integer> made = new HashMap<>();
    Map<What, Integer> most = new HashMap<>();
    for (Seen one : seen()) {
      if (one.path().startsWith(below.toString())) {
        What what = new What(one.call(), one.file());
        most.merge(what, made.merge(what + one.thread(), 1, Integer::sum), Math::max);
      }
    }
    return most;
  }
}
