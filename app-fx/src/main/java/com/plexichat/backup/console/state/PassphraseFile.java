package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A passphrase on its way to a program: a file that only its owner may read, and that is gone when
/// this is closed. Command lines and environments can be read by others.
public final class PassphraseFile implements AutoCloseable {
  /// Fewer signs are refused for a recovery kit.
  public static final int LEAST = 12;

  private final Path path;

  private PassphraseFile(Path path) {
    this.path = path;
  }

  /// Writes it; the signs are zeroed, whatever comes.
  public static PassphraseFile of(char[] signs) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(signs));
    Arrays.fill(signs, '\0');
    try {
      // Made for its owner alone, where the file system knows owners.
      PassphraseFile file = new PassphraseFile(Files.createTempFile("kit", ".pass"));
      try {
        try (SeekableByteChannel out = Files.newByteChannel(file.path, StandardOpenOption.WRITE)) {
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        }
      } catch (IOException refused) {
        file.close();
        throw refused;
      }
      return file;
    } catch (IOException refused) {
      throw new OperationFailed(
          refused, FailureCode.FILE_UNWRITABLE, "a temporary file", refused.toString());
    } finally {
      bytes.clear();
      while (bytes.hasRemaining()) {
        bytes.put((byte) 0);
      }
    }
  }

  public Path path() {
    return path;
  }

  /// What keeps two fields from being a new passphrase.
  public enum Verdict {
    SHORT,
    DIFFERENT,
    GOOD
  }

  /// Judges what was typed twice.
  public static Verdict judge(CharSequence once, CharSequence again) {
    if (once.length() < LEAST) {
      return Verdict.SHORT;
    }
    return CharSequence.compare(once, again) == 0 ? Verdict.GOOD : Verdict.DIFFERENT;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException stays) {
      throw new OperationFailed(
          stays, FailureCode.FILE_UNWRITABLE, path.toString(), stays.toString());
    }
  }
}
