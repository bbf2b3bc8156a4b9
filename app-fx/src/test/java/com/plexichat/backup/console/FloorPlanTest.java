package com.plexichat.backup.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.floorplan.FloorPlan;
import com.plexichat.backup.floorplan.HouseRules;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The floor plan of the console.
class FloorPlanTest {
  private static final String CONSOLE = FloorPlan.PRODUCT + ".console";
  private static final String SHARED = FloorPlan.PRODUCT + ".shared";

  private static final FloorPlan PLAN =
      FloorPlan.of(CONSOLE)
          .room(
              "state",
              SHARED + ".model",
              SHARED + ".plan",
              SHARED + ".procedure",
              SHARED + ".failure",
              SHARED + ".client")
          .room("kit", "state", SHARED + ".model", SHARED + ".failure", SHARED + ".client")
          .room("nav", "kit", "state", SHARED + ".model")
          .room("screens.*", "kit", "nav", "state", SHARED)
          .root();

  private static final JavaClasses CLASSES = FloorPlan.mainClasses(CONSOLE);

  @Test
  void roomsUseWhatTheirRowAllows() {
    assertEquals(List.of(), PLAN.problems(CLASSES));
  }

  @Test
  void stateKnowsNoToolkit() {
    HouseRules.neverIn(List.of(CONSOLE + ".state.."), "javafx..").check(CLASSES);
  }

  @Test
  void modelsOfScreensKnowNoControls() {
    noClasses()
        .that()
        .resideInAPackage(CONSOLE + ".screens..")
        .and()
        .haveSimpleNameEndingWith("Model")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx.scene..", "javafx.stage..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyTheBridgeTouchesTheToolkitsThread() {
    HouseRules.onlyFrom(CONSOLE + ".kit.FxBridge", "javafx.application.Platform", "runLater")
        .check(CLASSES);
  }

  @Test
  void messagesAndNetworkStayOutside() {
    HouseRules.neverIn(
            List.of(CONSOLE + ".."),
            FloorPlan.PRODUCT + ".proto..",
            "com.google.protobuf..",
            "io.grpc..",
            "io.netty..")
        .check(CLASSES);
  }

  @Test
  void timeAndChanceComeByConstructor() {
    HouseRules.timeAndChanceComeByConstructor(CONSOLE + ".Console").check(CLASSES);
  }

  @Test
  void namesSaySomething() {
    HouseRules.names().check(CLASSES);
  }
}
