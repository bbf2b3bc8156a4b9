package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Database.Unusable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The checksum that a clean close leaves beside the database file.
///
/// It stands only while the file is closed: opening takes it away, so that after a crash there is
/// none and the file is judged by H2 and by the log index in it alone.
final class DatabaseChecksum {
  private static final int BUFFER = 1 << 16;

  private DatabaseChecksum() {}

  /// Compares and removes the checksum.
  static void take(Path file, Path sum) throws IOException, Unusable {
    if (!Files.exists(sum)) {
      return;
    }
    String expected = Files.readString(sum, StandardCharsets.US_ASCII).strip();
    Files.delete(sum);
    if (Files.exists(file) && !expected.equals(of(file))) {
      throw new Unusable("its checksum is not the one of its closing");
    }
  }

  static void leave(Path file, Path sum) throws IOException {
    Files.writeString(sum, of(file), StandardCharsets.US_ASCII);
  }

  private static String of(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
