package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Streams a file out of a backup as it is, or a folder as a tar archive that begins with the
/// folder's own name. A part that cannot be read ends the stream with a failure: an archive that
/// looks whole is whole.
public final class Downloader {
  private static final byte[] EMPTY = new byte[0];

  private final BackupContents contents;

  public Downloader(BackupContents contents) {
    this.contents = contents;
  }

  /// Whether the path is a folder, which comes as tar. PATH_NOT_IN_BACKUP when there is nothing
  /// that can be downloaded.
  public boolean isTar(RawPath path) {
    return node(path).isFolder();
  }

  /// Writes it all and flushes; the stream stays open.
  public void write(RawPath path, OutputStream out) throws IOException {
    BackupTree.Node node = node(path);
    if (!node.isFolder()) {
      FileStream.write(contents, node.entry(), out);
      out.flush();
      return;
    }
    TarWriter tar = new TarWriter(out);
    byte[] name = node.path().isRoot() ? new byte[] {'.'} : node.path().name();
    try {
      add(tar, out, node, name);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    tar.finish();
  }

  private BackupTree.Node node(RawPath path) {
    return contents
        .tree()
        .find(path)
        .filter(node -> node.isFolder() || node.entry().getKind() == Kind.FILE)
        .orElseThrow(() ->
            new OperationFailed(
                FailureCode.PATH_NOT_IN_BACKUP, path.toString(), contents.backupId()));
  }

  private void add(TarWriter tar, OutputStream out, BackupTree.Node node, byte[] name) {
    try {
      Entry entry = node.entry();
      switch (entry.getKind()) {
        case DIRECTORY -> {
          byte[] prefix = joined(name, EMPTY);
          tar.header(header(entry, prefix, TarWriter.FOLDER));
          contents
              .tree()
              .children(node, child -> add(tar, out, child, joined(name, child.path().name())));
        }
        case FILE -> {
          tar.header(header(entry, name, TarWriter.FILE));
          FileStream.write(contents, entry, out);
          tar.pad(entry.getSize());
        }
        case SYMLINK -> tar.header(header(entry, name, TarWriter.SYMLINK));
        case FIFO -> tar.header(header(entry, name, TarWriter.FIFO));
        case CHARACTER_DEVICE -> tar.header(header(entry, name, TarWriter.CHARACTER_DEVICE));
        case BLOCK_DEVICE -> tar.header(header(entry, name, TarWriter.BLOCK_DEVICE));
        // A socket means something to the program that made it alone; tar knows none.
        case SOCKET, KIND_UNSPECIFIED, UNRECOGNIZED -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TarWriter.Header header(Entry entry, byte[] name, char type) {
    TarWriter.Facts facts =
        new TarWriter.Facts(
            entry.getMode(),
            Integer.toUnsignedLong(entry.getUid()),
            Integer.toUnsignedLong(entry.getGid()),
            entry.getUser(),
            entry.getGroup(),
            entry.getMtimeS(),
            entry.getMtimeNs(),
            entry.getDevice());
    long size = type == TarWriter.FILE ? entry.getSize() : 0;
    return new TarWriter.Header(name, type, entry.getTarget().toByteArray(), size, facts);
  }

  private static byte[] joined(byte[] folder, byte[] name) {
    byte[] slash = "/".getBytes(StandardCharsets.US_ASCII);
    byte[] path = new byte[folder.length + 1 + name.length];
    System.arraycopy(folder, 0, path, 0, folder.length);
    System.arraycopy(slash, 0, path, folder.length, 1);
    System.arraycopy(name, 0, path, folder.length + 1, name.length);
    return path;
  }
}
