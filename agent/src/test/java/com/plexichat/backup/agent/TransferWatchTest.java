package com.plexichat.backup.agent;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.policy.ConfigDesk;
import com.plexichat.backup.proto.AgentTransfers;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.Configuration;
import com.plexichat.backup.proto.HeartbeatRequest;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is told which configuration, and what is known of an agent's sending.
class TransferWatchTest {
  private static final PeerId PEER = Acts.peer(1);

  @TempDir Path folder;
  private long now = NOW;
  private Catalogue catalogue;
  private TransferWatch watch;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder, () -> Instant.ofEpochMilli(now));
    TestCatalogue.found(catalogue);
    watch = new TransferWatch(catalogue, () -> Instant.ofEpochMilli(now));
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private Optional<Configuration> beat(int version, long madeMs, long sent) {
    now += 2_000;
    return watch.heard(
        PEER,
        HeartbeatRequest.newBuilder()
            .setConfigVersion(version)
            .setConfigMs(madeMs)
            .setSent(sent)
            .build());
  }

  private AgentTransfers figures() {
    return watch.transfers().getAgentsList().stream()
        .filter(one -> one.getPeerId().equals(PEER.hex()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoHasAnotherConfigurationIsTold() {
    assertEquals(Optional.empty(), beat(0, 0, 0));
    new ConfigDesk(catalogue)
        .set(
            SetConfigRequest.newBuilder()
                .addValues(ConfigValue.newBuilder().setKey("transfer.rate").setValue("1MiB/s"))
                .build(),
            "person:anna");
    Configuration told = beat(0, 0, 0).orElseThrow();
    assertEquals(1, told.getVersion());
    assertEquals(0, figures().getRate(), "not in force yet");
    assertEquals(Optional.empty(), beat(1, told.getAtMs(), 0));
    assertEquals(1 << 20, figures().getRate());
    assertTrue(beat(1, told.getAtMs() - 1, 0).isPresent(), "another one of this number");
    assertTrue(beat(-7, 0, 0).isPresent());
    assertEquals(0, figures().getRate(), "whatever an agent says");
  }

  @Test
  void whatWasNotMeasuredIsNotTold() {
    assertFalse(figures().getHeard());
    beat(0, 0, 1_000_000);
    beat(0, 0, 2_000_000);
    assertTrue(figures().getHeard());
    assertFalse(figures().getIsMeasured(), "not long enough");
    beat(0, 0, 3_000_000);
    beat(0, 0, 4_000_000);
    assertTrue(figures().getIsMeasured());
    assertEquals(500_000, figures().getSending());
    beat(0, 0, 10);
    assertFalse(figures().getIsMeasured(), "it was started anew");
    for (int i = 0; i < 10; i++) {
      beat(0, 0, 10);
    }
    assertEquals(0, figures().getSending());
    assertTrue(figures().getIsMeasured());
  }
}
