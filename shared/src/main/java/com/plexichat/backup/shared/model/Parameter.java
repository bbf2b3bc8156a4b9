package com.plexichat.backup.shared.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people may tune: one value for the whole cluster each, in force without a restart.
///
/// Every one changes what the product does; what nothing reads has no place here.
public enum Parameter {
  TRANSFER_RATE(
      "transfer.rate",
      Kind.RATE,
      Range.WIRE,
      Parameter.UNLIMITED,
      "What each agent sends of shards in a second, to all peers together."),
  TRANSFER_PEER_RATE(
      "transfer.peer-rate",
      Kind.RATE,
      Range.WIRE,
      Parameter.UNLIMITED,
      "What each agent sends of shards in a second to one peer."),
  TRANSFER_HOURS(
      "transfer.hours",
      Kind.HOURS,
      Range.WIRE,
      Parameter.NONE,
      "Hours of the day (UTC) with a rate of their own in place of transfer.rate."),
  TRANSFER_RESTORE_RATE(
      "transfer.restore-rate",
      Kind.RATE,
      Range.READS,
      Parameter.UNLIMITED,
      "What each agent serves in a second to readers, such as restores."),
  TRANSFER_PARALLEL(
      "transfer.parallel",
      Kind.COUNT,
      new Range(1, 8),
      "4",
      "Stripes that one backup seals and sends at the same time."),
  SCRUB_RATE(
      "scrub.rate",
      Kind.RATE,
      Range.READS,
      "16MiB/s",
      "What each agent reads of its own shards in a second to find rot."),
  CHECK_PARALLEL(
      "check.parallel",
      Kind.COUNT,
      new Range(1, 32),
      "4",
      "Peers whose copies a check looks at at the same time."),
  PROOF_COPIES(
      "proof.copies",
      Kind.COUNT,
      new Range(1, 64),
      "4",
      "Copies that each peer proves in every round of challenges."),
  REPAIR_PARALLEL(
      "repair.parallel",
      Kind.COUNT,
      new Range(1, 64),
      "8",
      "Copies and rebuilds of stripes that a repair has under way at the same time."),
  COMPACTION_PERCENT(
      "compaction.percent",
      Kind.COUNT,
      new Range(0, 50),
      "25",
      "A stripe of which the newest backups need no more is sealed anew as far as they do."),
  TRASH_BUDGET(
      "trash.budget",
      Kind.SIZE,
      Range.DISKS,
      Parameter.UNLIMITED,
      "What the trash of all peers may hold together: a prune takes no more backups than fit.");

  /// No bound.
  public static final String UNLIMITED = "unlimited";

  /// Nothing is named.
  public static final String NONE = "none";

  /// How a value is written.
  public enum Kind {
    /// Bytes a second.
    RATE,
    /// Bytes.
    SIZE,
    COUNT,
    /// Hours of the day, each with a rate.
    HOURS
  }

  /// Least and most, both allowed.
  record Range(long least, long most) {
    private static final long FAST = 1L << 40;

    /// Below this a shard takes longer than peers have patience for.
    static final Range WIRE = new Range(256 << 10, FAST);

    static final Range READS = new Range(1 << 20, FAST);

    static final Range DISKS = new Range(1 << 10, 1L << 60);
  }

  private final String key;
  private final Kind kind;
  private final long least;
  private final long most;
  private final String usual;
  private final String sentence;

  Parameter(String key, Kind kind, Range range, String usual, String sentence) {
    this.key = key;
    this.kind = kind;
    this.least = range.least;
    this.most = range.most;
    this.usual = usual;
    this.sentence = sentence;
  }

  public String key() {
    return key;
  }

  public Kind kind() {
    return kind;
  }

  /// Its value while nobody gave it another.
  public String usual() {
    return usual;
  }

  /// What it bounds.
  public String sentence() {
    return sentence;
  }

  /// What it takes, in words that follow "Give".
  public String takes() {
    return switch (kind) {
      case RATE ->
          "a rate from %s to %s, such as 5MiB/s, or %s"
              .formatted(rateText(least), rateText(most), UNLIMITED);
      case SIZE -> "a size from %s, such as 200GiB, or %s".formatted(sizeText(least), UNLIMITED);
      case COUNT -> "a number from %d to %d".formatted(least, most);
      case HOURS ->
          "hours in UTC with rates from %s, such as 08:00-18:00=5MiB/s,18:00-22:00=20MiB/s, or %s"
              .formatted(rateText(least), NONE);
    };
  }

  /// The one way to write a value. Refuses what it does not take with an IllegalArgumentException
  /// that says why.
  public String canonical(String text) {
    return switch (kind) {
      case RATE -> rateText(bytes(text));
      case SIZE -> sizeText(bytes(text));
      case COUNT -> Long.toString(inRange(count(text), text));
      case HOURS -> TransferHours.parse(text, this::bytes).text();
    };
  }

  /// Bytes, or bytes a second; 0: no bound.
  long bytes(String text) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    if (value.equals(UNLIMITED)) {
      return 0;
    }
    boolean isRate = kind != Kind.SIZE && value.endsWith("/s");
    String size = isRate ? value.substring(0, value.length() - 2) : value;
    return inRange(ByteSize.parse(size).bytes(), text);
  }

  private static long count(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException no) {
      throw new IllegalArgumentException("it is not a whole number", no);
    }
  }

  private long inRange(long value, String text) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          value < least ? text.strip() + " is too little" : text.strip() + " is too much");
    }
    return value;
  }

  /// "5MiB/s", exactly what it was.
  public static String rateText(long bytes) {
    return bytes == 0 ? UNLIMITED : sizeText(bytes) + "/s";
  }

  /// "200GiB", exactly what it was.
  public static String sizeText(long bytes) {
    if (bytes == 0) {
      return UNLIMITED;
    }
    String units = "KMGT";
    int power = 0;
    long value = bytes;
    while (power < units.length() && value % 1024 == 0) {
      value /= 1024;
      power++;
    }
    return power == 0 ? value + "B" : value + units.substring(power - 1, power) + "iB";
  }

  public static Optional<Parameter> of(String key) {
    return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
  }

  /// The one whose key is most like what somebody wrote.
  public static Parameter nearest(String key) {
    return Arrays.stream(values())
        .min(Comparator.comparingInt(one -> distance(one.key, key)))
        .orElseThrow();
  }

  /// Signs to add, drop or exchange until one text is the other.
  private static int distance(String one, String other) {
    List<Integer> row = new ArrayList<>();
    for (int i = 0; i <= other.length(); i++) {
      row.add(i);
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row.getFirst();
      row.set(0, i);
      for (int j = 1; j <= other.length(); j++) {
        int exchanged = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row.get(j);
        row.set(j, Math.min(exchanged, 1 + Math.min(diagonal, row.get(j - 1))));
      }
    }
    return row.getLast();
  }
}
