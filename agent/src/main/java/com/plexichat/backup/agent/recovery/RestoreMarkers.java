package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.agent.io.DurableFiles;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// Remembers across a restart which restores have begun to fill their target: a restore that goes
/// on finds its own files there, and must not take the target for somebody else's.
///
/// What was written before a failed sync, or before a power loss, may have its length and times and
/// not its bytes. So a marker names the start of the machine in which it was made.
///
/// One for all restores of an agent.
public final class RestoreMarkers {
  private static final String DOUBTED = "-";

  private final Path folder;
  private final Start start;
  private final Set<RawPath> entered = new HashSet<>();

  /// Names the present start of the machine.
  interface Start {
    String id() throws IOException;
  }

  /// What lies in a target.
  enum Begun {
    /// Nothing of this restore.
    NOT,
    /// Files of this restore, whose bytes may be lost.
    DOUBTED,
    /// Files of this restore, which are what they seem.
    TRUSTED
  }

  /// @param folder of its own below the agent's data folder; made when it is missing
  public RestoreMarkers(Path folder) {
    this(folder, DurableFiles::bootId);
  }

  RestoreMarkers(Path folder, Start start) {
    this.folder = folder;
    this.start = start;
  }

  /// A target that is being written into.
  interface Entered extends AutoCloseable {
    @Override
    void close();
  }

  /// One restore at a time writes into a folder or below it: two would take each other's unfinished
  /// files away. TARGET_BUSY while another one does.
  Entered enter(RawPath target) {
    synchronized (entered) {
      for (RawPath one : entered) {
        if (isBelow(one, target) || isBelow(target, one)) {
          throw new OperationFailed(FailureCode.TARGET_BUSY, one.toString());
        }
      }
      entered.add(target);
    }
    return () -> {
      synchronized (entered) {
        entered.remove(target);
      }
    };
  }

  private static boolean isBelow(RawPath path, RawPath folder) {
    for (RawPath at = path; ; at = at.parent()) {
      if (at.equals(folder)) {
        return true;
      }
      // What is not absolute is refused later on.
      if (at.isRoot() || !at.isAbsolute()) {
        return false;
      }
    }
  }

  Begun begun(String backupId, RawPath target) {
    try {
      Path file = file(target);
      if (!Files.exists(file)) {
        return Begun.NOT;
      }
      byte[] found = Files.readAllBytes(file);
      if (Arrays.equals(found, content(start.id(), backupId, target))) {
        return Begun.TRUSTED;
      }
      byte[] named = named(backupId, target);
      int before = found.length - named.length;
      boolean isThis =
          before >= 0 && Arrays.equals(found, before, found.length, named, 0, named.length);
      return isThis && (before == 0 || found[before - 1] == '\n') ? Begun.DOUBTED : Begun.NOT;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void begin(String backupId, RawPath target) {
    try {
      write(start.id(), backupId, target);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// What was written so far may be lost although it reads well.
  void doubt(String backupId, RawPath target) {
    try {
      write(DOUBTED, backupId, target);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(String from, String backupId, RawPath target) throws IOException {
    DurableFiles.createFolders(folder);
    DurableFiles.replace(file(target), content(from, backupId, target));
  }

  /// All was written, so this comes to its end whatever interrupts: without its marker a restore
  /// cannot be gone on with.
  void end(RawPath target) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!isEnded(target)) {
        interrupted |= Thread.interrupted();
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isEnded(RawPath target) throws IOException {
    try {
      Files.deleteIfExists(file(target));
      DurableFiles.syncFolder(folder);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  private static byte[] content(String from, String backupId, RawPath target) {
    return joined(from, named(backupId, target));
  }

  private static byte[] named(String backupId, RawPath target) {
    return joined(backupId, target.bytes());
  }

  private static byte[] joined(String line, byte[] rest) {
    byte[] first = (line + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  private Path file(RawPath target) {
    return folder.resolve(UUID.nameUUIDFromBytes(target.bytes()).toString() + ".restore");
  }

  private OperationFailed failed(IOException e) {
    return DiskFailure.worded("The restore", folder.toString(), e);
  }
}
