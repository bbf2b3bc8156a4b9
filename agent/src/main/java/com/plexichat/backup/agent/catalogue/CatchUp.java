package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Database.Unusable;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to the end of the log: replays what it has not applied, or makes it anew when
/// it is missing, broken, ahead of the log or of another one.
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final int BATCH_ENTRIES = 1024;
  private static final int BATCH_BYTES = 8 << 20;

  private final Path folder;
  private final CommandLog log;

  CatchUp(Path folder, CommandLog log) {
    this.folder = folder;
    this.log = log;
  }

  /// A database that has applied the whole log.
  ///
  /// @param rebuilt why it was made anew; empty when it was not
  record Ready(Database database, long replayed, String rebuilt) {}

  /// A database as it was found.
  ///
  /// @param why it could not be opened; empty when it could
  record Candidate(@Nullable Database database, String why) {
    LogHead applied() {
      return database == null ? LogHead.NONE : database.applied();
    }
  }

  static Candidate candidate(Path folder) {
    try {
      return new Candidate(Database.open(folder), "");
    } catch (Unusable unusable) {
      return new Candidate(null, String.valueOf(unusable.getMessage()));
    }
  }

  /// Uses what was found if it can be used, else makes a new one.
  Ready bring(Candidate found) {
    Database database = found.database();
    String why = database == null ? found.why() : unfit(database);
    if (database != null && why.isEmpty()) {
      boolean missing = database.applied().index() == 0 && log.head().index() > 0;
      try {
        long replayed = replay(database);
        return new Ready(database, replayed, missing ? "it was missing" : "");
      } catch (RuntimeException failed) {
        LOG.warn("the catalogue's database could not follow its log", failed);
        why = "it could not follow the log: " + failed.getMessage();
      }
    }
    if (database != null) {
      database.abandon();
    }
    LOG.warn("the catalogue's database is made anew from its log: {}", why);
    return anew(why);
  }

  private String unfit(Database database) {
    LogHead applied = database.applied();
    if (applied.index() > log.head().index()) {
      return "it was ahead of the log: entry %d of %d"
          .formatted(applied.index(), log.head().index());
    }
    return log.hashOf(applied.index()).equals(applied.hash()) ? "" : "it is of another log";
  }

  private Ready anew(String why) {
    Database.delete(folder);
    Database database;
    try {
      database = Database.open(folder);
    } catch (Unusable unusable) {
      throw new OperationFailed(
          unusable, FailureCode.CATALOGUE_REFUSED, String.valueOf(unusable.getMessage()));
    }
    try {
      return new Ready(database, replay(database), why);
    } catch (RuntimeException failed) {
      database.abandon();
      throw failed;
    }
  }

  private long replay(Database database) {
    LogHead applied = database.applied();
    long from = applied.index() + 1;
    Projection projection = new Projection(database.writer());
    int entries = 0;
    int bytes = 0;
    try (LogCursor cursor = log.from(from)) {
      while (cursor.next()) {
        apply(projection, cursor);
        applied = new LogHead(cursor.index(), cursor.hash());
        entries++;
        bytes += cursor.length();
        if (entries >= BATCH_ENTRIES || bytes >= BATCH_BYTES) {
          database.setApplied(applied);
          database.commit();
          entries = 0;
          bytes = 0;
        }
      }
    }
    if (entries > 0) {
      database.setApplied(applied);
      database.commit();
    }
    return applied.index() - from + 1;
  }

  private void apply(Projection projection, LogCursor cursor) {
    try {
      projection.apply(cursor.entry());
    } catch (OperationFailed | IllegalArgumentException unfit) {
      throw new OperationFailed(
          unfit,
          FailureCode.CATALOGUE_DAMAGED,
          folder.toString(),
          "entry %d cannot be applied: %s".formatted(cursor.index(), unfit.getMessage()));
    }
  }
}
