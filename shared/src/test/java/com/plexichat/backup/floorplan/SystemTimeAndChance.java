package com.plexichat.backup.floorplan;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The calls that bring the system's time or chance into the code, or wait for time to pass.
final class SystemTimeAndChance {
  private static final Map<String, Set<String>> METHODS =
      Map.ofEntries(
          Map.entry("java.lang.System", Set.of("currentTimeMillis")),
          Map.entry("java.lang.Thread", Set.of("sleep")),
          Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep")),
          Map.entry("java.time.InstantSource", Set.of("system")),
          Map.entry(
              "java.time.Clock",
              Set.of(
                  "system",
                  "systemUTC",
                  "systemDefaultZone",
                  "tickMillis",
                  "tickSeconds",
                  "tickMinutes")),
          Map.entry("java.util.Calendar", Set.of("getInstance")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
          Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")));

  private static final Set<String> NO_ARGUMENTS =
      Set.of("java.util.Date", "java.util.Random", "java.util.SplittableRandom");

  private SystemTimeAndChance() {}

  static boolean isReadBy(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    if (METHODS.getOrDefault(owner, Set.of()).contains(name)) {
      return true;
    }
    if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
      return false;
    }
    List<String> parameters =
        target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    return switch (name) {
      case "<init>" -> NO_ARGUMENTS.contains(owner) && parameters.isEmpty();
      case "now" -> owner.startsWith("java.time.") && !parameters.contains("java.time.Clock");
      case "shuffle" -> owner.equals("java.util.Collections") && parameters.size() == 1;
      default -> false;
    };
  }
}
