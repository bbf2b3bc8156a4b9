package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.LifecycleRules.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleRulesTest {
  private static String tier(String... paths) {
    return LifecycleRules.SEEDS.decide(List.of(paths)).tier();
  }

  @Test
  void theSeedRulesOfTheRunbooks() {
    assertEquals("critical", tier("/srv/critical/db"));
    assertEquals("critical", tier("/srv/critical"), "the folder itself");
    assertEquals("silver", tier("/srv/operational/logs"));
    assertEquals("silver", tier("/home"), "what none matches");
    assertEquals("silver", tier("/srv/criticality/x"));
    assertEquals("critical", tier("/a/operational/critical/x"), "the lowest rank counts");
  }

  @Test
  void pathsThatDifferAndRulesThatTieSayNothing() {
    String differ = LifecycleRules.SEEDS.decide(List.of("/srv/critical/db", "/home")).conflict();
    assertTrue(differ.contains("/srv/critical/db is critical by */critical/*"), differ);
    assertTrue(differ.contains("/home is silver by no rule"), differ);
    assertEquals("silver", tier("/home", "/srv/operational/x"), "the same by another way");
    LifecycleRules tie =
        new LifecycleRules(List.of(new Rule("/srv/*", "gold", 5), new Rule("*/db/*", "bronze", 5)));
    String sentence = tie.decide(List.of("/srv/db/x")).conflict();
    assertTrue(sentence.contains("the same rank 5"), sentence);
    assertEquals("gold", tie.decide(List.of("/srv/x")).tier());
  }

  @Test
  void aQuestionMarkIsOneSignAndNoSlash() {
    assertTrue(new Rule("/srv/?b/*", "gold", 1).matches("/srv/db/x"));
    assertTrue(!new Rule("/srv/?b/*", "gold", 1).matches("/srv//b/x"));
    assertTrue(!new Rule("/srv/?b", "gold", 1).matches("/srv/ddb"));
    assertTrue(new Rule("/srv/a.b", "gold", 1).matches("/srv/a.b"));
    assertTrue(!new Rule("/srv/a.b", "gold", 1).matches("/srv/axb"));
  }

  @Test
  void aPatternOfManyStarsIsNoBurden() {
    String path = "/" + "a".repeat(4_000);
    Rule rule = new Rule("*a".repeat(400) + "b", "gold", 1);
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(2), () -> assertTrue(!rule.matches(path)));
  }
}
