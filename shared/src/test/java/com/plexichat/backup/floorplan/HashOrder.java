package com.plexichat.backup.floorplan;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Map;
import java.util.Set;

/// The calls that make a collection whose order depends on hashes or changes from run to run.
final class HashOrder {
  private static final Set<String> TYPES =
      Set.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap");

  private static final Map<String, Set<String>> METHODS =
      Map.of(
          "java.util.Map", Set.of("of", "ofEntries", "copyOf"),
          "java.util.Set", Set.of("of", "copyOf"),
          "java.util.stream.Collectors", Set.of("toSet", "toUnmodifiableSet", "toUnmodifiableMap"),
          "java.lang.System", Set.of("identityHashCode"));

  /// Collectors that make a HashMap unless they are given a factory: the number of arguments from
  /// which they are.
  private static final Map<String, Integer> ORDERED_FROM = Map.of("groupingBy", 3, "toMap", 4);

  private HashOrder() {}

  static boolean isMadeBy(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    if (TYPES.contains(owner) || METHODS.getOrDefault(owner, Set.of()).contains(name)) {
      return true;
    }
    return owner.equals("java.util.stream.Collectors")
        && access.getTarget() instanceof CodeUnitAccessTarget target
        && target.getRawParameterTypes().size() < ORDERED_FROM.getOrDefault(name, 0);
  }
}
