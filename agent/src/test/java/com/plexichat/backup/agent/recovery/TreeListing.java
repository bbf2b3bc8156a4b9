package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.Attributes;
import com.plexichat.backup.agent.io.Directory;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.Inode;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything that a tree is, one line an entry, so that two trees can be compared.
final class TreeListing {
  private final List<String> lines = new ArrayList<>();
  private final Map<Long, String> names = new HashMap<>();

  static List<String> of(RawPath root) throws IOException {
    TreeListing listing = new TreeListing();
    try (Directory directory = Directory.open(root)) {
      listing.line("", directory.stat(), directory.xattrs().toString());
      listing.add(directory, "");
    }
    return listing.lines;
  }

  private void add(Directory directory, String at) throws IOException {
    for (byte[] name : directory.list()) {
      String path = at + "/" + RawPath.print(name);
      FileStat stat = directory.stat(name);
      String contents =
          switch (stat.kind()) {
            case FILE -> digest(directory, name, stat);
            case SYMLINK -> RawPath.print(directory.readLink(name));
            default -> "";
          };
      line(path, stat, directory.xattrs(name) + " " + contents);
      if (stat.kind() == FileKind.DIRECTORY) {
        try (Directory below = directory.openDirectory(name)) {
          add(below, path);
        }
      }
    }
  }

  private void line(String path, FileStat stat, String more) {
    Attributes owner = stat.attributes();
    Inode inode = stat.inode();
    boolean folder = stat.kind() == FileKind.DIRECTORY;
    String same =
        folder || inode.links() < 2 ? "" : names.computeIfAbsent(inode.number(), _ -> path);
    lines.add(
        "%s %s %o %d:%d %s %s %d %s %s"
            .formatted(
                path,
                stat.kind(),
                owner.mode(),
                owner.uid(),
                owner.gid(),
                owner.modified(),
                folder ? "" : stat.size() + "/" + stat.mayHaveHoles(),
                inode.node(),
                same,
                more));
  }

  private static String digest(Directory directory, byte[] name, FileStat stat) throws IOException {
    byte[] buffer = new byte[1 << 20];
    int hash = 1;
    try (SourceFile file = directory.openFile(name).orElseThrow()) {
      long at = stat.mayHaveHoles() ? file.nextData(0) : 0;
      while (at >= 0 && at < stat.size()) {
        int length = file.read(at, buffer, 0, buffer.length);
        int end = length;
        while (end > 0 && buffer[end - 1] == 0) {
          end--;
        }
        hash = hash * 31 + Arrays.hashCode(Arrays.copyOf(buffer, end)) + Long.hashCode(at);
        at = stat.mayHaveHoles() ? file.nextData(at + length) : at + length;
      }
    }
    return Integer.toHexString(hash);
  }
}
