package com.plexichat.backup.agent;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/// What one agent is told by its file `agent.properties`: where it lies, where it listens, what it
/// offers.
///
/// @param name unique in the cluster
/// @param data folder of stores, catalogue and caches; holds no key
/// @param listen host:port of the mutual-TLS listener
/// @param enrolListen host:port of the enrolment listener; used by a coordinator only
/// @param capacity bytes of sealed shards that it keeps for others
/// @param timings of heartbeats and verdicts
public record AgentConfig(
    String name,
    Path data,
    String listen,
    String enrolListen,
    ByteSize capacity,
    Domains domains,
    Timings timings) {
  public static final String FILE = "agent.properties";

  /// Younger than the others: a file may lack it.
  private static final String TRASH = "trash-ms";

  private static final long LONGEST_MS = Duration.ofDays(90).toMillis();

  /// Failure domains of this machine.
  public record Domains(String owner, String region, String site) {}

  /// How soon silence is noticed.
  ///
  /// @param heartbeat between two signs of life
  /// @param suspect silence after which a peer gets no new shards
  /// @param down silence after which its copies no longer count
  /// @param upkeep between two looks for copies to repair
  /// @param scrub between two beginnings of reading all own shards again
  /// @param trash how long what was pruned can be brought back
  public record Timings(
      Duration heartbeat,
      Duration suspect,
      Duration down,
      Duration upkeep,
      Duration scrub,
      Duration trash) {
    public static final Timings DEFAULT =
        new Timings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ofDays(7),
            Duration.ofDays(7));

    /// How long this machine keeps what it was told to remove, in time that it served itself. A
    /// little less than a coordinator waits, because machines start and stop.
    public Duration rest() {
      return trash.multipliedBy(6).dividedBy(7);
    }

    private static final Duration LONGEST_CAPSULE = Duration.ofMinutes(1);

    /// Between two looks for log entries that are not in the capsule yet.
    public Duration capsule() {
      Duration two = heartbeat.multipliedBy(2);
      return two.compareTo(LONGEST_CAPSULE) < 0 ? two : LONGEST_CAPSULE;
    }
  }

  private static final Set<String> KEYS =
      new TreeSet<>(
          Set.of(
              "name",
              "data",
              "listen",
              "enrol-listen",
              "capacity",
              "owner",
              "region",
              "site",
              "heartbeat-ms",
              "suspect-ms",
              "down-ms",
              "upkeep-ms",
              "scrub-ms",
              TRASH));

  /// Reads the file in an agent's home; anything unknown, missing or unreadable in it is
  /// CONFIG_INVALID, and nothing is guessed.
  public static AgentConfig read(Path home) {
    Path file = home.resolve(FILE);
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (NoSuchFileException e) {
      throw invalid(file, "there is no such file");
    } catch (CharacterCodingException e) {
      throw invalid(file, "it is not text in UTF-8");
    } catch (IOException | IllegalArgumentException e) {
      throw invalid(file, e.getMessage() == null ? e.toString() : e.getMessage());
    }
    for (String key : properties.stringPropertyNames()) {
      if (!KEYS.contains(key)) {
        throw invalid(file, "it has an unknown key, " + key);
      }
    }
    return new Reading(file, properties).config();
  }

  /// The file's text.
  public String text() {
    StringBuilder out = new StringBuilder(400);
    line(out, "name", name);
    line(out, "data", data.toString());
    line(out, "listen", listen);
    line(out, "enrol-listen", enrolListen);
    line(out, "capacity", Long.toString(capacity.bytes()));
    line(out, "owner", domains.owner());
    line(out, "region", domains.region());
    line(out, "site", domains.site());
    line(out, "heartbeat-ms", Long.toString(timings.heartbeat().toMillis()));
    line(out, "suspect-ms", Long.toString(timings.suspect().toMillis()));
    line(out, "down-ms", Long.toString(timings.down().toMillis()));
    line(out, "upkeep-ms", Long.toString(timings.upkeep().toMillis()));
    line(out, "scrub-ms", Long.toString(timings.scrub().toMillis()));
    line(out, TRASH, Long.toString(timings.trash().toMillis()));
    return out.toString();
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append(key).append('=');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || (i == 0 && c == ' ')) {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('\n');
  }

  private static OperationFailed invalid(Path file, String why) {
    return new OperationFailed(FailureCode.CONFIG_INVALID, file.toString(), why);
  }

  /// One reading of one file.
  private record Reading(Path file, Properties properties) {
    AgentConfig config() {
      return new AgentConfig(
          text("name"),
          path("data"),
          address("listen"),
          address("enrol-listen"),
          size("capacity"),
          new Domains(text("owner"), text("region"), text("site")),
          new Timings(
              millis("heartbeat-ms"),
              millis("suspect-ms"),
              millis("down-ms"),
              millis("upkeep-ms"),
              millis("scrub-ms"),
              properties.containsKey(TRASH) ? millis(TRASH) : Timings.DEFAULT.trash()));
    }

    private String text(String key) {
      String value = properties.getProperty(key);
      if (value == null) {
        throw invalid(file, key + " is missing");
      }
      return value;
    }

    private Path path(String key) {
      try {
        return Path.of(text(key));
      } catch (InvalidPathException e) {
        throw invalid(file, key + " is no path: " + e.getReason());
      }
    }

    private String address(String key) {
      String value = text(key);
      int colon = value.lastIndexOf(':');
      try {
        int port = Integer.parseInt(value.substring(colon + 1));
        if (colon > 0 && port >= 0 && port < 65536) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw invalid(file, key + " is not HOST:PORT");
      }
      throw invalid(file, key + " is not HOST:PORT");
    }

    private ByteSize size(String key) {
      try {
        return ByteSize.parse(text(key));
      } catch (IllegalArgumentException e) {
        throw invalid(file, key + " is " + e.getMessage());
      }
    }

    private Duration millis(String key) {
      try {
        long value = Long.parseLong(text(key));
        if (value >= 50 && value <= LONGEST_MS) {
          return Duration.ofMillis(value);
        }
      } catch (NumberFormatException e) {
        throw invalid(file, key + " is not a number of milliseconds");
      }
      throw invalid(file, key + " is not between 50 and " + LONGEST_MS);
    }
  }
}
