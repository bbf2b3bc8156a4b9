package com.plexichat.backup.agent;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Figures of the kill rounds. Only what really struck is a point.
final class KillTally {
  private final Map<KillPoint.Fault, Integer> faults = new EnumMap<>(KillPoint.Fault.class);
  private final Map<String, Integer> flows = new TreeMap<>();
  private final Map<String, Integer> calls = new TreeMap<>();
  private final Map<AgentFile, Integer> places = new EnumMap<>(AgentFile.class);
  int points;
  int missed;
  int rounds;
  int interrupted;
  int resumed;
  int dropped;
  int lost;
  int half;
  int falseAcks;
  int failed;

  void struck(KillPoint point, Trace.Seen at) {
    points++;
    faults.merge(point.fault(), 1, Integer::sum);
    flows.merge(point.flow(), 1, Integer::sum);
    calls.merge(at.call(), 1, Integer::sum);
    places.merge(at.file(), 1, Integer::sum);
  }

  /// What a round that failed broke, as its failure says.
  void broke(String why) {
    if (why.contains("half")) {
      half++;
    } else if (why.contains("after a failed sync")) {
      falseAcks++;
    } else if (why.contains("acknowledged")) {
      lost++;
    } else {
      failed++;
    }
  }

  void print(KillScene scene) {
    line("kills points", points + " (" + told(faults) + ")");
    line("kills not reached", Integer.toString(missed));
    line("kills by flow", told(flows));
    line("kills by call", told(calls));
    line("kills by file", told(places));
    line("kills rounds", Integer.toString(rounds));
    line("acknowledged lost", Integer.toString(lost));
    line("half-visible", Integer.toString(half));
    line("acks after failed fsync", Integer.toString(falseAcks));
    line("rounds that failed otherwise", Integer.toString(failed));
    line("restores compared", Integer.toString(scene.compared));
    line("restores ended and not told", Integer.toString(scene.untold));
    line("resumed after", resumed + " of " + interrupted + " interruptions");
    line("files dropped that a lie had called synced", Integer.toString(dropped));
  }

  private static String told(Map<?, Integer> counts) {
    return counts.entrySet().stream()
        .map(one ->
            (one.getKey() == KillPoint.Fault.LIE ? "fsync-lie" : one.getKey())
                + " "
                + one.getValue())
        .collect(Collectors.joining(", "));
  }

  static void line(String name, String value) {
    System.out.println(name + ": " + value);
  }
}
