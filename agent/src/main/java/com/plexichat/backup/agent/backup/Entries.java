package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.agent.io.Attributes;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.Xattr;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import java.util.List;

/// Manifest entries from what the walk saw.
final class Entries {
  private Entries() {}

  /// What every kind of entry has.
  static Entry.Builder of(byte[] name, FileStat stat, String user, String group) {
    Attributes attributes = stat.attributes();
    return Entry.newBuilder()
        .setName(UnsafeByteOperations.unsafeWrap(name))
        .setKind(kind(stat.kind()))
        .setMode(attributes.mode())
        .setUid(attributes.uid())
        .setGid(attributes.gid())
        .setUser(user)
        .setGroup(group)
        .setMtimeS(attributes.modified().seconds())
        .setMtimeNs(attributes.modified().nanos())
        .setCtimeS(stat.changed().seconds())
        .setCtimeNs(stat.changed().nanos())
        .setInode(stat.inode().number());
  }

  static Entry.Builder of(SourceEntry entry) {
    return of(entry.name(), entry.stat(), entry.user(), entry.group())
        .setLinkGroup(entry.linkGroup());
  }

  static void addXattrs(Entry.Builder into, List<Xattr> xattrs) {
    for (Xattr xattr : xattrs) {
      into.addXattrs(
          com.plexichat.backup.proto.Xattr.newBuilder()
              .setName(ByteString.copyFrom(xattr.name()))
              .setValue(ByteString.copyFrom(xattr.value())));
    }
  }

  /// Whether the file is the one that an earlier backup read: same inode, size, time of change of
  /// contents and of the inode.
  static boolean isUnchanged(Entry before, FileStat now) {
    Attributes attributes = now.attributes();
    return before.getKind() == Kind.FILE
        && now.kind() == FileKind.FILE
        && !before.getInconsistent()
        && before.getSize() == now.size()
        && before.getInode() == now.inode().number()
        && before.getMtimeS() == attributes.modified().seconds()
        && before.getMtimeNs() == attributes.modified().nanos()
        && before.getCtimeS() == now.changed().seconds()
        && before.getCtimeNs() == now.changed().nanos();
  }

  private static Kind kind(FileKind kind) {
    return switch (kind) {
      case FILE -> Kind.FILE;
      case DIRECTORY -> Kind.DIRECTORY;
      case SYMLINK -> Kind.SYMLINK;
      case FIFO -> Kind.FIFO;
      case SOCKET -> Kind.SOCKET;
      case CHARACTER_DEVICE -> Kind.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> Kind.BLOCK_DEVICE;
    };
  }
}
