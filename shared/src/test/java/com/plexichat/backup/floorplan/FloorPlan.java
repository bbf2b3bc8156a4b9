package com.plexichat.backup.floorplan;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The table that says which package of a module may use which other packages of the product.
///
/// A row names a room relative to the module's base package and covers the packages below it; the
/// row `x.*` makes every package directly below `x` a room of its own. A use is another row of the
/// table or, beginning with the product's package, a package of another module. The base package
/// itself is the root: its row covers only that package, and nobody may use it.
public final class FloorPlan {
  /// The package that all modules lie in.
  public static final String PRODUCT = "com.plexichat.backup";

  private static final String ROOT = "(root)";

  private final String base;
  private final Map<String, Set<String>> rows = new TreeMap<>();
  private final Set<String> everyRoomMay = new TreeSet<>();

  private FloorPlan(String base) {
    this.base = base;
  }

  /// Starts an empty table for the module whose classes lie in `base`.
  public static FloorPlan of(String base) {
    return new FloorPlan(base);
  }

  /// Lets every room use these packages of other modules.
  public FloorPlan everyRoomMay(String... uses) {
    everyRoomMay.addAll(Arrays.asList(uses));
    return this;
  }

  /// Adds the row of one room.
  public FloorPlan room(String name, String... uses) {
    if (rows.put(name, new TreeSet<>(Arrays.asList(uses))) != null) {
      throw new IllegalArgumentException("two rows for " + name);
    }
    return this;
  }

  /// Adds the row of the base package: it wires, so it may use everything.
  public FloorPlan root() {
    return room(ROOT, PRODUCT);
  }

  /// Reads the classes of a module's main code, without its tests.
  public static JavaClasses mainClasses(String... packages) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(packages);
    if (classes.isEmpty()) {
      throw new IllegalStateException("no classes in " + Arrays.toString(packages));
    }
    return classes;
  }

  /// Returns what breaks the table, one sentence each; empty when nothing does.
  public List<String> problems(JavaClasses classes) {
    Set<String> problems = new TreeSet<>(problemsOfTheTable());
    Map<String, Set<String>> used = usesOfTheTable();
    for (JavaClass one : classes) {
      Optional<String> row = rowOf(one.getPackageName());
      if (row.isEmpty()) {
        problems.add("no row for package " + one.getPackageName());
        continue;
      }
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        String from = placeOf(one.getPackageName());
        String to = placeOf(target);
        if (!within(target, PRODUCT) || from.equals(to)) {
          continue;
        }
        if (!from.equals(ROOT)) {
          used.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
        }
        if (!allowed(row.get(), target)) {
          problems.add(from + " may not use " + to + ": " + dependency.getDescription());
        }
      }
    }
    Cycles.in(used).ifPresent(cycle -> problems.add("cycle: " + String.join(" -> ", cycle)));
    return List.copyOf(problems);
  }

  private List<String> problemsOfTheTable() {
    List<String> problems = new ArrayList<>();
    rows.forEach((row, uses) ->
        uses.stream()
            .filter(use -> !within(use, PRODUCT) && !rows.containsKey(use))
            .forEach(use -> problems.add("row " + row + " uses " + use + ", which is no row")));
    return problems;
  }

  private Map<String, Set<String>> usesOfTheTable() {
    Map<String, Set<String>> uses = new TreeMap<>();
    rows.forEach((row, used) -> {
      if (!row.equals(ROOT)) {
        uses.put(row, new TreeSet<>(used));
      }
    });
    return uses;
  }

  private boolean allowed(String row, String target) {
    Set<String> uses = rows.getOrDefault(row, Set.of());
    if (uses.stream().anyMatch(use -> within(use, PRODUCT) && within(target, use))) {
      return true;
    }
    if (within(target, base)) {
      return rowOf(target).filter(uses::contains).isPresent();
    }
    return everyRoomMay.stream().anyMatch(use -> within(target, use));
  }

  /// The row that covers a package: the one with the longest name.
  private Optional<String> rowOf(String packageName) {
    if (packageName.equals(base)) {
      return rows.containsKey(ROOT) ? Optional.of(ROOT) : Optional.empty();
    }
    if (!within(packageName, base)) {
      return Optional.empty();
    }
    String[] path = packageName.substring(base.length() + 1).split("\\.", -1);
    return rows.keySet().stream()
        .filter(row -> covers(row, path))
        .max((one, other) -> Integer.compare(depth(one), depth(other)));
  }

  /// The room that a package belongs to, or for a package of another module that package.
  private String placeOf(String packageName) {
    Optional<String> row = rowOf(packageName);
    if (row.isEmpty() || row.get().equals(ROOT)) {
      return row.orElse(packageName);
    }
    String[] path = packageName.substring(base.length() + 1).split("\\.", -1);
    return String.join(".", Arrays.copyOf(path, depth(row.get())));
  }

  private static boolean covers(String row, String[] path) {
    String[] pattern = row.split("\\.", -1);
    if (pattern.length > path.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equals(path[i])) {
        return false;
      }
    }
    return true;
  }

  private static int depth(String row) {
    return row.split("\\.", -1).length;
  }

  private static boolean within(String packageName, String outer) {
    return packageName.equals(outer) || packageName.startsWith(outer + ".");
  }
}
