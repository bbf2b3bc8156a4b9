package com.plexichat.backup.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.floorplan.FloorPlan;
import com.plexichat.backup.floorplan.HouseRules;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The floor plan of the shared module, and of the messages below it.
class FloorPlanTest {
  private static final String SHARED = FloorPlan.PRODUCT + ".shared";
  private static final String PROTO = FloorPlan.PRODUCT + ".proto";

  private static final FloorPlan PLAN =
      FloorPlan.of(SHARED)
          .room("model")
          .room("plan", "model")
          .room("procedure", "model")
          .room("failure", "model")
          .room("wire", "model", "plan", "procedure", "failure", PROTO)
          .room("client", "model", "plan", "procedure", "failure", "wire", PROTO);

  private static final JavaClasses CLASSES = FloorPlan.mainClasses(SHARED);

  @Test
  void roomsUseWhatTheirRowAllows() {
    assertEquals(List.of(), PLAN.problems(CLASSES));
  }

  @Test
  void messagesUseNothingOfOurs() {
    FloorPlan alone = FloorPlan.of(PROTO).root();
    JavaClasses messages = FloorPlan.mainClasses(PROTO);
    assertEquals(List.of(), alone.problems(messages));
    HouseRules.neverIn(List.of(PROTO + ".."), SHARED + "..").check(messages);
  }

  @Test
  void onlyTheClientKnowsTheNetwork() {
    HouseRules.onlyIn(List.of(SHARED + ".client.."), "io.grpc..", "io.netty..").check(CLASSES);
  }

  @Test
  void timeAndChanceComeByConstructor() {
    HouseRules.timeAndChanceComeByConstructor().check(CLASSES);
  }

  @Test
  void namesSaySomething() {
    HouseRules.names().check(CLASSES);
  }
}
