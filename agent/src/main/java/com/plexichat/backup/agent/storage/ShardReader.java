package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.ShardId;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads held shards: whole, in part, and as proofs. Shards in the trash are not served.
///
/// Bytes are handed out as they lie on the disk: who receives them checks the name. Tree roots of a
/// few thousand shards are kept, so that a ranged read does not hash the whole file again; a kept
/// root still proves itself against the name.
public final class ShardReader {
  private static final int ROOTS = 8_192;

  /// Bytes that no shard file exceeds.
  static final int LONGEST = Format.HEADER + Format.BODY_MAX;

  private final String name;
  private final ShardFiles files;
  private final Disk disk;
  private final ShardIndex index;
  private final Map<ShardId, byte[]> roots =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ShardId, byte[]> eldest) {
          return size() > ROOTS;
        }
      };

  ShardReader(String name, ShardFiles files, Disk disk, ShardIndex index) {
    this.name = name;
    this.files = files;
    this.disk = disk;
    this.index = index;
  }

  /// The whole file. Fails with SHARD_UNKNOWN, SHARD_DAMAGED (another length) or DISK_FAILED.
  public byte[] file(ShardId shard) {
    return wholeFile(held(shard));
  }

  /// A part of the file; one that reaches past its end is an [IllegalArgumentException].
  public byte[] part(ShardId shard, long offset, int length) {
    StoredShard held = held(shard);
    if (offset < 0 || length < 0 || offset + length > held.length()) {
      throw new IllegalArgumentException(
          "shard " + shard + " has " + held.length() + " bytes, no " + offset + "+" + length);
    }
    return read(held, offset, length);
  }

  public byte[] header(ShardId shard) {
    return part(shard, 0, Format.HEADER);
  }

  /// The header of a shard in whatever state, trash included.
  public byte[] header(StoredShard shard) {
    return read(shard, 0, Format.HEADER);
  }

  /// The root of the body's tree: with the header it proves itself by the shard's name.
  public byte[] root(ShardId shard) {
    synchronized (roots) {
      byte[] known = roots.get(shard);
      if (known != null) {
        return known.clone();
      }
    }
    byte[] root = rootOf(file(shard));
    remember(shard, root);
    return root.clone();
  }

  static boolean isNamed(ShardId shard, byte[] file) {
    return file.length >= Format.HEADER && ShardName.of(file).equals(shard);
  }

  static byte[] rootOf(byte[] file) {
    return ShardName.root(file, Format.HEADER, file.length - Format.HEADER);
  }

  void remember(ShardId shard, byte[] root) {
    synchronized (roots) {
      roots.put(shard, root);
    }
  }

  /// Answers a challenge for one leaf of the body; the whole file is read and checked for it.
  ///
  /// The state is OK, MISSING or CORRUPT (also when the disk cannot read it, or has no such leaf).
  public ShardProof prove(ShardId shard, int leaf) {
    @Nullable StoredShard held = index.find(shard);
    if (held == null || held.state() != ShardState.HELD) {
      return ShardProof.none(CopyState.MISSING, 0);
    }
    try {
      byte[] file = wholeFile(held);
      if (!isNamed(shard, file)) {
        return ShardProof.none(CopyState.CORRUPT, file.length);
      }
      int body = file.length - Format.HEADER;
      if (leaf < 0 || leaf >= ShardName.leaves(body)) {
        return ShardProof.none(CopyState.CORRUPT, file.length);
      }
      int from = Format.HEADER + leaf * ShardName.LEAF;
      return new ShardProof(
          CopyState.OK,
          Arrays.copyOf(file, Format.HEADER),
          Arrays.copyOfRange(file, from, from + ShardName.leafLength(body, leaf)),
          ShardName.path(file, Format.HEADER, body, leaf),
          file.length);
    } catch (OperationFailed e) {
      CopyState state =
          e.code() == FailureCode.SHARD_UNKNOWN ? CopyState.MISSING : CopyState.CORRUPT;
      return ShardProof.none(state, held.length());
    }
  }

  /// SHA-256 over a nonce and the whole file: proof that every byte is there.
  public byte[] possession(ShardId shard, byte[] nonce) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(nonce);
      return digest.digest(file(shard));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether a shard is held and every byte of it is right.
  boolean isWhole(ShardId shard) {
    try {
      return isNamed(shard, file(shard));
    } catch (OperationFailed e) {
      return false;
    }
  }

  private StoredShard held(ShardId shard) {
    StoredShard held = index.find(shard);
    if (held == null || held.state() != ShardState.HELD) {
      throw new OperationFailed(FailureCode.SHARD_UNKNOWN, name, shard.hex());
    }
    return held;
  }

  byte[] wholeFile(StoredShard held) {
    try {
      if (disk.length(files.path(held)) != held.length() || held.length() > LONGEST) {
        throw new OperationFailed(FailureCode.SHARD_DAMAGED, name, held.shard().hex());
      }
    } catch (IOException e) {
      throw worded(held, e);
    }
    return read(held, 0, held.length());
  }

  private byte[] read(StoredShard held, long offset, int length) {
    try {
      return disk.read(files.path(held), offset, length);
    } catch (IOException e) {
      throw worded(held, e);
    }
  }

  private OperationFailed worded(StoredShard held, IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return new OperationFailed(e, FailureCode.SHARD_UNKNOWN, name, held.shard().hex());
    }
    if (e instanceof EOFException) {
      return new OperationFailed(e, FailureCode.SHARD_DAMAGED, name, held.shard().hex());
    }
    return DiskFailure.worded("Reading a shard on " + name, name, e);
  }
}
