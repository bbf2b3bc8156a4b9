package com.plexichat.backup.agent;

import com.plexichat.backup.agent.KillPoint.Fault;
import com.plexichat.backup.agent.RealCluster.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Spreads kill points evenly over the calls that a dry run of each flow made.
final class KillPlan {
  /// What every agent that died does.
  static final String START = "start";

  private static final String OF_CAPSULES = "commit";
  private static final int POINTS = 8;
  private static final int POINTS_OF_AN_AGENT = 2;

  /// The golden ratio: however many numbers are taken, early, middle and late calls get their
  /// share.
  private static final double SPREAD = 0.618_034;

  private static final int LIES_EVERY = 4;

  private record Place(String flow, String agent, String call, AgentFile file) {
    String what() {
      return flow + " " + call + " " + file;
    }

    @Override
    public String toString() {
      return what() + " " + agent;
    }
  }

  private final Map<Place, Integer> most = new HashMap<>();
  private final Map<String, Integer> used = new HashMap<>();
  private final Random random;
  private int backups;

  KillPlan(Random random) {
    this.random = random;
  }

  /// Takes over what an agent did in a dry run. Capsules follow every flow by themselves, so that
  /// they are struck under one alone.
  void learn(String flow, Member member, Trace seen, Path below) throws Exception {
    seen.most(below)
        .forEach((what, count) -> {
          if (what.file() != AgentFile.CAPSULE || flow.equals(OF_CAPSULES)) {
            most.put(new Place(flow, member.name(), what.call(), what.file()), count);
          }
        });
  }

  /// Points at different calls, a few for each of some agents; a liar lies alone, so that no more
  /// is lost than is promised to be survived.
  List<KillPoint> next(KillFlow flow) {
    if (flow.bearsLies() && ++backups % LIES_EVERY == 2) {
      List<Place> liars =
          places(flow.name()).stream()
              .filter(place -> place.call().equals("fdatasync"))
              .filter(place -> !place.agent().equals(KillScene.COORDINATOR))
              .toList();
      return liars.isEmpty() ? List.of() : List.of(point(liars.getFirst(), Fault.LIE));
    }
    List<KillPoint> points = new ArrayList<>();
    Map<String, Integer> agents = new HashMap<>();
    Set<String> whats = new HashSet<>();
    for (Place place : places(flow.name())) {
      if (points.size() < POINTS
          && agents.getOrDefault(place.agent(), 0) < POINTS_OF_AN_AGENT
          && whats.add(place.what())) {
        agents.merge(place.agent(), 1, Integer::sum);
        points.add(point(place, fault(place)));
      }
    }
    return points;
  }

  /// A point in the start of an agent.
  Optional<KillPoint> start(String agent) {
    return places(START).stream()
        .filter(place -> place.agent().equals(agent))
        .findFirst()
        .map(place -> point(place, fault(place)));
  }

  /// What was taken least comes first.
  private List<Place> places(String flow) {
    Map<Place, Double> order = new HashMap<>();
    most.keySet().stream()
        .filter(place -> place.flow().equals(flow))
        .sorted(Comparator.comparing(Place::toString))
        .forEach(place -> order.put(place, uses(place) + random.nextDouble()));
    return order.keySet().stream().sorted(Comparator.comparing(order::get)).toList();
  }

  private int uses(Place place) {
    return used.getOrDefault(place.what(), 0) + used.getOrDefault(place.toString(), 0);
  }

  private KillPoint point(Place place, Fault fault) {
    used.merge(place.what(), 1, Integer::sum);
    int before = used.merge(place.toString(), 1, Integer::sum);
    double share = (before * SPREAD + random.nextDouble() / 4) % 1;
    // A thread makes as many calls as the busiest one did now and then only: early ones prevail.
    int number = 1 + (int) (share * share * most.getOrDefault(place, 1));
    return new KillPoint(place.flow(), place.agent(), place.call(), place.file(), number, fault);
  }

  /// Where strace cannot tell files apart, a `write` may be one to a socket or an eventfd, which
  /// have no errors of disks: such a one kills.
  private Fault fault(Place place) {
    String call = place.call();
    if (random.nextInt(10) < 6 || (call.equals("write") && !place.file().isNamed())) {
      return Fault.KILL;
    }
    return KillPoint.isSync(call) || call.startsWith("unlink") || random.nextBoolean()
        ? Fault.EIO
        : Fault.ENOSPC;
  }

  @Override
  public String toString() {
    return most.entrySet().stream()
        .map(one -> one.getKey() + " " + one.getValue())
        .sorted()
        .toList()
        .toString();
  }
}
