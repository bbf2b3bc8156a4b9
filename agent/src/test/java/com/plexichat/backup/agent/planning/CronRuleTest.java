package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When rules come: against times worked out by hand, and against every minute of two months.
class CronRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * *           | 2026-03-01T02:00:00Z | 2026-03-02T02:00:00Z",
        "0 2 * * *           | 2026-03-01T01:59:59Z | 2026-03-01T02:00:00Z",
        "*/15 * * * *        | 2026-03-01T00:07:30Z | 2026-03-01T00:15:00Z",
        "*/15 * * * *        | 2026-12-31T23:45:00Z | 2027-01-01T00:00:00Z",
        // the day before, on and after which clocks go forward in Europe
        "30 2 * * *          | 2026-03-28T02:30:00Z | 2026-03-29T02:30:00Z",
        "30 2 * * *          | 2026-03-29T02:30:00Z | 2026-03-30T02:30:00Z",
        "0 0 29 2 *          | 2026-03-01T00:00:00Z | 2028-02-29T00:00:00Z",
        // 2100 is no leap year
        "0 0 29 2 *          | 2096-02-29T00:00:00Z | 2104-02-29T00:00:00Z",
        "0 0 31 * *          | 2026-03-31T00:00:00Z | 2026-05-31T00:00:00Z",
        "0 0 30 * *          | 2027-01-30T00:00:00Z | 2027-03-30T00:00:00Z",
        "0 12 * * mon-fri    | 2026-03-06T12:00:00Z | 2026-03-09T12:00:00Z",
        // day or weekday: Monday the 9th, then the 15th, a Sunday
        "0 0 1,15 * 1        | 2026-03-02T00:00:00Z | 2026-03-09T00:00:00Z",
        "0 0 1,15 * 1        | 2026-03-09T00:00:00Z | 2026-03-15T00:00:00Z",
        "5-10/2 3 * * *      | 2026-03-01T03:05:00Z | 2026-03-01T03:07:00Z",
        "5-10/2 3 * * *      | 2026-03-01T03:09:00Z | 2026-03-02T03:05:00Z",
        "20/20 * * * *       | 2026-03-01T03:40:00Z | 2026-03-01T04:20:00Z",
        "0 0 * * 7           | 2026-03-02T00:00:00Z | 2026-03-08T00:00:00Z",
        "0 0 * * 0           | 2026-03-02T00:00:00Z | 2026-03-08T00:00:00Z",
        "0 0 * * Fri-Sun     | 2026-03-05T00:00:00Z | 2026-03-06T00:00:00Z",
        "0 0 * * fri-sun     | 2026-03-08T00:00:00Z | 2026-03-13T00:00:00Z",
        "0 0 1 JAN,jul *     | 2026-03-01T00:00:00Z | 2026-07-01T00:00:00Z",
        "59 23 31 12 *       | 2026-01-01T00:00:00Z | 2026-12-31T23:59:00Z",
      })
  void comesNext(String rule, String after, String next) {
    CronRule parsed = CronRule.parse(rule);
    assertEquals(Instant.parse(next), parsed.next(Instant.parse(after)));
    assertEquals(Instant.parse(next), parsed.previous(Instant.parse(next)));
    assertEquals(Instant.parse(next), parsed.previous(Instant.parse(next).plusSeconds(59)));
    assertTrue(parsed.previous(Instant.parse(next).minusNanos(1)).isBefore(Instant.parse(next)));
  }

  @Test
  void agreesWithEveryMinuteOfTwoMonths() {
    Map<String, Predicate<LocalDateTime>> rules =
        Map.of(
            "7,37 */5 * * *",
            at -> List.of(7, 37).contains(at.getMinute()) && at.getHour() % 5 == 0,
            "0 22-23 * feb-mar sat",
            at ->
                at.getMinute() == 0
                    && at.getHour() >= 22
                    && at.getMonthValue() <= 3
                    && at.getMonthValue() >= 2
                    && at.getDayOfWeek() == DayOfWeek.SATURDAY,
            "10 4 */10 * *",
            at -> at.getMinute() == 10 && at.getHour() == 4 && (at.getDayOfMonth() - 1) % 10 == 0,
            "0 3 28-31 * tue",
            at ->
                at.getMinute() == 0
                    && at.getHour() == 3
                    && (at.getDayOfMonth() >= 28 || at.getDayOfWeek() == DayOfWeek.TUESDAY));
    Instant begin = Instant.parse("2026-02-15T00:00:00Z");
    Instant end = begin.plus(Duration.ofDays(60));
    rules.forEach((rule, isOn) -> {
      List<Instant> wanted = new ArrayList<>();
      for (Instant at = begin; at.isBefore(end); at = at.plus(1, ChronoUnit.MINUTES)) {
        if (isOn.test(LocalDateTime.ofInstant(at, ZoneOffset.UTC))) {
          wanted.add(at);
        }
      }
      assertTrue(wanted.size() >= 7, rule);
      CronRule parsed = CronRule.parse(rule);
      List<Instant> forward = new ArrayList<>();
      for (Instant at = parsed.next(begin.minusNanos(1)); at.isBefore(end); at = parsed.next(at)) {
        forward.add(at);
      }
      assertEquals(wanted, forward, rule);
      List<Instant> back = new ArrayList<>();
      for (Instant at = parsed.previous(end.minusNanos(1));
          !at.isBefore(begin);
          at = parsed.previous(at.minusNanos(1))) {
        back.addFirst(at);
      }
      assertEquals(wanted, back, rule);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "every 5m         | */5 * * * *",
        "every 30min      | */30 * * * *",
        "Every 60m        | 0 * * * *",
        "every 1h         | 0 * * * *",
        "every 360m       | 0 */6 * * *",
        "every 12h        | 0 */12 * * *",
        "every 1d         | 0 0 * * *",
        "every 24h        | 0 0 * * *",
        "daily at 02:00   | 0 2 * * *",
        "daily 23:59      | 59 23 * * *",
        "  0   2 * *  MON | 0 2 * * mon",
      })
  void shorthandsAreRules(String told, String text) {
    assertEquals(text, CronRule.parse(told).text());
    assertEquals(CronRule.parse(text), CronRule.parse(told));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 31 2 *        | never comes",
        "0 0 30 feb *      | never comes",
        "0 0 31 4,6,9,11 * | never comes",
        "*/0 * * * *       | minute field */0 has a step of 0",
        "0 */0 * * *       | hour field */0 has a step of 0",
        "60 * * * *        | minute field 60 has 60, which is not from 0 to 59",
        "0 24 * * *        | hour field 24",
        "0 0 0 * *         | day field 0",
        "0 0 * 13 *        | month field 13",
        "0 0 * * 8         | weekday field 8",
        "0 0 * foo *       | month field foo has foo, which is no month",
        "0 0 * * noday     | which is no weekday",
        "5-1 * * * *       | runs backwards in 5-1",
        "0 0 * * fri-tue   | runs backwards",
        "1, * * * *        | lacks a number",
        "-5 * * * *        | lacks a number",
        "1-2-3 * * * *     | has 2-3",
        "*/99 * * * *      | a step of 99",
        "99999 * * * *     | has 99999",
        "0 2 * *           | it has 4 fields",
        "0 2 * * * *       | it has 6 fields",
        "often             | it has 1 field,",
        "@daily            | it has 1 field,",
        "every 7m          | does not part into 7 minutes",
        "every 0m          | does not part into 0 minutes",
        "every 5h          | does not part into 5 hours",
        "every 2d          | days are not all of one length",
        "every now         | it is not like every 15m",
        "daily at noon     | it is not like daily at 02:00",
        "daily at 24:00    | hour field 24",
        "daily at 02:60    | minute field 60",
      })
  void whatIsNoRuleIsRefusedWithWhatAndWhere(String rule, String why) {
    OperationFailed refused = assertThrows(OperationFailed.class, () -> CronRule.parse(rule));
    assertEquals(FailureCode.RULE_INVALID, refused.code());
    assertTrue(refused.sentence().contains(why), refused::sentence);
    assertTrue(refused.sentence().contains("\"" + rule + "\""), refused::sentence);
  }

  @Test
  void nothingIsNoRuleEither() {
    OperationFailed refused = assertThrows(OperationFailed.class, () -> CronRule.parse("  "));
    assertTrue(refused.sentence().contains("it has no field"), refused::sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *      | 1",
        "*/5 * * * *    | 5",
        "0,58 * * * *   | 2",
        // over the end of the hour, where the next one comes too
        "3,59 * * * *   | 4",
        "3,59 3 * * *   | 56",
        "0 * * * *      | 60",
        "30 23,0 * * *  | 60",
        "0 2 * * *      | 1440",
      })
  void knowsItsShortestGap(String rule, int minutes) {
    assertEquals(Duration.ofMinutes(minutes), CronRule.parse(rule).shortestGap());
  }
}
