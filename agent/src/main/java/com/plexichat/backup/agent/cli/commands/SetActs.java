package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.DefineSetRequest;
import com.plexichat.backup.proto.HookSpec;
import com.plexichat.backup.proto.ListSetsAnswer;
import com.plexichat.backup.proto.ListSetsRequest;
import com.plexichat.backup.proto.ScheduleEntry;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat set …`: what is backed up.
final class SetActs {
  private SetActs() {}

  /// What a set's backups are worth.
  enum Priority {
    NORMAL,
    LOW
  }

  /// The options that say what a set is.
  static final class Definition {
    @Option(
        names = "--path",
        order = 2,
        paramLabel = "P",
        description = "An absolute path of the host; can be given several times.")
    java.util.List<String> paths = new ArrayList<>();

    @Option(
        names = "--tier",
        order = 3,
        paramLabel = "T",
        description = "bronze, silver, gold, critical … (new set: by the lifecycle rules).")
    Optional<String> tier = Optional.empty();

    @Option(
        names = "--exclude",
        order = 4,
        paramLabel = "GLOB",
        description = "Leave these out; can be given several times.")
    java.util.List<String> excludes = new ArrayList<>();

    @Option(
        names = "--before",
        order = 5,
        paramLabel = "CMD",
        description = "Run on the host before; if it fails no backup is made.")
    Optional<String> before = Optional.empty();

    @Option(
        names = "--before-timeout",
        order = 6,
        paramLabel = "TIME",
        description = "How long it may take (default: 10m).")
    Duration beforeTimeout = Duration.ofMinutes(10);

    @Option(
        names = "--after",
        order = 7,
        paramLabel = "CMD",
        description = "Run on the host afterwards, whatever came.")
    Optional<String> after = Optional.empty();

    @Option(
        names = "--after-timeout",
        order = 8,
        paramLabel = "TIME",
        description = "How long it may take (default: 10m).")
    Duration afterTimeout = Duration.ofMinutes(10);

    @Option(
        names = "--host",
        order = 9,
        paramLabel = "AGENT",
        description = "Whose machine (default: the coordinator's; without --path the set's).")
    Optional<String> host = Optional.empty();

    @Option(
        names = "--priority",
        order = 10,
        paramLabel = "P",
        description = "normal, or low: two people may end its backups early.")
    Optional<Priority> priority = Optional.empty();

    boolean isEmpty() {
      return paths.isEmpty()
          && tier.isEmpty()
          && excludes.isEmpty()
          && before.isEmpty()
          && after.isEmpty()
          && host.isEmpty()
          && priority.isEmpty();
    }

    /// The set with what was said here put over what is stored under its name. Paths are those of a
    /// machine: without a host they are the coordinator's, whomever the name belongs to.
    SetSpec over(Desk desk, String name) {
      Optional<SetSpec> stored = isEmpty() ? Optional.empty() : stored(desk, name);
      SetSpec.Builder set =
          stored.map(SetSpec::toBuilder).orElseGet(SetSpec::newBuilder).setName(name);
      host.ifPresent(agent -> set.setHost(Peers.of(desk).find(agent).getPeerId()));
      if (!paths.isEmpty()) {
        set.clearPaths().addAllPaths(paths.stream().map(Texts::absolutePath).toList());
        if (host.isEmpty()) {
          set.clearHost();
        }
      }
      if (!excludes.isEmpty()) {
        set.clearExcludes().addAllExcludes(excludes);
      }
      tier.ifPresent(named -> set.setTier(TierSpec.newBuilder().setName(named)));
      before.ifPresent(command -> set.setBefore(hook(command, beforeTimeout)));
      after.ifPresent(command -> set.setAfter(hook(command, afterTimeout)));
      priority.ifPresent(named -> set.setLowPriority(named == Priority.LOW));
      return set.build();
    }
  }

  /// One of those that come with the product.
  static TierSpec tier(String name) {
    return Tier.DEFAULTS.stream()
        .filter(tier -> tier.name().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(SetActs::spec)
        .orElseThrow(() ->
            new OperationFailed(
                FailureCode.USAGE,
                "There is no tier " + name + "; there are bronze, silver, gold, critical."));
  }

  private static TierSpec spec(Tier tier) {
    return TierSpec.newBuilder()
        .setName(tier.name())
        .setDays(tier.days())
        .setCopies(tier.copies())
        .setDataShards(tier.dataShards())
        .setParityShards(tier.parityShards())
        .setMaxCopiesPerRegion(tier.maxCopiesPerRegion())
        .build();
  }

  private static HookSpec hook(String command, Duration most) {
    java.util.List<String> words = Texts.words(command);
    if (words.isEmpty()) {
      return HookSpec.getDefaultInstance();
    }
    return HookSpec.newBuilder().addAllCommand(words).setTimeoutMs(most.toMillis()).build();
  }

  static Optional<SetSpec> stored(Desk desk, String name) {
    return desk.cluster().listSets(ListSetsRequest.getDefaultInstance()).getSetsList().stream()
        .filter(set -> set.getName().equals(name))
        .findFirst();
  }

  private static Fields data(SetSpec set, Peers peers) {
    return Fields.of()
        .put("set", set.getName())
        .put("host", peers.name(set.getHost()))
        .put("host_id", set.getHost())
        .texts("paths", set.getPathsList().stream().map(Texts::shown).toList())
        .texts("excludes", set.getExcludesList())
        .put("tier", set.getTier().getName())
        .put("days", set.getTier().getDays())
        .put("copies", set.getTier().getCopies())
        .put("priority", set.getLowPriority() ? "low" : "normal")
        .texts("before", set.getBefore().getCommandList())
        .texts("after", set.getAfter().getCommandList());
  }

  private static Answer one(SetSpec set, Peers peers) {
    return Answer.done(data(set, peers), facts(set, peers));
  }

  private static Facts facts(SetSpec set, Peers peers) {
    return Facts.of()
        .add("Set", set.getName())
        .add("Host", peers.name(set.getHost()))
        .add("Paths", joined(set))
        .addKnown("Excludes", String.join("  ", set.getExcludesList()))
        .add(
            "Tier",
            "%s: %d days, %d copies, %d + %d shards"
                .formatted(
                    set.getTier().getName(),
                    set.getTier().getDays(),
                    set.getTier().getCopies(),
                    set.getTier().getDataShards(),
                    set.getTier().getParityShards()))
        .addKnown("Priority", set.getLowPriority() ? "low: two people may end it early" : "")
        .addKnown("Before", String.join(" ", set.getBefore().getCommandList()))
        .addKnown("After", String.join(" ", set.getAfter().getCommandList()));
  }

  private static String tested(long epochMs, Desk desk) {
    return epochMs == 0 ? "never" : Words.minute(epochMs, desk.zone());
  }

  private static String joined(SetSpec set) {
    return String.join("  ", set.getPathsList().stream().map(Texts::shown).toList());
  }

  @Command(name = "create", description = "Define a backup set, or change one.")
  static final class Create extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The set's name.")
    String name = "";

    @Mixin final Definition definition = new Definition();
    @Mixin final ScheduleActs.When when = new ScheduleActs.When();

    Create(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      SetSpec wanted = definition.over(desk, name);
      if (wanted.getPathsCount() == 0) {
        throw new OperationFailed(FailureCode.USAGE, "The set " + name + " has no --path.");
      }
      SetSpec set =
          desk.cluster().defineSet(DefineSetRequest.newBuilder().setSet(wanted).build()).getSet();
      Peers peers = Peers.of(desk);
      Optional<ScheduleEntry> schedule = ScheduleActs.ofSet(desk, name, when);
      return schedule
          .map(entry ->
              Answer.done(
                  data(set, peers).put("schedule", ScheduleText.data(entry)),
                  facts(set, peers).add("Schedule", ScheduleText.brief(entry, desk.zone()))))
          .orElseGet(() -> one(set, peers));
    }
  }

  @Command(name = "list", description = "List the backup sets.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ListSetsAnswer answer = desk.cluster().listSets(ListSetsRequest.getDefaultInstance());
      java.util.List<SetSpec> sets = answer.getSetsList();
      Peers peers = Peers.of(desk);
      Table table =
          new Table(
              Table.name("SET"),
              Table.name("HOST"),
              Table.word("TIER"),
              Table.word("TESTED").optional(),
              Table.name("PATHS"));
      sets.forEach(set ->
          table.row(
              set.getName(),
              peers.name(set.getHost()),
              set.getTier().getName(),
              tested(answer.getTestedMsOrDefault(set.getName(), 0), desk),
              joined(set)));
      return Answer.done(
          Fields.of()
              .list(
                  "sets",
                  sets.stream()
                      .map(set ->
                          data(set, peers)
                              .time("tested_at", answer.getTestedMsOrDefault(set.getName(), 0)))),
          sets.isEmpty() ? new Block.Sentence("No backup set is defined.") : table);
    }
  }

  @Command(name = "show", description = "Show a backup set.")
  static final class Show extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The set's name.")
    String name = "";

    Show(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ListSetsAnswer answer = desk.cluster().listSets(ListSetsRequest.getDefaultInstance());
      SetSpec set =
          answer.getSetsList().stream()
              .filter(one -> one.getName().equals(name))
              .findFirst()
              .orElseThrow(() -> new OperationFailed(FailureCode.SET_UNKNOWN, name));
      long testedMs = answer.getTestedMsOrDefault(name, 0);
      Peers peers = Peers.of(desk);
      return Answer.done(
          data(set, peers).time("tested_at", testedMs),
          facts(set, peers).add("Tested", tested(testedMs, desk)));
    }
  }
}
