package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.floorplan.FloorPlan;
import com.plexichat.backup.floorplan.HouseRules;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The floor plan of the agent.
class FloorPlanTest {
  private static final String AGENT = FloorPlan.PRODUCT + ".agent";
  private static final String SHARED = FloorPlan.PRODUCT + ".shared";
  private static final String PROTO = FloorPlan.PRODUCT + ".proto";
  private static final String WIRE = SHARED + ".wire";
  private static final String CLIENT = SHARED + ".client";

  private static final FloorPlan PLAN =
      FloorPlan.of(AGENT)
          .everyRoomMay(SHARED + ".model", SHARED + ".plan", SHARED + ".failure")
          .room("io")
          .room("crypto")
          .room("coding")
          .room("metrics")
          .room("planning")
          .room("protocol", "planning")
          .room("content", "coding", "crypto", "io", WIRE, PROTO)
          .room("storage", "coding", "io", "metrics")
          .room("provider", "io", "metrics")
          .room("catalogue", "crypto", "io", WIRE, PROTO)
          .room("audit", "catalogue", "crypto")
          .room("security", "audit", "catalogue", "crypto", "io", CLIENT, WIRE, PROTO)
          .room("peers", "catalogue", "protocol", WIRE, PROTO)
          .room("transport", "metrics", "peers", "security", CLIENT, WIRE, PROTO)
          .room(
              "exchange",
              "coding",
              "crypto",
              "io",
              "metrics",
              "peers",
              "protocol",
              "security",
              "storage",
              "transport",
              WIRE,
              PROTO)
          .room("jobs", "catalogue", "metrics", WIRE, PROTO)
          .room(
              "ledger",
              "catalogue",
              "crypto",
              "jobs",
              "peers",
              "planning",
              "protocol",
              "security",
              WIRE,
              PROTO)
          .room("policy", "catalogue", "jobs", "planning", WIRE, PROTO)
          .room("alerts", "catalogue", "metrics")
          .room(
              "backup",
              "catalogue",
              "coding",
              "content",
              "crypto",
              "exchange",
              "io",
              "jobs",
              "ledger",
              "peers",
              "planning",
              "policy",
              "provider",
              WIRE,
              PROTO)
          .room(
              "recovery",
              "catalogue",
              "coding",
              "content",
              "crypto",
              "exchange",
              "io",
              "jobs",
              "peers",
              "planning",
              "policy",
              "provider",
              "storage",
              WIRE,
              PROTO)
          .room(
              "upkeep",
              "catalogue",
              "coding",
              "exchange",
              "jobs",
              "ledger",
              "peers",
              "planning",
              "policy",
              "provider",
              "storage",
              WIRE,
              PROTO)
          .room(
              "procedures",
              "alerts",
              "audit",
              "backup",
              "catalogue",
              "jobs",
              "peers",
              "policy",
              "recovery",
              "security",
              "upkeep",
              SHARED + ".procedure")
          .room(
              "api",
              "alerts",
              "audit",
              "backup",
              "catalogue",
              "coding",
              "content",
              "crypto",
              "exchange",
              "io",
              "jobs",
              "ledger",
              "metrics",
              "peers",
              "planning",
              "policy",
              "procedures",
              "protocol",
              "provider",
              "recovery",
              "security",
              "storage",
              "transport",
              "upkeep",
              SHARED + ".procedure",
              WIRE,
              PROTO)
          .room("cli", SHARED, WIRE, PROTO)
          .root();

  private static final JavaClasses CLASSES = FloorPlan.mainClasses(AGENT);

  @Test
  void roomsUseWhatTheirRowAllows() {
    assertEquals(List.of(), PLAN.problems(CLASSES));
  }

  @Test
  void plannersAndStepMachinesHaveNoEffects() {
    HouseRules.pure(AGENT + ".planning..", AGENT + ".protocol..").check(CLASSES);
  }

  @Test
  void stepMachinesKeepThingsInOrder() {
    HouseRules.noHashOrder(AGENT + ".protocol..").check(CLASSES);
  }

  @Test
  void whoHoldsShardsSeesNoKeys() {
    HouseRules.neverIn(
            List.of(AGENT + ".storage..", AGENT + ".upkeep.."),
            AGENT + ".crypto..",
            AGENT + ".content..",
            "javax.crypto..",
            "org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void bytesAndPlansKnowNoMessages() {
    HouseRules.neverIn(
            List.of(
                AGENT + ".planning..",
                AGENT + ".protocol..",
                AGENT + ".coding..",
                AGENT + ".crypto..",
                AGENT + ".io..",
                AGENT + ".storage..",
                AGENT + ".metrics.."),
            PROTO + "..",
            "com.google.protobuf..")
        .check(CLASSES);
  }

  @Test
  void theNetworkLibraryEndsWhereItShould() {
    HouseRules.onlyIn(
            List.of(AGENT, AGENT + ".api..", AGENT + ".transport.."), "io.grpc..", "io.netty..")
        .check(CLASSES);
  }

  @Test
  void sqlEndsInTheCatalogue() {
    HouseRules.onlyIn(
            List.of(AGENT + ".catalogue.."),
            "java.sql..",
            "javax.sql..",
            "org.h2..",
            "org.jdbi..",
            "org.flywaydb..",
            "com.zaxxer..")
        .check(CLASSES);
  }

  @Test
  void timeAndChanceComeByConstructor() {
    HouseRules.timeAndChanceComeByConstructor(AGENT + ".Agent", AGENT + ".AgentMain")
        .check(CLASSES);
  }

  @Test
  void namesSaySomething() {
    HouseRules.names().check(CLASSES);
  }
}
