package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.VaultId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Sealed key rings on this peer, one file a vault. What they say is not known here.
public final class RingFiles {
  private static final String SUFFIX = ".ring";
  private static final int LONGEST = 1 << 20;

  private final Path folder;
  private final Disk disk;

  private RingFiles(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  public static RingFiles open(DataDir dataDir) {
    Disk disk = new Disk();
    Path folder = dataDir.path().resolve("rings");
    try {
      disk.createFolder(folder);
    } catch (IOException e) {
      throw DiskFailure.worded("Keeping a key ring", folder.toString(), e);
    }
    return new RingFiles(folder, disk);
  }

  /// Replaces a vault's ring durably; rings of more than 1 MiB are refused with ORDER_REFUSED.
  public synchronized void put(VaultId vault, byte[] ring) {
    if (ring.length > LONGEST) {
      throw new OperationFailed(
          FailureCode.ORDER_REFUSED, "This peer", "a key ring has at most 1 MiB");
    }
    try {
      disk.replace(file(vault), ring);
    } catch (IOException e) {
      throw DiskFailure.worded("Keeping a key ring", folder.toString(), e);
    }
  }

  public synchronized Optional<byte[]> find(VaultId vault) {
    return Optional.ofNullable(all().get(vault.hex()));
  }

  /// All rings by vault id.
  public synchronized Map<String, byte[]> all() {
    Map<String, byte[]> rings = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        rings.put(name.substring(0, name.length() - SUFFIX.length()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw DiskFailure.worded("Keeping a key ring", folder.toString(), e);
    }
    return rings;
  }

  private Path file(VaultId vault) {
    return folder.resolve(vault.hex() + SUFFIX);
  }
}
