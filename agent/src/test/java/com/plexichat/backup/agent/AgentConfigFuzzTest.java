package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// A file of settings that somebody edited.
class AgentConfigFuzzTest {
  @TempDir static Path home;

  @FuzzTest(maxDuration = "10m")
  void config(byte[] file) throws Exception {
    Fuzzing.survives(
        file,
        () -> {
          AgentConfig read = read(file);
          assertEquals(read, reread(read));
        });
  }

  private static AgentConfig reread(AgentConfig config) throws IOException {
    try {
      return read(config.text().getBytes(StandardCharsets.UTF_8));
    } catch (OperationFailed refused) {
      throw new AssertionError("its own text is refused", refused);
    }
  }

  private static AgentConfig read(byte[] file) throws IOException {
    Files.write(home.resolve(AgentConfig.FILE), file);
    return AgentConfig.read(home);
  }
}
