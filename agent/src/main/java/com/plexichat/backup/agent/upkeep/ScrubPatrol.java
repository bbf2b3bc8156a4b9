package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.storage.BadCopy;
import com.plexichat.backup.agent.storage.Pace;
import com.plexichat.backup.agent.storage.ScrubReader;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads all of an agent's own shard files again and again, without being asked, and reports what
/// is gone or has other bytes.
///
/// A pass begins once in every period and is paced, so that it takes little of the disk. How far it
/// came is kept in a small file, and only after what was found there has been reported: a restart
/// goes on there, and rot that could not be told is found again.
public final class ScrubPatrol {
  private static final Logger LOG = LoggerFactory.getLogger(ScrubPatrol.class);

  /// How often and how fast.
  ///
  /// @param period between the beginnings of two passes
  /// @param bytesPerSecond that a pass reads at most, now; 0: no bound
  public record Settings(Duration period, LongSupplier bytesPerSecond) {}

  /// Port to the coordinator, who has each copy looked at and repaired.
  public interface Reports {
    /// Fails with UNREACHABLE when it is not told.
    void bad(List<BadCopy> copies);
  }

  /// @param position last shard that was read and reported; null: none
  /// @param wholeMs when the last pass began that came to its end; 0: none did
  private record Progress(long begunMs, @Nullable ShardId position, boolean done, long wholeMs) {
    /// The last field was not always there.
    private static final int FIELDS = 4;

    static Progress read(String text) {
      String[] fields = text.strip().split(" ", -1);
      if (fields.length != FIELDS && fields.length != FIELDS - 1) {
        throw new IllegalArgumentException(text);
      }
      return new Progress(
          Long.parseLong(fields[0]),
          fields[1].equals("-") ? null : ShardId.of(fields[1]),
          Boolean.parseBoolean(fields[2]),
          fields.length == FIELDS ? Long.parseLong(fields[FIELDS - 1]) : 0);
    }

    Progress at(@Nullable ShardId reached) {
      return new Progress(begunMs, reached, false, wholeMs);
    }

    String text() {
      return "%d %s %s %d%n"
          .formatted(begunMs, position == null ? "-" : position.hex(), done, wholeMs);
    }
  }

  private final ShardStore store;
  private final SmallFile file;
  private final Reports reports;
  private final Settings settings;
  private final InstantSource time;
  private volatile long wholeMs;

  public ScrubPatrol(
      ShardStore store, SmallFile file, Reports reports, Settings settings, InstantSource time) {
    this.store = store;
    this.file = file;
    this.reports = reports;
    this.settings = settings;
    this.time = time;
    this.wholeMs = progress().map(Progress::wholeMs).orElse(0L);
  }

  /// When the last pass began that came to its end, in epoch milliseconds; 0: none did. What was
  /// there then has been read since.
  public long wholeMs() {
    return wholeMs;
  }

  /// Begins a pass when one is due, or goes on with one that was broken off; returns when it ended
  /// or the thread was interrupted.
  public void round() {
    try {
      Instant now = time.instant();
      Optional<Progress> last = progress();
      boolean isOpen = last.isPresent() && !last.get().done();
      if (isOpen || last.isEmpty() || isDue(last.get(), now)) {
        pass(isOpen ? last.get() : new Progress(now.toEpochMilli(), null, false, wholeMs));
      }
    } catch (OperationFailed e) {
      LOG.warn("the scrub stops for now: {} {}", e.sentence(), e.nextAct());
    } catch (RuntimeException e) {
      LOG.error("the scrub failed", e);
    }
  }

  /// A clock that was set back does not put a pass off.
  private boolean isDue(Progress last, Instant now) {
    Instant begun = Instant.ofEpochMilli(last.begunMs());
    return now.isBefore(begun) || !now.isBefore(begun.plus(settings.period()));
  }

  private void pass(Progress from) {
    long[] found = new long[1];
    ScrubReader.Report end =
        store
            .scrub(Pace.of(settings.bytesPerSecond()))
            .run(
                from.position(),
                report -> {
                  if (!report.bad().isEmpty()) {
                    found[0] += report.bad().size();
                    report
                        .bad()
                        .forEach(bad -> LOG.warn("scrub: {} is {}", bad.path(), bad.damage()));
                    reports.bad(report.bad());
                  }
                  save(from.at(report.position()));
                });
    if (!Thread.currentThread().isInterrupted()) {
      save(new Progress(from.begunMs(), null, true, from.begunMs()));
      wholeMs = from.begunMs();
      LOG.info("scrub: {} files read, {} bad", end.checked(), found[0]);
    }
  }

  private void save(Progress progress) {
    file.replace(progress.text().getBytes(StandardCharsets.US_ASCII));
  }

  /// What cannot be read begins anew.
  private Optional<Progress> progress() {
    Optional<byte[]> bytes = file.read();
    try {
      return bytes.map(one -> Progress.read(new String(one, StandardCharsets.US_ASCII)));
    } catch (IllegalArgumentException e) {
      LOG.warn("how far the scrub came cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
