package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.agent.planning.LifecycleRules;
import com.plexichat.backup.agent.planning.LifecycleRules.Decision;
import com.plexichat.backup.agent.planning.LifecycleRules.Rule;
import com.plexichat.backup.agent.policy.TierBook;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.LifecycleRule;
import com.plexichat.backup.proto.LifecycleRulesSet;
import com.plexichat.backup.proto.ListRulesAnswer;
import com.plexichat.backup.proto.RuleMatch;
import com.plexichat.backup.proto.SetRulesRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Lifecycle rules: which tier a new set gets by its paths. Sets that exist keep theirs; what the
/// rules would say of them is shown beside.
public final class RuleDesk {
  private static final int PATTERN_MAX = 1_000;
  private static final int RANK_MAX = 1_000_000;
  private static final int RULES_MAX = 200;
  private static final int STEP = 10;

  private final Catalogue catalogue;
  private final TierBook book;

  public RuleDesk(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.book = new TierBook(catalogue);
  }

  ListRulesAnswer list() {
    return answer(book.rules(), catalogue.tiers().rules().isEmpty());
  }

  ListRulesAnswer change(SetRulesRequest ask, String actor) {
    List<Rule> rules = new ArrayList<>(book.rules().rules());
    switch (ask.getChangeCase()) {
      case PUT -> put(rules, ask.getPut());
      case REMOVE -> {
        if (!rules.removeIf(rule -> rule.pattern().equals(ask.getRemove()))) {
          throw new OperationFailed(FailureCode.RULE_UNKNOWN, ask.getRemove());
        }
      }
      case CHANGE_NOT_SET ->
          throw new OperationFailed(FailureCode.USAGE, "The request names no change.");
    }
    LifecycleRules changed = new LifecycleRules(rules);
    if (!ask.getDryRun()) {
      LifecycleRulesSet.Builder act = LifecycleRulesSet.newBuilder().setWhy(ask.getWhy());
      changed.rules().forEach(rule -> act.addRules(message(rule)));
      catalogue.submit(
          actor, ask.getWhy(), "", Command.newBuilder().setLifecycleRulesSet(act).build());
    }
    return answer(changed, false);
  }

  private void put(List<Rule> rules, LifecycleRule asked) {
    String pattern = asked.getPattern();
    boolean isAbsolute = pattern.startsWith("/") || pattern.startsWith("*");
    if (!isAbsolute || pattern.length() > PATTERN_MAX) {
      throw new OperationFailed(
          FailureCode.USAGE,
          "A rule's pattern is laid over absolute paths: it begins with / or *, not like \"%s\"."
              .formatted(pattern));
    }
    if (asked.getRank() < 0 || asked.getRank() > RANK_MAX) {
      throw new OperationFailed(FailureCode.USAGE, "A rank is 1 to %,d.".formatted(RANK_MAX));
    }
    String tier = book.newest(asked.getTier()).name();
    rules.removeIf(rule -> rule.pattern().equals(pattern));
    if (rules.size() >= RULES_MAX) {
      throw new OperationFailed(
          FailureCode.USAGE, "There are %d rules already.".formatted(RULES_MAX));
    }
    int last = rules.stream().mapToInt(Rule::rank).max().orElse(0);
    Rule rule = new Rule(pattern, tier, asked.getRank() == 0 ? last + STEP : asked.getRank());
    requireNoTie(rules, rule);
    rules.add(rule);
  }

  /// Of the paths that are known: no set's may match two rules of one rank that differ.
  private void requireNoTie(List<Rule> rules, Rule rule) {
    for (Rule other : rules) {
      if (other.rank() != rule.rank() || other.tier().equals(rule.tier())) {
        continue;
      }
      for (SetRow set : catalogue.sets().all()) {
        for (String path : paths(set)) {
          if (other.matches(path) && rule.matches(path)) {
            throw new OperationFailed(
                FailureCode.RULE_TIE,
                other.pattern(),
                rule.pattern(),
                String.valueOf(rule.rank()),
                path);
          }
        }
      }
    }
  }

  private static List<String> paths(SetRow set) {
    return set.paths().stream()
        .map(Bytes::toArray)
        .map(path -> new String(path, StandardCharsets.UTF_8))
        .toList();
  }

  private ListRulesAnswer answer(LifecycleRules rules, boolean isSeeds) {
    ListRulesAnswer.Builder answer =
        ListRulesAnswer.newBuilder().setUsual(LifecycleRules.USUAL.name()).setSeeds(isSeeds);
    rules.rules().forEach(rule -> answer.addRules(message(rule)));
    for (SetRow set : catalogue.sets().all()) {
      Decision decision = rules.decide(paths(set));
      answer.addMatches(
          RuleMatch.newBuilder()
              .setSet(set.name())
              .setTier(set.tier().name())
              .setPattern(decision.rule().map(Rule::pattern).orElse(""))
              .setWouldBe(decision.tier())
              .setConflict(decision.conflict()));
    }
    return answer.build();
  }

  private static LifecycleRule message(Rule rule) {
    return LifecycleRule.newBuilder()
        .setPattern(rule.pattern())
        .setTier(rule.tier())
        .setRank(rule.rank())
        .build();
  }
}
