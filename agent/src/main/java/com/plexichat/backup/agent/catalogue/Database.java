package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.StripeStore.StatementFailed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// The H2 file that holds the projection: one handle that writes, a few that read.
///
/// H2 checks only parts of its pages, so a clean close leaves a checksum of the whole file beside
/// it and the next opening compares it. The file is reached through H2's `async:` file system: with
/// plain channels an interrupted reader would close the file for everybody.
final class Database implements AutoCloseable {
  private static final String NAME = "catalogue";
  private static final int READERS = 6;
  private static final int CACHE_KIB = 16_384;

  private final HikariDataSource readers;
  private final Jdbi jdbi;
  private final Handle writer;
  private final Path folder;

  private Database(Path folder, HikariDataSource readers, Handle writer) {
    this.folder = folder;
    this.readers = readers;
    this.writer = writer;
    this.jdbi = Jdbi.create(readers);
  }

  /// Opens the file, and makes it when it is not there.
  ///
  /// @throws Unusable when the file cannot be what a projection left
  static Database open(Path folder) throws Unusable {
    HikariDataSource readers = null;
    try {
      LogDisk.makeFolder(folder);
      DatabaseChecksum.take(file(folder), sum(folder));
      JdbcDataSource source = new JdbcDataSource();
      source.setURL(url(folder));
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:com/plexichat/backup/agent/catalogue/schema")
          .load()
          .migrate();
      HikariConfig config = new HikariConfig();
      config.setDataSource(source);
      config.setPoolName(NAME);
      config.setMaximumPoolSize(READERS);
      config.setMinimumIdle(1);
      config.setConnectionTimeout(30_000);
      readers = new HikariDataSource(config);
      Handle writer = Jdbi.create(source).open();
      writer.getConnection().setAutoCommit(false);
      return new Database(folder, readers, writer);
    } catch (IOException failed) {
      throw new OperationFailed(failed, FailureCode.CATALOGUE_REFUSED, String.valueOf(failed));
    } catch (SQLException | RuntimeException failed) {
      if (readers != null) {
        readers.close();
      }
      if (isInUse(failed)) {
        throw new OperationFailed(
            failed, FailureCode.CATALOGUE_REFUSED, "another process has it open");
      }
      throw new Unusable(firstLine(failed), failed);
    }
  }

  /// Removes the file and what belongs to it.
  static void delete(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> list = Files.list(folder)) {
          for (Path file : list.toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException failed) {
      throw new OperationFailed(failed, FailureCode.CATALOGUE_REFUSED, String.valueOf(failed));
    }
  }

  private static String url(Path folder) {
    String path = folder.toAbsolutePath().resolve(NAME).toString().replace(";", "\\;");
    return "jdbc:h2:async:"
        + path
        + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0;MAX_COMPACT_TIME=0"
        + ";CACHE_SIZE="
        + CACHE_KIB;
  }

  private static Path file(Path folder) {
    return folder.resolve(NAME + ".mv.db");
  }

  private static Path sum(Path folder) {
    return folder.resolve(NAME + ".sum");
  }

  /// The handle of the one thread that writes; its transaction stays open until it is ended.
  Handle writer() {
    return writer;
  }

  /// The last entry that the database has applied.
  LogHead applied() {
    Optional<LogHead> head =
        writer
            .select("SELECT log_index, log_hash FROM applied")
            .map((row, _) -> new LogHead(row.getLong(1), Bytes.of(row.getBytes(2))))
            .findOne();
    rollBack();
    return head.orElse(LogHead.NONE);
  }

  /// Stores the last applied entry; part of the writer's transaction.
  void setApplied(LogHead head) {
    writer.execute(
        "MERGE INTO applied (id, log_index, log_hash) VALUES (1, ?, ?)",
        head.index(),
        head.hash().toArray());
  }

  void commit() {
    try {
      writer.getConnection().commit();
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  void rollBack() {
    try {
      writer.getConnection().rollback();
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// Does work, and takes it back alone when it throws.
  void inSavepoint(Runnable work) {
    try {
      Savepoint before = writer.getConnection().setSavepoint();
      try {
        work.run();
      } catch (RuntimeException failed) {
        writer.getConnection().rollback(before);
        throw failed;
      }
      writer.getConnection().releaseSavepoint(before);
    } catch (SQLException failed) {
      throw new StatementFailed(failed);
    }
  }

  /// Whether it answers.
  boolean isOpen() {
    try {
      writer.select("SELECT 1 FROM applied").mapTo(Integer.class).findOne();
      rollBack();
      return true;
    } catch (JdbiException | StatementFailed closed) {
      return false;
    }
  }

  /// Reads one state of the database: everything inside sees the same moment.
  <T> T read(Function<Handle, T> work) {
    return jdbi.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ, handle -> work.apply(handle));
  }

  /// Whether a failure means that this opening of the file is of no more use.
  static boolean isBroken(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql
          && List.of(
                  ErrorCode.DATABASE_IS_CLOSED,
                  ErrorCode.OBJECT_CLOSED,
                  ErrorCode.CONNECTION_BROKEN_1,
                  ErrorCode.IO_EXCEPTION_1,
                  ErrorCode.IO_EXCEPTION_2,
                  ErrorCode.FILE_CORRUPTED_1,
                  ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
                  ErrorCode.GENERAL_ERROR_1)
              .contains(sql.getErrorCode())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInUse(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql
          && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
        return true;
      }
    }
    return false;
  }

  /// Closes the file and leaves its checksum, when everything in it is committed and whole.
  @Override
  public void close() {
    boolean whole = true;
    try {
      rollBack();
      shutDown("SHUTDOWN");
    } catch (SQLException | StatementFailed failed) {
      whole = false;
    }
    readers.close();
    try {
      if (whole) {
        DatabaseChecksum.leave(file(folder), sum(folder));
      }
    } catch (IOException noChecksum) {
      // The next opening then trusts the file as after a crash.
      whole = false;
    }
  }

  /// Gives the file up without writing to it again.
  void abandon() {
    try {
      shutDown("SHUTDOWN IMMEDIATELY");
    } catch (SQLException alreadyClosed) {
      // It is closed either way.
    }
    readers.close();
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private void shutDown(String how) throws SQLException {
    try (Statement statement = writer.getConnection().createStatement()) {
      statement.execute(how);
    }
  }

  /// The file cannot be used and has to be made anew.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why, Throwable cause) {
      super(why, cause);
    }

    Unusable(String why) {
      super(why);
    }
  }
}
