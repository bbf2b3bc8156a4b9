package com.plexichat.backup.agent.coding.v1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.plexichat.backup.agent.Fuzzing;
import java.util.Arrays;

class ShardHeaderFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void header(byte[] file) throws Exception {
    Fuzzing.survives(
        file,
        () ->
            assertArrayEquals(Arrays.copyOf(file, Format.HEADER), ShardHeader.parse(file).bytes()),
        IllegalArgumentException.class);
  }
}
