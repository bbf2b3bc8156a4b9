package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.NameGlob;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Patterns of what a backup leaves out, a small part of what .gitignore files know.
///
/// - `*.tmp`: no slash, matches the name of a file or folder at any depth.
/// - `/var/cache`: begins with a slash, matches the absolute path.
/// - `a/b`: has a slash elsewhere, matches these components one after the other at any depth.
/// - `*` matches any bytes of one name, `?` one byte, `[a-z]` and `[!a-z]` one byte in or not in
///   the ranges, `\` takes the special sense from the next sign; `**` as a component matches any
///   number of components, at the end at least one.
/// - A slash at the end: only folders.
///
/// A folder that matches is left out with everything in it, and nothing in it can be brought back:
/// patterns with `!` in front are refused. A path that the set itself names is never left out.
/// Bytes are compared, so case counts.
public final class Excludes {
  private static final int MOST_COMPONENTS = 62;
  private static final byte[] ANY_DEPTH = {'*', '*'};
  private static final byte[] ANY_NAME = {'*'};

  private final List<Pattern> patterns = new ArrayList<>();

  /// Reads the patterns. One that cannot be understood is [FailureCode#USAGE].
  public Excludes(List<String> texts) {
    for (String text : texts) {
      patterns.add(pattern(text));
    }
  }

  private static Pattern pattern(String text) {
    if (text.indexOf('\0') >= 0 || RawPath.of(text).isRoot()) {
      throw refused(text, "it names nothing");
    }
    if (text.startsWith("!")) {
      throw refused(text, "what is left out cannot be brought back; write \\! for a name");
    }
    boolean folderOnly = text.endsWith("/");
    List<Component> components = new ArrayList<>();
    if (!text.startsWith("/")) {
      components.add(Component.ANY_DEPTH);
    }
    for (byte[] part : RawPath.of(text).components()) {
      boolean anyDepth = Arrays.equals(part, ANY_DEPTH);
      components.add(anyDepth ? Component.ANY_DEPTH : new Component(glob(text, part)));
    }
    if (components.getLast().glob() == null) {
      components.set(components.size() - 1, new Component(glob(text, ANY_NAME)));
    }
    if (components.size() > MOST_COMPONENTS) {
      throw refused(text, "it has more than 60 parts");
    }
    return new Pattern(components, folderOnly);
  }

  private static NameGlob glob(String text, byte[] part) {
    try {
      return new NameGlob(part);
    } catch (IllegalArgumentException e) {
      throw refused(text, String.valueOf(e.getMessage()));
    }
  }

  private static OperationFailed refused(String text, String why) {
    return new OperationFailed(
        FailureCode.USAGE, "The exclude pattern '%s' cannot be used: %s.".formatted(text, why));
  }

  /// Where the patterns stand at an absolute path.
  Place at(RawPath path) {
    Place place = new Place(patterns.stream().mapToLong(p -> p.closure(1)).toArray());
    for (byte[] name : path.components()) {
      place = place.enter(name);
    }
    return place;
  }

  /// How far each pattern has come on the way to one folder: bit i of a pattern's number says that
  /// its first i components match the way, so that each entry costs one step whatever the depth.
  final class Place {
    private final long[] states;

    private Place(long[] states) {
      this.states = states;
    }

    Place enter(byte[] name) {
      long[] next = new long[states.length];
      for (int i = 0; i < next.length; i++) {
        next[i] = patterns.get(i).step(states[i], name);
      }
      return new Place(next);
    }

    boolean excludes(byte[] name, boolean folder) {
      for (int i = 0; i < states.length; i++) {
        if (matches(i, name, folder)) {
          return true;
        }
      }
      return false;
    }

    /// All patterns that exclude it, by their places in the list.
    int[] matching(byte[] name, boolean folder) {
      return IntStream.range(0, states.length).filter(i -> matches(i, name, folder)).toArray();
    }

    private boolean matches(int i, byte[] name, boolean folder) {
      Pattern pattern = patterns.get(i);
      return (folder || !pattern.folderOnly) && pattern.isWhole(pattern.step(states[i], name));
    }
  }

  /// One component; without a glob it stands for any number of them.
  private record Component(@Nullable NameGlob glob) {
    static final Component ANY_DEPTH = new Component(null);
  }

  private record Pattern(List<Component> components, boolean folderOnly) {
    long closure(long states) {
      long all = states;
      for (int i = 0; i < components.size(); i++) {
        if ((all >> i & 1) != 0 && components.get(i).glob() == null) {
          all |= 1L << (i + 1);
        }
      }
      return all;
    }

    long step(long states, byte[] name) {
      long next = 0;
      for (int i = 0; i < components.size(); i++) {
        if ((states >> i & 1) == 0) {
          continue;
        }
        NameGlob glob = components.get(i).glob();
        if (glob == null) {
          next |= 1L << i;
        } else if (glob.matches(name)) {
          next |= 1L << (i + 1);
        }
      }
      return closure(next);
    }

    boolean isWhole(long states) {
      return (states >> components.size() & 1) != 0;
    }
  }
}
