package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.proto.LifecycleRule;
import com.plexichat.backup.proto.ListRulesAnswer;
import com.plexichat.backup.proto.ListRulesRequest;
import com.plexichat.backup.proto.RuleMatch;
import com.plexichat.backup.proto.SetRulesRequest;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat retention rules …`: which tier a new set gets by its paths.
final class RuleActs {
  private RuleActs() {}

  @Command(name = "list", description = "List the rules, and what they would say of the sets.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return told(desk.cluster().retention().listRules(ListRulesRequest.getDefaultInstance()), "");
    }
  }

  @Command(name = "set", description = "Put a rule, or change the one with this pattern.")
  static final class Put extends Act {
    @Parameters(
        index = "0",
        paramLabel = "PATTERN",
        description = "Over absolute paths, like */critical/*.")
    String pattern = "";

    @Option(
        names = "--tier",
        order = 1,
        required = true,
        paramLabel = "T",
        description = "The tier of new sets whose paths match.")
    String tier = "";

    @Option(
        names = "--rank",
        order = 2,
        paramLabel = "N",
        description = "The lowest that matches counts (default: after all others).")
    int rank;

    Put(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      LifecycleRule rule =
          LifecycleRule.newBuilder().setPattern(pattern).setTier(tier).setRank(rank).build();
      return changed(SetRulesRequest.newBuilder().setPut(rule), desk);
    }
  }

  @Command(name = "remove", description = "Remove a rule.")
  static final class Remove extends Act {
    @Parameters(index = "0", paramLabel = "PATTERN", description = "Its pattern.")
    String pattern = "";

    Remove(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      return changed(SetRulesRequest.newBuilder().setRemove(pattern), desk);
    }
  }

  private static Answer changed(SetRulesRequest.Builder ask, Desk desk) {
    boolean isPreview = desk.globals().dryRun;
    return told(
        desk.cluster()
            .retention()
            .setRules(ask.setWhy(desk.globals().reason).setDryRun(isPreview).build()),
        isPreview ? "Nothing was changed." : "");
  }

  private static Answer told(ListRulesAnswer answer, String remark) {
    Table rules = new Table(Table.number("RANK"), Table.name("PATTERN"), Table.name("TIER"));
    answer
        .getRulesList()
        .forEach(
            rule -> rules.row(String.valueOf(rule.getRank()), rule.getPattern(), rule.getTier()));
    java.util.List<Block> blocks = new ArrayList<>(java.util.List.of(rules));
    blocks.add(
        new Block.Sentence(
            "The lowest rank that matches counts; what none matches is %s.%s"
                .formatted(
                    answer.getUsual(), answer.getSeeds() ? " These came with the product." : "")));
    if (answer.getMatchesCount() > 0) {
      Table matches =
          new Table(
              Table.name("SET"),
              Table.name("TIER"),
              Table.name("NEW IT WOULD BE"),
              Table.sentence("BY"));
      answer
          .getMatchesList()
          .forEach(one ->
              matches.row(
                  one.getSet(),
                  one.getTier(),
                  one.getConflict().isEmpty() ? one.getWouldBe() : "undecided",
                  by(one)));
      blocks.add(matches);
    }
    if (!remark.isEmpty()) {
      blocks.add(new Block.Sentence(remark));
    }
    return new Answer(data(answer), blocks, 0);
  }

  private static String by(RuleMatch one) {
    if (!one.getConflict().isEmpty()) {
      return one.getConflict();
    }
    return one.getPattern().isEmpty() ? "no rule" : one.getPattern();
  }

  private static Fields data(ListRulesAnswer answer) {
    return Fields.of()
        .list(
            "rules",
            answer.getRulesList().stream()
                .map(rule ->
                    Fields.of()
                        .put("rank", rule.getRank())
                        .put("pattern", rule.getPattern())
                        .put("tier", rule.getTier())))
        .put("usual_tier", answer.getUsual())
        .put("from_product", answer.getSeeds())
        .list(
            "sets",
            answer.getMatchesList().stream()
                .map(one ->
                    Fields.of()
                        .put("set", one.getSet())
                        .put("tier", one.getTier())
                        .orNothing("would_be", one.getWouldBe())
                        .orNothing("pattern", one.getPattern())
                        .orNothing("conflict", one.getConflict())));
  }
}
