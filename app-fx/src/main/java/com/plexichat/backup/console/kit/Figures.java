package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.Durability;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// How numbers, sizes and times are written, everywhere the same.
public final class Figures {
  private static final String UNITS = "kMGTPE";

  /// What arithmetic leaves of a whole number.
  private static final double ROUNDING = 1e-6;

  private final Texts texts;
  private final Settings settings;
  private final InstantSource clock;
  private final DecimalFormat whole;
  private final DecimalFormat tenths;
  private final DecimalFormat hundredths;
  private final DateTimeFormatter exact;
  private final DateTimeFormatter time;
  private final DateTimeFormatter clockHere;
  private final DateTimeFormatter dayHere;
  private final DateTimeFormatter dates;
  private final DateTimeFormatter months;
  private final ZoneId zone;

  public Figures(Texts texts, Settings settings, InstantSource clock) {
    this.texts = texts;
    this.settings = settings;
    this.clock = clock;
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(texts.locale());
    symbols.setGroupingSeparator('\u202f');
    this.whole = new DecimalFormat("#,##0", symbols);
    this.tenths = new DecimalFormat("#,##0.0", symbols);
    this.hundredths = new DecimalFormat("#,##0.00", symbols);
    this.zone = settings.zone().orElseGet(ZoneId::systemDefault);
    this.exact =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", texts.locale()).withZone(zone);
    this.clockHere = DateTimeFormatter.ofPattern("HH:mm", texts.locale()).withZone(zone);
    this.dayHere = DateTimeFormatter.ofPattern("EEE d MMM", texts.locale()).withZone(zone);
    this.dates = DateTimeFormatter.ofPattern("EEE d MMM yyyy", texts.locale());
    this.months = DateTimeFormatter.ofPattern("LLL yyyy", texts.locale());
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss", texts.locale()).withZone(zone);
  }

  /// "1 234 567", with thin separators.
  public String count(long number) {
    return whole.format(number);
  }

  /// "1 095 days", the time that a tier keeps.
  public String days(long days) {
    return texts.text("figures.wholeDays", days, count(days));
  }

  /// "97.9 %"; 100 and 0 only when it is exactly that.
  public String percent(double percent) {
    if (Math.abs(percent - Math.rint(percent)) < ROUNDING) {
      return whole.format(Math.rint(percent)) + "\u202f%";
    }
    double shown = Math.clamp(Math.rint(percent * 10) / 10, 0.1, 99.9);
    return tenths.format(percent > 100 ? percent : shown) + "\u202f%";
  }

  /// "3.0"
  public String decimal(double number) {
    return tenths.format(number);
  }

  /// "2.97", as the command line writes it.
  public String mean(double number) {
    return hundredths.format(number);
  }

  /// "8.5"; "9" is the most that is told, and not a tenth of it.
  public String nines(double nines) {
    return nines >= Durability.MOST ? whole.format(Durability.MOST) : tenths.format(nines);
  }

  /// "1.2 GiB" or "1.3 GB"; three digits at most.
  public String bytes(long bytes) {
    if (settings.units() == Settings.Units.BINARY) {
      return new ByteSize(bytes)
          .toString()
          .replace('.', tenths.getDecimalFormatSymbols().getDecimalSeparator())
          .replace(' ', '\u202f');
    }
    double value = bytes;
    int power = 0;
    while (Math.abs(value) >= 999.5 && power < UNITS.length()) {
      value /= 1000;
      power++;
    }
    if (power == 0) {
      return bytes + "\u202fB";
    }
    String digits = value < 9.95 ? tenths.format(value) : whole.format(value);
    return digits + "\u202f" + UNITS.charAt(power - 1) + "B";
  }

  /// "12 MiB/s"
  public String rate(double bytesPerSecond) {
    return bytes(Math.round(bytesPerSecond)) + "/s";
  }

  /// "3 h 12 min", "4.2 s", "120 ms": two units at most.
  public String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return texts.text("figures.millis", whole.format(millis));
    }
    if (millis < 10_000) {
      return texts.text("figures.seconds", tenths.format(millis / 1000.0));
    }
    long seconds = Math.round(millis / 1000.0);
    if (seconds < 60) {
      return texts.text("figures.seconds", whole.format(seconds));
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return two(minutes, "figures.minutes", seconds % 60, "figures.seconds");
    }
    long hours = minutes / 60;
    if (hours < 48) {
      return two(hours, "figures.hours", minutes % 60, "figures.minutes");
    }
    return two(hours / 24, "figures.days", hours % 24, "figures.hours");
  }

  private String two(long large, String largeKey, long small, String smallKey) {
    String first = texts.text(largeKey, whole.format(large));
    return small == 0 || large >= 10
        ? first
        : first + " " + texts.text(smallKey, whole.format(small));
  }

  /// "2 min ago"; what lies ahead: "in 2 min".
  public String ago(Instant when) {
    Duration since = Duration.between(when, clock.instant());
    if (since.abs().compareTo(Duration.ofSeconds(5)) < 0) {
      return texts.text("figures.now");
    }
    return since.isNegative()
        ? texts.text("figures.ahead", coarse(since.negated()))
        : texts.text("figures.ago", coarse(since));
  }

  private String coarse(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return texts.text("figures.seconds", whole.format(seconds));
    }
    if (seconds < 3_600) {
      return texts.text("figures.minutes", whole.format(seconds / 60));
    }
    if (seconds < 48 * 3_600) {
      return texts.text("figures.hours", whole.format(seconds / 3_600));
    }
    return texts.text("figures.days", whole.format(seconds / 86_400));
  }

  /// As [#ago]; a word when there is none.
  public String ago(Optional<Instant> when) {
    return when.map(this::ago).orElseGet(() -> texts.text("figures.never"));
  }

  /// "2026-11-25 20:55:09 UTC"
  public String exact(Instant when) {
    return exact.format(when);
  }

  /// "20:55:09"
  public String time(Instant when) {
    return time.format(when);
  }

  /// "20:55"
  public String clock(Instant when) {
    return clockHere.format(when);
  }

  /// "20:55" in UTC, wherever one is.
  public String clockInUtc(Instant when) {
    return clockHere.withZone(ZoneOffset.UTC).format(when);
  }

  /// "Thu 26 Nov"
  public String day(Instant when) {
    return dayHere.format(when);
  }

  /// "Thu 26 Nov 2026"
  public String date(LocalDate day) {
    return dates.format(day);
  }

  /// "Nov 2026"
  public String month(YearMonth month) {
    return months.format(month);
  }

  /// "Thu 26 Nov 21:55 (20:55 UTC)"; where the zone is UTC the clock stands once.
  public String dayAndClock(Instant when) {
    return isUtc(when)
        ? texts.text("figures.dayUtc", day(when), clock(when))
        : texts.text("figures.dayBoth", day(when), clock(when), clockInUtc(when));
  }

  /// Whether the clock here goes as that of UTC then.
  public boolean isUtc(Instant when) {
    return zone.getRules().getOffset(when).equals(ZoneOffset.UTC);
  }

  /// The zone in which times are told.
  public ZoneId zone() {
    return zone;
  }

  /// How many of one unit of size make the next: 1024 or 1000.
  public int unitStep() {
    return settings.units() == Settings.Units.BINARY ? 1024 : 1000;
  }

  /// Locale of numbers and words.
  public Locale locale() {
    return texts.locale();
  }
}
