package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.Command;
import com.plexichat.backup.shared.model.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;

/// A catalogue in a folder, opened as the product does, with a clock that stands still.
public final class TestCatalogue {
  public static final long NOW = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

  static final CheckpointSigner UNSIGNED =
      new CheckpointSigner() {
        @Override
        public byte[] certificate() {
          return new byte[] {1};
        }

        @Override
        public byte[] sign(byte[] message) {
          return new byte[] {2};
        }
      };

  private TestCatalogue() {}

  public static Catalogue open(Path folder) {
    return open(folder, UNSIGNED);
  }

  /// With a clock that a test moves.
  public static Catalogue open(Path folder, InstantSource clock) {
    return Catalogue.open(folder, clock, () -> 1, UNSIGNED);
  }

  public static Catalogue open(Path folder, CheckpointSigner signer) {
    return Catalogue.open(folder, InstantSource.fixed(Instant.ofEpochMilli(NOW)), () -> 1, signer);
  }

  static Catalogue open(Path folder, LogDisk disk) {
    return Catalogue.open(
        folder,
        disk,
        new LogWriter(InstantSource.fixed(Instant.ofEpochMilli(NOW)), () -> 1, UNSIGNED));
  }

  public static Submitted submit(Catalogue catalogue, Command... commands) {
    return catalogue.submit("person:anna", "because", "", commands);
  }

  /// A cluster of five machines of five owners, a vault and two sets of machine 1.
  public static void found(Catalogue catalogue) {
    submit(catalogue, Acts.founded());
    for (int peer = 1; peer <= 5; peer++) {
      submit(catalogue, Acts.joined(peer, "owner" + peer));
    }
    submit(catalogue, Acts.vault(), Acts.set("docs", Tier.BRONZE), Acts.set("mail", Tier.SILVER));
  }

  /// Opens a backup and commits stripes of its own with bronze's copies.
  public static void backUp(
      Catalogue catalogue, int backup, String set, long number, int... stripes) {
    submit(catalogue, Acts.opened(backup, set, number, Tier.BRONZE));
    reserve(catalogue, backup, stripes);
    submit(
        catalogue,
        Acts.committed(
            backup,
            IntStream.of(stripes)
                .mapToObj(stripe -> Acts.committedStripe(stripe, 2, 2, 3, 4))
                .toList()));
  }

  public static void reserve(Catalogue catalogue, int backup, int... stripes) {
    submit(
        catalogue,
        Acts.reserved(
            backup,
            IntStream.of(stripes)
                .mapToObj(stripe -> Acts.reservedStripe(stripe, 2, 2, 3, 4))
                .toList()));
  }

  /// A small history that touches every table.
  public static void live(Catalogue catalogue) {
    found(catalogue);
    backUp(catalogue, 1, "docs", 1, 1, 2, 3);
    submit(catalogue, Acts.closed(1, "complete", List.of(1, 2, 3), List.of()));
    backUp(catalogue, 2, "docs", 2, 4);
    submit(catalogue, Acts.closed(2, "under_protected", List.of(4), List.of(2)));
    submit(catalogue, Acts.job("job1", "running"), Acts.job("job2", "queued"));
    submit(catalogue, Acts.changed(1, 0, 2, "MISSING"), Acts.job("job1", "done"));
    submit(catalogue, Acts.more(1, 900, 5, 0), Acts.receipt(1, 900, 5, 0));
    backUp(catalogue, 3, "mail", 1, 5, 6);
    submit(catalogue, Acts.tested(2));
    submit(catalogue, Acts.noted("download", "backup 1"), Acts.deleted(1));
  }

  /// Every row of every table, in order.
  static String dump(Path folder) throws IOException {
    StringBuilder dump = new StringBuilder();
    Jdbi.create(url(folder))
        .useHandle(handle -> {
          for (String table :
              handle
                  .select(
                      "SELECT table_name FROM information_schema.tables WHERE table_schema ="
                          + " 'PUBLIC' AND table_name <> 'flyway_schema_history' ORDER BY 1")
                  .mapTo(String.class)
                  .list()) {
            handle.select("SELECT * FROM " + table).map((row, _) -> row(table, row)).list().stream()
                .sorted()
                .forEach(line -> dump.append(line).append('\n'));
          }
        });
    shutDown(folder, "SHUTDOWN");
    Files.deleteIfExists(folder.resolve("db").resolve("catalogue.sum"));
    return dump.toString();
  }

  private static String row(String table, ResultSet row) throws SQLException {
    StringBuilder line = new StringBuilder(table);
    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
      Object value = row.getObject(column);
      line.append(' ')
          .append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
    }
    return line.toString();
  }

  /// Closes the database under everybody who has it open.
  static void shutDown(Path folder, String how) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url(folder));
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(how);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String url(Path folder) {
    return "jdbc:h2:async:"
        + folder.resolve("db").resolve("catalogue").toAbsolutePath()
        + ";TRACE_LEVEL_FILE=0";
  }

  public static Path log(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      return files.sorted().reduce((_, last) -> last).orElseThrow();
    }
  }

  public static void dropDatabase(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("db"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  static byte[] copy(CommandLog log, long from) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    log.copyTo(from, out);
    return out.toByteArray();
  }
}
