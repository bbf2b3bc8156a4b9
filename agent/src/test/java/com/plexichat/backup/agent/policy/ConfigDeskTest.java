package com.plexichat.backup.agent.policy;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ConfigChange;
import com.plexichat.backup.proto.ConfigChanged;
import com.plexichat.backup.proto.ConfigEntry;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.Configuration;
import com.plexichat.backup.proto.DiffConfigRequest;
import com.plexichat.backup.proto.RevertConfigRequest;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.Tuning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions of the configuration on a real catalogue: made, compared, reverted, refused.
class ConfigDeskTest {
  private static final String WHO = "person:anna";

  @TempDir Path folder;
  private long now = NOW;
  private Catalogue catalogue;
  private ConfigDesk desk;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder, () -> Instant.ofEpochMilli(now));
    TestCatalogue.found(catalogue);
    desk = new ConfigDesk(catalogue);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private static SetConfigRequest.Builder ask(String... values) {
    return SetConfigRequest.newBuilder()
        .setReason("because")
        .addAllValues(
            Stream.of(values)
                .map(one -> one.split("=", 2))
                .map(one -> ConfigValue.newBuilder().setKey(one[0]).setValue(one[1]).build())
                .toList());
  }

  private ConfigChange set(String... values) {
    now += 1000;
    return desk.set(ask(values).build(), WHO);
  }

  private OperationFailed refused(String... values) {
    OperationFailed refused = assertThrows(OperationFailed.class, () -> set(values));
    assertEquals(64, refused.code().exitCode());
    return refused;
  }

  private static String words(ConfigChange change) {
    return change.getDifferencesList().stream()
        .map(one -> one.getKey() + ": " + one.getBefore() + " > " + one.getAfter())
        .collect(Collectors.joining("; "));
  }

  private Tuning tuning() {
    return new ConfigBook(catalogue).tuning();
  }

  private ConfigEntry entry(Parameter parameter) {
    return desk.list().getEntriesList().stream()
        .filter(one -> one.getKey().equals(parameter.key()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyChangeIsAVersionWithWhatWasBefore() {
    assertEquals(0, desk.list().getVersion());
    assertEquals(Parameter.values().length, desk.list().getEntriesCount());
    ConfigChange first = set("transfer.rate=5mb/s", "repair.parallel= 2 ");
    assertTrue(first.getMade());
    assertEquals(1, first.getVersion());
    assertEquals("repair.parallel: 8 > 2; transfer.rate: unlimited > 5MiB/s", words(first));
    assertEquals(5 << 20, tuning().rate(Parameter.TRANSFER_RATE));
    assertEquals(2, tuning().count(Parameter.REPAIR_PARALLEL));
    set("transfer.rate=");
    assertEquals(0, tuning().rate(Parameter.TRANSFER_RATE));
    assertEquals(2, entry(Parameter.TRANSFER_RATE).getVersion());
    assertEquals(1, entry(Parameter.REPAIR_PARALLEL).getVersion());
    assertEquals(NOW + 1000, entry(Parameter.REPAIR_PARALLEL).getAtMs());
    assertEquals(WHO, entry(Parameter.REPAIR_PARALLEL).getBy());
    assertEquals(0, entry(Parameter.SCRUB_RATE).getVersion());
    assertEquals(
        List.of("2 because: transfer.rate 5MiB/s", "1 because: repair.parallel 8"),
        desk.versions().getVersionsList().stream()
            .map(one ->
                "%d %s: %s %s"
                    .formatted(
                        one.getVersion(),
                        one.getReason(),
                        one.getDifferences(0).getKey(),
                        one.getDifferences(0).getBefore()))
            .toList());
  }

  @Test
  void whatIsSaidAlreadyMakesNoVersion() {
    set("transfer.rate=5MiB/s");
    assertFalse(set("transfer.rate=5120KiB/s", "scrub.rate=16M").getMade());
    ConfigChange dry = desk.set(ask("scrub.rate=20MiB/s").setDryRun(true).build(), WHO);
    assertEquals("scrub.rate: 16MiB/s > 20MiB/s", words(dry));
    assertFalse(dry.getMade());
    assertEquals(1, catalogue.config().newest());
  }

  @Test
  void oneBadValueKeepsAllOut() {
    OperationFailed unknown = refused("scrub.rate=20MiB/s", "transfer.peerrate=1MiB/s");
    assertEquals(FailureCode.SETTING_UNKNOWN, unknown.code());
    assertTrue(unknown.sentence().contains("transfer.peer-rate"), unknown::sentence);
    for (String bad :
        List.of(
            "transfer.rate=fast",
            "transfer.rate=-1",
            "transfer.rate=255KiB/s",
            "transfer.rate=2TiB/s",
            "transfer.restore-rate=512KiB/s",
            "transfer.parallel=0",
            "transfer.parallel=9",
            "transfer.parallel=two",
            "repair.parallel=99999999999",
            "transfer.hours=8-18",
            "transfer.hours=08:00-25:00=5MiB/s",
            "transfer.hours=08:00-18:00=slow",
            "transfer.hours=08:00-18:00=5MiB/s,17:59-19:00=1MiB/s",
            "transfer.hours=22:00-06:00=5MiB/s,00:00-01:00=1MiB/s")) {
      OperationFailed invalid = refused("scrub.rate=20MiB/s", bad);
      assertEquals(FailureCode.SETTING_INVALID, invalid.code(), bad);
      assertTrue(invalid.nextAct().startsWith("Give "), invalid::nextAct);
    }
    assertEquals(0, catalogue.config().newest());
  }

  @Test
  void versionsAreComparedAndBroughtBack() {
    set("transfer.rate=5MiB/s", "scrub.rate=20MiB/s");
    set("transfer.rate=9MiB/s");
    set("scrub.rate=");
    DiffConfigRequest.Builder diff = DiffConfigRequest.newBuilder().setFrom(1);
    assertEquals("transfer.rate: 5MiB/s > 9MiB/s", words(desk.diff(diff.setTo(2).build())));
    assertEquals(
        "scrub.rate: 20MiB/s > 16MiB/s; transfer.rate: 5MiB/s > 9MiB/s",
        words(desk.diff(diff.setNewest(true).build())));
    ConfigChange back = desk.revert(RevertConfigRequest.newBuilder().setVersion(1).build(), WHO);
    assertEquals(4, back.getVersion());
    assertEquals(5 << 20, tuning().rate(Parameter.TRANSFER_RATE));
    assertEquals(20 << 20, tuning().rate(Parameter.SCRUB_RATE));
    desk.revert(RevertConfigRequest.getDefaultInstance(), WHO);
    assertEquals(0, new ConfigBook(catalogue).told().getValuesCount(), "the usual ones again");
    assertEquals(
        FailureCode.CONFIG_VERSION_UNKNOWN,
        assertThrows(
                OperationFailed.class,
                () -> desk.revert(RevertConfigRequest.newBuilder().setVersion(6).build(), WHO))
            .code());
  }

  @Test
  void aWholeConfigurationTakesTheRestBack() {
    set("transfer.rate=5MiB/s", "scrub.rate=20MiB/s");
    ConfigChange whole = desk.set(ask("scrub.rate=30MiB/s").setWhole(true).build(), WHO);
    assertEquals("scrub.rate: 20MiB/s > 30MiB/s; transfer.rate: 5MiB/s > unlimited", words(whole));
  }

  @Test
  void agentsAreToldWhatIsNotUsual() {
    set("transfer.hours=22:00-06:00=unlimited,08:00-18:00=5MiB/s", "transfer.rate=10MiB/s");
    Configuration told = new ConfigBook(catalogue).told();
    assertEquals(1, told.getVersion());
    assertEquals(now, told.getAtMs());
    var limits = ConfigBook.tuning(told).limits();
    assertEquals(5 << 20, limits.rateAt(Instant.parse("2026-03-01T08:00:00Z")));
    assertEquals(5 << 20, limits.rateAt(Instant.parse("2026-03-01T17:59:59Z")));
    assertEquals(10 << 20, limits.rateAt(Instant.parse("2026-03-01T18:00:00Z")));
    assertEquals(0, limits.rateAt(Instant.parse("2026-03-01T05:59:00Z")));
    assertEquals(0, limits.rateAt(Instant.parse("2026-03-01T22:00:00Z")));
    assertEquals(5 << 20, limits.slowest());
  }

  @Test
  void whatAnotherVersionOfTheProductWroteIsLeftAlone() {
    catalogue.submit(
        WHO,
        "",
        "",
        Command.newBuilder()
            .setConfigChanged(
                ConfigChanged.newBuilder()
                    .setVersion(1)
                    .addValues(ConfigValue.newBuilder().setKey("future.key").setValue("1"))
                    .addValues(
                        ConfigValue.newBuilder().setKey("scrub.rate").setValue("by the moon")))
            .build());
    assertEquals(16 << 20, tuning().rate(Parameter.SCRUB_RATE));
    assertEquals(FailureCode.ACT_REFUSED, assertThrows(OperationFailed.class, this::again).code());
  }

  private void again() {
    catalogue.submit(
        WHO,
        "",
        "",
        Command.newBuilder()
            .setConfigChanged(
                ConfigChanged.newBuilder()
                    .setVersion(1)
                    .addValues(ConfigValue.newBuilder().setKey("scrub.rate").setValue("1MiB/s")))
            .build());
  }

  @Test
  void everyUsualValueIsWrittenAsItIsRead() {
    for (Parameter parameter : Parameter.values()) {
      assertEquals(parameter.usual(), parameter.canonical(parameter.usual()));
    }
  }

  @Test
  void anOpenedAgainCatalogueSaysTheSame() {
    set("transfer.rate=5MiB/s");
    Configuration told = new ConfigBook(catalogue).told();
    catalogue.close();
    catalogue = TestCatalogue.open(folder);
    assertEquals(told, new ConfigBook(catalogue).told());
  }
}
