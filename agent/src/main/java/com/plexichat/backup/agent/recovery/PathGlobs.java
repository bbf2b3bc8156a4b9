package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.NameGlob;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Patterns of what is wanted out of a backup, in the language of what a backup leaves out: `*.txt`
/// is a name at any depth, `/etc/ssh` an absolute path, `a/b` these components at any depth; `*`,
/// `?`, `[a-z]`, `[!a-z]` and `\` stand within one name, `**` for any number of components. A slash
/// at the end: only folders. What is in a folder that matches is wanted with it.
final class PathGlobs {
  private static final int MOST_COMPONENTS = 62;
  private static final byte[] ANY_DEPTH = {'*', '*'};

  private final List<Pattern> patterns = new ArrayList<>();

  /// One component; without a glob it stands for any number of them.
  private record Step(@Nullable NameGlob glob) {}

  /// Bit i of a state says that the first i steps match the way so far.
  private record Pattern(List<Step> steps, boolean folderOnly) {
    long begin() {
      return closure(1);
    }

    long enter(long states, byte[] name) {
      long next = 0;
      for (int i = 0; i < steps.size(); i++) {
        if ((states >> i & 1) != 0) {
          NameGlob glob = steps.get(i).glob();
          if (glob == null) {
            next |= 1L << i;
          } else if (glob.matches(name)) {
            next |= 1L << (i + 1);
          }
        }
      }
      return closure(next);
    }

    boolean isWhole(long states) {
      return (states >> steps.size() & 1) != 0;
    }

    private long closure(long states) {
      long all = states;
      for (int i = 0; i < steps.size(); i++) {
        if ((all >> i & 1) != 0 && steps.get(i).glob() == null) {
          all |= 1L << (i + 1);
        }
      }
      return all;
    }
  }

  /// Reads the patterns. One that cannot be understood is [FailureCode#USAGE].
  PathGlobs(List<String> texts) {
    for (String text : texts) {
      patterns.add(pattern(text));
    }
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /// Where the patterns stand at `/`.
  Place top() {
    return new Place(patterns.stream().mapToLong(Pattern::begin).toArray());
  }

  /// How far each pattern has come on the way to one folder.
  final class Place {
    private final long[] states;

    private Place(long[] states) {
      this.states = states;
    }

    Place enter(byte[] name) {
      long[] next = new long[states.length];
      for (int i = 0; i < next.length; i++) {
        next[i] = patterns.get(i).enter(states[i], name);
      }
      return new Place(next);
    }

    /// Whether the place itself is wanted.
    boolean isWanted(boolean folder) {
      for (int i = 0; i < states.length; i++) {
        if (patterns.get(i).isWhole(states[i]) && (folder || !patterns.get(i).folderOnly())) {
          return true;
        }
      }
      return false;
    }

    /// Whether something below can still match.
    boolean isPromising() {
      for (int i = 0; i < states.length; i++) {
        long open = (1L << patterns.get(i).steps().size()) - 1;
        if ((states[i] & open) != 0) {
          return true;
        }
      }
      return false;
    }
  }

  private static Pattern pattern(String text) {
    if (text.indexOf('\0') >= 0 || (RawPath.of(text).isRoot() && !text.equals("/"))) {
      throw refused(text, "it names nothing");
    }
    List<Step> steps = new ArrayList<>();
    if (!text.startsWith("/")) {
      steps.add(new Step(null));
    }
    for (byte[] part : RawPath.of(text).components()) {
      try {
        steps.add(new Step(Arrays.equals(part, ANY_DEPTH) ? null : new NameGlob(part)));
      } catch (IllegalArgumentException e) {
        throw refused(text, String.valueOf(e.getMessage()));
      }
    }
    if (!steps.isEmpty() && steps.getLast().glob() == null) {
      steps.add(new Step(new NameGlob(new byte[] {'*'})));
    }
    if (steps.size() > MOST_COMPONENTS) {
      throw refused(text, "it has more than 60 parts");
    }
    return new Pattern(steps, text.endsWith("/"));
  }

  private static OperationFailed refused(String text, String why) {
    return new OperationFailed(
        FailureCode.USAGE, "The pattern '%s' cannot be used: %s.".formatted(text, why));
  }
}
