package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/// What live backups ask of the stripes that they need, at one time.
///
/// Tiers are numbered by demand, so that the larger number is the one that counts; −1: nobody asks.
final class LiveTiers {
  static final int NONE = -1;

  private static final BitSet NOTHING = new BitSet();

  private final List<Tier> tiers;
  private final Map<Integer, Line> lines = new HashMap<>();
  private final Map<Integer, Integer> byOrigin = new HashMap<>();

  private LiveTiers(List<Tier> tiers) {
    this.tiers = tiers;
  }

  /// Live backup numbers of a set in order, the tier of each, the most that any from there on asks,
  /// and all that those from there on ask.
  @SuppressWarnings("ArrayRecordComponent") // stored form, never compared
  private record Line(long[] counters, int[] tiers, int[] most, List<BitSet> later) {}

  private record Live(int number, int set, long counter, boolean open, Tier tier) {}

  static LiveTiers load(Handle handle, long nowMs) {
    return of(
        handle,
        "state IN ('RUNNING', 'INTERRUPTED') OR (state IN ('COMPLETE', 'UNDER_PROTECTED')"
            + " AND (expires_ms = 0 OR expires_ms > ?))",
        List.of(nowMs),
        Set.of());
  }

  /// The same of every backup that was not pruned: those whose retention has ended, and deleted
  /// ones, ask as they did before.
  ///
  /// @param without ids of backups that ask nothing
  static LiveTiers unpruned(Handle handle, Set<String> without) {
    return of(handle, "state NOT IN ('FAILED', 'PRUNED')", List.of(), without);
  }

  private static LiveTiers of(Handle handle, String where, List<Object> args, Set<String> without) {
    List<Live> backups =
        handle
            .select(
                "SELECT no, set_no, counter, state, CASE WHEN wanted = X'' THEN tier ELSE wanted"
                    + " END, id FROM backup WHERE "
                    + where
                    + " ORDER BY set_no, counter",
                args.toArray())
            .map((row, _) ->
                without.contains(row.getString(6))
                    ? null
                    : new Live(
                        row.getInt(1),
                        row.getInt(2),
                        row.getLong(3),
                        StripeTable.isOpen(BackupState.valueOf(row.getString(4))),
                        Tiers.of(row.getBytes(5))))
            .stream()
            .filter(Objects::nonNull)
            .toList();
    TreeSet<Tier> distinct = new TreeSet<>(Tiers.BY_DEMAND);
    backups.forEach(backup -> distinct.add(backup.tier()));
    LiveTiers live = new LiveTiers(List.copyOf(distinct));
    Map<Integer, List<Live>> bySet = new HashMap<>();
    for (Live backup : backups) {
      bySet.computeIfAbsent(backup.set(), _ -> new ArrayList<>()).add(backup);
      if (backup.open()) {
        live.byOrigin.put(backup.number(), live.numberOf(backup.tier()));
      }
    }
    bySet.forEach((set, list) -> live.lines.put(set, live.line(list)));
    return live;
  }

  /// Backups that are closed, listed and not expired, in the order of their numbers.
  static List<KindTally.Listed> listed(Handle handle, long nowMs) {
    return handle
        .select(
            "SELECT id, set_no, counter, CASE WHEN wanted = X'' THEN tier ELSE wanted END"
                + " FROM backup WHERE state IN ('COMPLETE',"
                + " 'UNDER_PROTECTED') AND (expires_ms = 0 OR expires_ms > ?) ORDER BY set_no,"
                + " counter",
            nowMs)
        .map((row, _) ->
            new KindTally.Listed(
                row.getString(1), row.getInt(2), row.getLong(3), Tiers.of(row.getBytes(4))))
        .list();
  }

  /// Number of a tier; [#NONE] when no live backup had it.
  int numberOf(Tier tier) {
    for (int at = 0; at < tiers.size(); at++) {
      if (Tiers.BY_DEMAND.compare(tiers.get(at), tier) == 0) {
        return at;
      }
    }
    return NONE;
  }

  private Line line(List<Live> backups) {
    int size = backups.size();
    long[] counters = new long[size];
    int[] asked = new int[size];
    int[] most = new int[size + 1];
    most[size] = NONE;
    List<BitSet> later = new ArrayList<>();
    later.add(new BitSet());
    for (int at = size - 1; at >= 0; at--) {
      counters[at] = backups.get(at).counter();
      asked[at] = numberOf(backups.get(at).tier());
      most[at] = Math.max(asked[at], most[at + 1]);
      later.add(with(later.getLast(), asked[at]));
    }
    return new Line(counters, asked, most, later.reversed());
  }

  private static BitSet with(BitSet some, int one) {
    if (some.get(one)) {
      return some;
    }
    BitSet more = (BitSet) some.clone();
    more.set(one);
    return more;
  }

  /// What the live backups of a run ask.
  int ofRun(int set, long from, long to) {
    Line line = lines.get(set);
    if (line == null) {
      return NONE;
    }
    int at = Arrays.binarySearch(line.counters(), from);
    at = at < 0 ? -at - 1 : at;
    if (to == BackupActs.OPEN) {
      return line.most()[at];
    }
    int asked = NONE;
    for (; at < line.counters().length && line.counters()[at] <= to; at++) {
      asked = Math.max(asked, line.tiers()[at]);
    }
    return asked;
  }

  /// Every tier of the live backups of a run.
  BitSet allOfRun(int set, long from, long to) {
    Line line = lines.get(set);
    if (line == null) {
      return NOTHING;
    }
    int at = Arrays.binarySearch(line.counters(), from);
    at = at < 0 ? -at - 1 : at;
    BitSet most = line.later().get(at);
    boolean reachesTheEnd =
        to == BackupActs.OPEN
            || line.counters().length == 0
            || line.counters()[line.counters().length - 1] <= to;
    if (reachesTheEnd) {
      return most;
    }
    BitSet asked = NOTHING;
    for (; line.counters()[at] <= to && !asked.equals(most); at++) {
      asked = with(asked, line.tiers()[at]);
    }
    return asked;
  }

  /// What an open backup asks of the stripes that it made.
  int ofOrigin(int backup) {
    return byOrigin.getOrDefault(backup, NONE);
  }

  Tier tier(int number) {
    return tiers.get(number);
  }

  List<Tier> tiers() {
    return tiers;
  }
}
