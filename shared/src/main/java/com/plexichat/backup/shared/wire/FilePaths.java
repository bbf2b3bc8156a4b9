package com.plexichat.backup.shared.wire;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.PathWarning;
import java.util.List;

/// Paths on the wire and back, byte for byte, and what is told of them.
public final class FilePaths {
  private FilePaths() {}

  public static ByteString message(FilePath path) {
    return ByteString.copyFrom(path.raw().toArray());
  }

  public static FilePath path(ByteString message) {
    return message.isEmpty() ? FilePath.NONE : FilePath.of(message.toByteArray());
  }

  static List<FilePath> paths(List<ByteString> messages) {
    return messages.stream().map(FilePaths::path).toList();
  }

  static List<PathWarning> warnings(List<Warning> messages) {
    return messages.stream()
        .map(one -> new PathWarning(path(one.getPath()), one.getCode(), one.getMessage()))
        .toList();
  }
}
