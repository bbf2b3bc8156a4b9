package com.plexichat.backup.agent.coding.v1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardNameTest {
  private static final int[] LENGTHS = {
    272,
    273,
    65535,
    65536,
    65537,
    2 * 65536,
    3 * 65536 - 1,
    5 * 65536,
    7 * 65536 + 9,
    Format.CAPACITY + Format.TAG,
    Format.SHARD_MAX,
    Format.BODY_MAX
  };

  @Test
  void followsItsDefinition() throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    assertArrayEquals(sha.digest(new byte[] {0}), ShardName.root(new byte[0], 0, 0));
    byte[] body = body(3 * ShardName.LEAF - 5, 1);
    byte[][] leaves = new byte[3][];
    for (int i = 0; i < 3; i++) {
      sha.update((byte) 0);
      int from = i * ShardName.LEAF;
      leaves[i] = sha.digest(Arrays.copyOfRange(body, from, Math.min(body.length, from + 65536)));
    }
    byte[] pair = node(sha, leaves[0], leaves[1]);
    assertArrayEquals(node(sha, pair, leaves[2]), ShardName.root(body, 0, body.length));
  }

  @Test
  void namesHeaderAndBody() throws Exception {
    byte[] file = file(200_000, 2);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(file, 0, 256);
    byte[] root = ShardName.root(file, 256, file.length - 256);
    ShardId name = ShardId.of(sha.digest(root));
    assertEquals(name, ShardName.of(file));
    byte[] wider = new byte[file.length + 20];
    System.arraycopy(file, 0, wider, 7, file.length);
    assertEquals(name, ShardName.of(wider, 7, file.length));
    assertTrue(ShardName.provesHeader(name, Arrays.copyOf(file, 256), root));
    for (int at : new int[] {0, 255, 256, 65536 + 256, file.length - 1}) {
      byte[] other = file.clone();
      other[at] ^= 1;
      assertNotEquals(name, ShardName.of(other), "byte " + at);
    }
    byte[] header = Arrays.copyOf(file, 256);
    header[70] ^= 1;
    assertFalse(ShardName.provesHeader(name, header, root));
  }

  @Test
  void provesEveryLeafAndNothingElse() {
    for (int length : LENGTHS) {
      byte[] file = file(length, length);
      ShardId name = ShardName.of(file);
      byte[] header = Arrays.copyOf(file, 256);
      for (int i = 0; i < ShardName.leaves(length); i++) {
        int from = 256 + i * ShardName.LEAF;
        byte[] leaf = Arrays.copyOfRange(file, from, from + ShardName.leafLength(length, i));
        List<byte[]> path = ShardName.path(file, 256, length, i);
        String at = length + ", leaf " + i;
        assertTrue(ShardName.proves(name, header, length, i, leaf, path), at);
        assertFalse(ShardName.proves(name, header, length, i + 1, leaf, path), at);
        assertFalse(ShardName.proves(name, header, length + 1, i, leaf, path), at);
        byte[] wrong = leaf.clone();
        wrong[wrong.length - 1] ^= 1;
        assertFalse(ShardName.proves(name, header, length, i, wrong, path), at);
        byte[] cut = Arrays.copyOf(leaf, leaf.length - 1);
        assertFalse(ShardName.proves(name, header, length, i, cut, path), at);
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(new byte[32]);
        assertFalse(ShardName.proves(name, header, length, i, leaf, longer), at);
        if (!path.isEmpty()) {
          List<byte[]> fewer = path.subList(0, path.size() - 1);
          assertFalse(ShardName.proves(name, header, length, i, leaf, fewer), at);
          List<byte[]> bent = new ArrayList<>(path);
          bent.set(0, body(32, 5));
          assertFalse(ShardName.proves(name, header, length, i, leaf, bent), at);
        }
      }
    }
  }

  private static byte[] node(MessageDigest sha, byte[] left, byte[] right) {
    sha.update((byte) 1);
    sha.update(left);
    return sha.digest(right);
  }

  private static byte[] file(int bodyLength, long seed) {
    byte[] file = new byte[256 + bodyLength];
    ShardHeader.parity(8, 8, 2, new VaultId("0".repeat(32)), new StripeId(1, 2), 1, bodyLength)
        .write(file, 0);
    System.arraycopy(body(bodyLength, seed), 0, file, 256, bodyLength);
    return file;
  }

  private static byte[] body(int length, long seed) {
    byte[] body = new byte[length];
    new Random(seed).nextBytes(body);
    return body;
  }
}
