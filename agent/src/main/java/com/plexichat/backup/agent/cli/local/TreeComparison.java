package com.plexichat.backup.agent.cli.local;

import com.plexichat.backup.agent.cli.output.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Compares two trees in everything that a restore has to bring back: names, types, permissions,
/// owners, times to the nanosecond, extended attributes, contents, link targets, hard links.
///
/// It shares no code with backup and restore, so that a fault there cannot hide itself here.
public final class TreeComparison {
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;

  /// What is not the same about one entry.
  ///
  /// @param path relative to both roots; empty: the root itself
  public record Difference(String path, String what) {}

  /// What the comparison found.
  ///
  /// @param entries compared, folders included
  /// @param bytes of content read on each side
  public record Outcome(
      long entries, long files, long directories, long bytes, List<Difference> differences) {
    public Outcome {
      differences = List.copyOf(differences);
    }

    public boolean equal() {
      return differences.isEmpty();
    }
  }

  private record Node(
      int mode, int uid, int gid, long size, long device, FileTime changed, Object key) {
    static Node of(Path path) throws IOException {
      Map<String, Object> read =
          Files.readAttributes(
              path,
              "unix:mode,uid,gid,size,rdev,lastModifiedTime,ino,dev",
              LinkOption.NOFOLLOW_LINKS);
      return new Node(
          number(read, "mode"),
          number(read, "uid"),
          number(read, "gid"),
          Objects.requireNonNull((Long) read.get("size")),
          Objects.requireNonNull((Long) read.get("rdev")),
          Objects.requireNonNull((FileTime) read.get("lastModifiedTime")),
          List.of(
              Objects.requireNonNull(read.get("dev")), Objects.requireNonNull(read.get("ino"))));
    }

    private static int number(Map<String, Object> read, String name) {
      return Objects.requireNonNull((Integer) read.get(name));
    }

    int type() {
      return mode & TYPE;
    }
  }

  private final List<Difference> differences = new ArrayList<>();
  // First name under which a file with several names was met, on either side.
  private final Map<Object, String> firstLeft = new HashMap<>();
  private final Map<Object, String> firstRight = new HashMap<>();
  private long entries;
  private long files;
  private long directories;
  private long bytes;

  private TreeComparison() {}

  public static Outcome compare(Path left, Path right) throws IOException {
    TreeComparison run = new TreeComparison();
    run.entry(left, right, "");
    return new Outcome(run.entries, run.files, run.directories, run.bytes, run.differences);
  }

  private void entry(Path left, Path right, String name) throws IOException {
    Node one = Node.of(left);
    Node other = Node.of(right);
    entries++;
    if (one.type() != other.type()) {
      differ(name, "type: %s, %s", word(one.type()), word(other.type()));
      return;
    }
    metadata(name, one, other);
    if (one.type() != LINK) {
      attributes(name, left, right);
    }
    switch (one.type()) {
      case DIRECTORY -> {
        directories++;
        directory(left, right, name);
      }
      case REGULAR -> {
        files++;
        content(left, right, name, one, other);
      }
      case LINK -> {
        Path target = Files.readSymbolicLink(left);
        Path restored = Files.readSymbolicLink(right);
        if (!target.equals(restored)) {
          differ(name, "link target: %s, %s", target, restored);
        }
      }
      default -> {
        if (one.device() != other.device()) {
          differ(name, "device: %s, %s", one.device(), other.device());
        }
      }
    }
  }

  private void attributes(String name, Path left, Path right) throws IOException {
    Map<String, String> one = attributes(left);
    Map<String, String> other = attributes(right);
    if (!one.equals(other)) {
      differ(name, "extended attributes: %s, %s", one, other);
    }
  }

  /// The user's extended attributes, values in hex; none where the file system has none.
  private static Map<String, String> attributes(Path path) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    Map<String, String> found = new TreeMap<>();
    if (view == null
        || !Files.getFileStore(path)
            .supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
      return found;
    }
    for (String attribute : view.list()) {
      ByteBuffer value = ByteBuffer.allocate(view.size(attribute));
      view.read(attribute, value);
      found.put(attribute, HexFormat.of().formatHex(value.array(), 0, value.position()));
    }
    return found;
  }

  private void metadata(String name, Node one, Node other) {
    if (one.mode() != other.mode()) {
      differ(
          name,
          "mode: %s, %s",
          Integer.toOctalString(one.mode() & 07777),
          Integer.toOctalString(other.mode() & 07777));
    }
    if (one.uid() != other.uid() || one.gid() != other.gid()) {
      differ(name, "owner: %s, %s", one.uid() + ":" + one.gid(), other.uid() + ":" + other.gid());
    }
    if (one.changed().to(TimeUnit.NANOSECONDS) != other.changed().to(TimeUnit.NANOSECONDS)) {
      differ(name, "modification time: %s, %s", one.changed(), other.changed());
    }
  }

  private void content(Path left, Path right, String name, Node one, Node other)
      throws IOException {
    String before = firstLeft.putIfAbsent(one.key(), name);
    String after = firstRight.putIfAbsent(other.key(), name);
    if (!Objects.equals(before, after)) {
      differ(name, "hard link: to %s, to %s", linked(before), linked(after));
    }
    if (one.size() != other.size()) {
      differ(name, "size: %s, %s", one.size(), other.size());
      return;
    }
    bytes += one.size();
    long at = Files.mismatch(left, right);
    if (at >= 0) {
      differ(name, "content: from byte %s on%s", at, "");
    }
  }

  private static String linked(@Nullable String first) {
    return first == null ? "nothing" : first;
  }

  private void directory(Path left, Path right, String name) throws IOException {
    Map<Path, Path> before = children(left);
    Map<Path, Path> after = children(right);
    for (Map.Entry<Path, Path> child : before.entrySet()) {
      String below = name.isEmpty() ? shown(child.getKey()) : name + "/" + shown(child.getKey());
      Path match = after.get(child.getKey());
      if (match == null) {
        differ(below, "missing%s%s", "", "");
      } else {
        entry(child.getValue(), match, below);
      }
    }
    for (Path child : after.keySet()) {
      if (!before.containsKey(child)) {
        String below = name.isEmpty() ? shown(child) : name + "/" + shown(child);
        differ(below, "not in the source%s%s", "", "");
      }
    }
  }

  private static Map<Path, Path> children(Path folder) throws IOException {
    Map<Path, Path> children = new TreeMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(child -> children.put(child.getFileName(), child));
    }
    return children;
  }

  /// Names are compared as their bytes; shown is what a terminal can take.
  private static String shown(Path name) {
    return Printable.line(name.toString());
  }

  private void differ(String name, String what, Object one, Object other) {
    differences.add(new Difference(name, String.format(what, one, other)));
  }

  private static String word(int type) {
    return switch (type) {
      case DIRECTORY -> "folder";
      case REGULAR -> "file";
      case LINK -> "symbolic link";
      default -> "special file";
    };
  }
}
