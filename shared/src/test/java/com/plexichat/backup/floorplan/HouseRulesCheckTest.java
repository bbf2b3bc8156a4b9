package com.plexichat.backup.floorplan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.floorplan.planted.attic.BoxManager;
import com.plexichat.backup.floorplan.planted.hall.Impatient;
import com.plexichat.backup.floorplan.planted.hall.Patient;
import com.plexichat.backup.floorplan.planted.hall.Writer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The house rules fail where they should.
class HouseRulesCheckTest {
  private static final String HALL = FloorPlan.PRODUCT + ".floorplan.planted.hall";

  @Test
  void findsEveryWayToReadTimeAndChance() {
    ArchRule rule = HouseRules.timeAndChanceComeByConstructor();
    List<String> found = details(rule, Impatient.class);
    for (String way : List.of("calls", "refers", "wires", "counts", "draws", "sleeps")) {
      assertTrue(found.stream().anyMatch(one -> one.contains("." + way + "(")), way + found);
    }
    assertEquals(List.of(), details(rule, Patient.class));
  }

  @Test
  void exceptsTheNamedClasses() {
    ArchRule rule = HouseRules.timeAndChanceComeByConstructor(Impatient.class.getName());
    assertEquals(List.of(), details(rule, Impatient.class));
  }

  @Test
  void findsEffects() {
    assertEquals(2, details(HouseRules.pure(HALL), Writer.class).size());
    assertTrue(details(HouseRules.pure(HALL), Impatient.class).size() >= 6);
    assertEquals(List.of(), details(HouseRules.pure("elsewhere.."), Writer.class));
  }

  @Test
  void findsHashOrder() {
    assertEquals(3, details(HouseRules.noHashOrder(HALL), Writer.class).size());
    assertEquals(List.of(), details(HouseRules.noHashOrder(HALL), Patient.class));
  }

  @Test
  void findsUsesInTheWrongPlace() {
    assertTrue(
        details(HouseRules.onlyIn(List.of("elsewhere.."), "java.io.."), Writer.class).size() > 0);
    assertEquals(List.of(), details(HouseRules.onlyIn(List.of(HALL), "java.io.."), Writer.class));
    assertTrue(details(HouseRules.neverIn(List.of(HALL), "java.io.."), Writer.class).size() > 0);
  }

  @Test
  void findsCallsFromTheWrongClass() {
    String stream = "java.io.PrintStream";
    assertEquals(1, details(HouseRules.onlyFrom("Other", stream, "println"), Writer.class).size());
    ArchRule own = HouseRules.onlyFrom(Writer.class.getName(), stream, "println");
    assertEquals(List.of(), details(own, Writer.class));
  }

  @Test
  void findsNamesThatSayNothing() {
    assertEquals(1, details(HouseRules.names(), BoxManager.class).size());
    assertEquals(List.of(), details(HouseRules.names(), Writer.class));
  }

  private static List<String> details(ArchRule rule, Class<?> one) {
    return rule.evaluate(new ClassFileImporter().importClasses(one))
        .getFailureReport()
        .getDetails();
  }
}
