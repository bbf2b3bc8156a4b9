package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.storage.DataDir;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.Configuration;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent that starts keeps to what it was told before it hears of its coordinator again.
class AgentTuningTest {
  private static final Configuration TOLD =
      Configuration.newBuilder()
          .setVersion(3)
          .setAtMs(7)
          .addValues(ConfigValue.newBuilder().setKey("transfer.rate").setValue("1MiB/s"))
          .addValues(ConfigValue.newBuilder().setKey("transfer.parallel").setValue("2"))
          .build();

  @TempDir Path folder;

  private static AgentTuning open(SmallFile file) {
    return AgentTuning.open(file, InstantSource.system());
  }

  @Test
  void whatWasToldHoldsFromTheStart() {
    try (DataDir data = DataDir.open(folder, new PeerId("1".repeat(32)))) {
      SmallFile file = SmallFile.in(data, "configuration");
      AgentTuning first = open(file);
      assertEquals(0, first.told().getVersion());
      assertEquals(Duration.ZERO, first.caps().slack());
      first.accept(TOLD);
      assertEquals(Duration.ofSeconds(512), first.caps().slack(), "in force at once");
      AgentTuning second = open(file);
      assertEquals(TOLD, second.told());
      assertEquals(Duration.ofSeconds(512), second.caps().slack());
      assertEquals(2, second.count(Parameter.TRANSFER_PARALLEL));
      second.accept(Configuration.newBuilder().setVersion(4).setAtMs(8).build());
      assertEquals(4, open(file).count(Parameter.TRANSFER_PARALLEL));
      file.replace("what is this?".getBytes(StandardCharsets.UTF_8));
      assertEquals(0, open(file).told().getVersion(), "asked for anew");
    }
  }
}
