package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.FilePart;
import com.plexichat.backup.proto.Hole;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a directory node may say. It is checked on writing and on reading: a node decides where a
/// restore writes, and whoever sealed it may have been broken into.
final class NodeRules {
  private static final int MODE_MAX = 07777;
  private static final int NAME_MAX = 4096;
  private static final int NANOS = 1_000_000_000;

  private NodeRules() {}

  /// Entries of one directory, which must ascend by the bytes of their names, over all its parts.
  static final class Order {
    private static final Comparator<ByteString> BY_BYTES =
        ByteString.unsignedLexicographicalComparator();
    private @Nullable ByteString last;

    /// Refuses with MANIFEST_INVALID an entry that breaks a rule or is out of order.
    void next(Entry entry) {
      check(entry);
      if (last != null && BY_BYTES.compare(last, entry.getName()) >= 0) {
        throw invalid(
            "the name " + shown(entry.getName()) + " comes twice or is out of order", null);
      }
      last = entry.getName();
    }
  }

  static void check(Entry entry) {
    checkName(entry.getName());
    checkFacts(entry);
  }

  /// As any entry, but the file system's root has no name.
  static void checkRoot(Entry entry) {
    if (!entry.getName().isEmpty()) {
      checkName(entry.getName());
    }
    checkFacts(entry);
  }

  /// The path of a root: absolute, each component a name, no slash too many.
  static void checkPath(ByteString path) {
    if (path.isEmpty() || path.byteAt(0) != '/') {
      throw invalid("the path " + shown(path) + " is not absolute", null);
    }
    int from = 1;
    for (int i = 1; i <= path.size() && path.size() > 1; i++) {
      if (i == path.size() || path.byteAt(i) == '/') {
        checkName(path.substring(from, i));
        from = i + 1;
      }
    }
  }

  private static void checkFacts(Entry entry) {
    Kind kind = entry.getKind();
    String name = shown(entry.getName());
    require(kind != Kind.UNRECOGNIZED && kind != Kind.KIND_UNSPECIFIED, "unknown kind", name);
    require((entry.getMode() & ~MODE_MAX) == 0, "impossible mode", name);
    require(entry.getMtimeNs() >= 0 && entry.getMtimeNs() < NANOS, "impossible time", name);
    require(entry.getCtimeNs() >= 0 && entry.getCtimeNs() < NANOS, "impossible time", name);
    require(entry.getSize() >= 0, "impossible size", name);
    boolean file = kind == Kind.FILE;
    require(
        file || entry.getChunksCount() + entry.getHolesCount() + entry.getFilePartsCount() == 0,
        "contents of what is no file",
        name);
    require(entry.hasDirectory() == (kind == Kind.DIRECTORY), "directory without its node", name);
    require(entry.getTarget().isEmpty() != (kind == Kind.SYMLINK), "link without target", name);
    require(!hasZero(entry.getTarget()), "link to an impossible target", name);
    checkRefs(entry.getFilePartsList(), name);
    checkRefs(entry.getChunksList(), name);
    checkHoles(entry.getHolesList(), entry.getSize(), name);
    if (entry.hasDirectory()) {
      checkRefs(List.of(entry.getDirectory()), name);
    }
    entry
        .getXattrsList()
        .forEach(one ->
            require(!one.getName().isEmpty() && !hasZero(one.getName()), "impossible xattr", name));
  }

  static void check(FilePart part, Entry file) {
    String name = shown(file.getName());
    checkRefs(part.getChunksList(), name);
    checkHoles(part.getHolesList(), file.getSize(), name);
  }

  static void checkRefs(List<ChunkRef> refs, String name) {
    for (ChunkRef ref : refs) {
      require(
          ref.getId().size() == ChunkId.BYTES
              && ref.getLength() > 0
              && ref.getLength() <= Block.RAW_MAX,
          "impossible chunk",
          name);
    }
  }

  static OperationFailed invalid(String why, @Nullable Throwable cause) {
    return new OperationFailed(cause, FailureCode.MANIFEST_INVALID, why);
  }

  private static void checkHoles(List<Hole> holes, long size, String name) {
    long end = 0;
    for (Hole hole : holes) {
      require(
          hole.getOffset() >= end
              && hole.getLength() > 0
              && hole.getOffset() <= size
              && hole.getLength() <= size - hole.getOffset(),
          "impossible hole",
          name);
      end = hole.getOffset() + hole.getLength();
    }
  }

  /// A name is one path component and cannot lead out of its directory.
  private static void checkName(ByteString name) {
    if (name.isEmpty() || name.size() > NAME_MAX) {
      throw invalid("a name of " + name.size() + " bytes", null);
    }
    String ascii = name.size() <= 2 ? name.toStringUtf8() : "";
    if (ascii.equals(".") || ascii.equals("..")) {
      throw invalid("the name " + ascii, null);
    }
    for (int i = 0; i < name.size(); i++) {
      if (name.byteAt(i) == '/' || name.byteAt(i) == 0) {
        throw invalid("the name " + shown(name) + " has a slash or a zero byte", null);
      }
    }
  }

  private static boolean hasZero(ByteString bytes) {
    for (int i = 0; i < bytes.size(); i++) {
      if (bytes.byteAt(i) == 0) {
        return true;
      }
    }
    return false;
  }

  private static void require(boolean holds, String otherwise, String name) {
    if (!holds) {
      throw invalid(otherwise + " (" + name + ")", null);
    }
  }

  /// The name with everything replaced that a terminal could obey.
  private static String shown(ByteString name) {
    String text = name.substring(0, Math.min(name.size(), 255)).toStringUtf8();
    return "\"" + text.replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}
