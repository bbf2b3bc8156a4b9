package com.plexichat.backup.floorplan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The floor plan fails where it should.
class FloorPlanCheckTest {
  private static final String BASE = FloorPlan.PRODUCT + ".floorplan.planted";

  @Test
  void namesAPackageWithoutARow() {
    assertEquals(
        List.of("no row for package " + BASE + ".attic"),
        FloorPlan.of(BASE).room("cellar").problems(planted("attic")));
  }

  @Test
  void namesAUseThatIsNotInTheTable() {
    List<String> problems =
        FloorPlan.of(BASE).room("cellar").room("kitchen").problems(planted("kitchen"));
    assertFound(problems, "kitchen may not use cellar: ");
  }

  @Test
  void namesAUseOfAnotherModule() {
    FloorPlan plan = FloorPlan.of(BASE).room("kitchen").everyRoomMay(FloorPlan.PRODUCT + ".proto");
    assertFound(plan.problems(planted("kitchen")), "kitchen may not use " + BASE + ".cellar: ");
  }

  @Test
  void letsEveryRoomUseWhatEveryRoomMay() {
    String other = FloorPlan.PRODUCT + ".floorplan";
    FloorPlan plan = FloorPlan.of(BASE + ".kitchen").everyRoomMay(other);
    assertFound(plan.problems(planted("kitchen")), "no row for package " + BASE + ".kitchen");
    assertEquals(List.of(), plan.root().problems(planted("kitchen")));
  }

  @Test
  void namesACycleInTheTable() {
    FloorPlan plan = FloorPlan.of(BASE).room("cellar", "kitchen").room("kitchen", "cellar");
    assertEquals(
        List.of("cycle: cellar -> kitchen -> cellar"), plan.problems(planted("cellar", "kitchen")));
  }

  @Test
  void namesACycleInTheCode() {
    FloorPlan plan = FloorPlan.of(BASE).room("cellar").room("kitchen");
    assertFound(plan.problems(planted("cellar", "kitchen")), "cycle: cellar -> kitchen -> cellar");
  }

  @Test
  void keepsScreensApart() {
    FloorPlan apart = FloorPlan.of(BASE).room("screens.*");
    assertFound(apart.problems(planted("screens")), "screens.one may not use screens.two: ");
    FloorPlan together = FloorPlan.of(BASE).room("screens");
    assertEquals(List.of(), together.problems(planted("screens")));
  }

  @Test
  void letsNobodyUseTheRoot() {
    FloorPlan plan = FloorPlan.of(FloorPlan.PRODUCT + ".floorplan").root().room("planted");
    JavaClasses classes = new ClassFileImporter().importPackages(BASE + ".garden");
    assertFound(plan.problems(classes), "planted may not use (root): ");
  }

  @Test
  void namesARowThatDoesNotExist() {
    assertEquals(
        List.of("row cellar uses garage, which is no row"),
        FloorPlan.of(BASE).room("cellar", "garage").problems(planted("nothing")));
  }

  @Test
  void refusesToCheckNothing() {
    assertThrows(IllegalStateException.class, () -> FloorPlan.mainClasses(BASE + ".nothing"));
  }

  @Test
  void acceptsWhatTheTableAllows() {
    FloorPlan plan = FloorPlan.of(BASE).room("cellar").room("kitchen", "cellar");
    assertEquals(List.of(), plan.problems(planted("kitchen")));
  }

  private static JavaClasses planted(String... packages) {
    String[] names = new String[packages.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = BASE + "." + packages[i];
    }
    return new ClassFileImporter().importPackages(names);
  }

  private static void assertFound(List<String> problems, String beginning) {
    assertTrue(
        problems.stream().anyMatch(problem -> problem.startsWith(beginning)), problems::toString);
  }
}
