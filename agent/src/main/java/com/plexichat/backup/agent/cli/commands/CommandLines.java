package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The whole command line: every noun and verb, and how it ends when something is wrong.
public final class CommandLines {
  private CommandLines() {}

  /// Runs one command line.
  ///
  /// @return the exit code: 0 done, 1 failed, 2 done with a warning, 3 refused, 4 needs approval, 5
  ///   unreachable, 64 usage
  public static int run(Surroundings around, String... args) {
    CommandLine line = of(around);
    line.setOut(new PrintWriter(around.streams().out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(around.streams().err(), true, StandardCharsets.UTF_8));
    boolean json = wantsJson(args);
    line.setParameterExceptionHandler((wrong, _) -> misused(wrong, around, json));
    line.setExecutionExceptionHandler(
        (thrown, command, _) -> failed(thrown, command, around, json));
    return line.execute(args);
  }

  /// The model of the command line, also for completion scripts.
  static CommandLine of(Surroundings around) {
    CommandLine line =
        new CommandLine(new Top())
            .addSubcommand(
                noun("agent", "This machine as a member of a cluster.")
                    .addSubcommand(new AgentActs.Init(around))
                    .addSubcommand(new AgentActs.Join(around))
                    .addSubcommand(new AgentActs.Run(around))
                    .addSubcommand(new AgentActs.Status(around))
                    .addSubcommand(new AgentActs.Recover(around)))
            .addSubcommand(
                noun("kit", "The recovery kit.")
                    .addSubcommand(new KitActs.Status(around))
                    .addSubcommand(new KitActs.Stored(around))
                    .addSubcommand(new KitActs.Print(around)))
            .addSubcommand(
                noun("peer", "The machines of the cluster.")
                    .addSubcommand(new PeerActs.Invite(around))
                    .addSubcommand(new PeerActs.List(around))
                    .addSubcommand(new PeerActs.Status(around)))
            .addSubcommand(
                noun("person", "The people who may do something.")
                    .addSubcommand(new PersonActs.Invite(around))
                    .addSubcommand(new PersonActs.List(around)))
            .addSubcommand(
                noun("context", "The clusters that you can talk to from here.")
                    .addSubcommand(new ContextActs.Add(around))
                    .addSubcommand(new ContextActs.List(around))
                    .addSubcommand(new ContextActs.Use(around))
                    .addSubcommand(new ContextActs.Show(around)))
            .addSubcommand(
                noun("set", "What is backed up.")
                    .addSubcommand(new SetActs.Create(around))
                    .addSubcommand(new SetActs.List(around))
                    .addSubcommand(new SetActs.Show(around))
                    .addSubcommand(new PreviewAct(around)));
    addWork(line, around);
    addRetention(line, around);
    addSchedules(line, around);
    addConfig(line, around);
    return settled(line);
  }

  private static void addRetention(CommandLine line, Surroundings around) {
    line.addSubcommand(
            noun("retention", "How long backups are kept.")
                .addSubcommand(new RetentionActs.Show(around))
                .addSubcommand(new RetentionActs.Extend(around))
                .addSubcommand(new RetentionActs.Expire(around))
                .addSubcommand(new RetentionActs.Pin(around))
                .addSubcommand(new RetentionActs.Unpin(around))
                .addSubcommand(new RetentionActs.Lock(around))
                .addSubcommand(new RetentionActs.Hold(around))
                .addSubcommand(new RetentionActs.Release(around))
                .addSubcommand(new TierActs.Listed(around))
                .addSubcommand(new TierActs.One(around))
                .addSubcommand(new TierActs.Define(around))
                .addSubcommand(new RetierActs.Apply(around))
                .addSubcommand(new RetierActs.SetTier(around))
                .addSubcommand(
                    noun("rules", "Which tier a new set gets by its paths.")
                        .addSubcommand(new RuleActs.List(around))
                        .addSubcommand(new RuleActs.Put(around))
                        .addSubcommand(new RuleActs.Remove(around)))
                .addSubcommand(new ForecastActs.Simulate(around))
                .addSubcommand(new ForecastActs.Audit(around)))
        .addSubcommand(
            noun("prune", "What is not needed any more: to the trash, back, or away.")
                .addSubcommand(new PlanActs.Plan(around))
                .addSubcommand(new PlanActs.Show(around))
                .addSubcommand(new PlanCheckAct(around))
                .addSubcommand(new PlanActs.Approve(around))
                .addSubcommand(new PruneActs.Run(around))
                .addSubcommand(new PruneActs.Listed(around))
                .addSubcommand(new PruneReportAct(around))
                .addSubcommand(new PruneActs.Rollback(around))
                .addSubcommand(new PruneActs.Sweep(around))
                .addSubcommand(new PruneActs.Allow(around)));
  }

  private static void addSchedules(CommandLine line, Surroundings around) {
    line.addSubcommand(
            noun("schedule", "What runs by itself, and when.")
                .addSubcommand(new ScheduleActs.Define(around))
                .addSubcommand(new ScheduleActs.List(around))
                .addSubcommand(new ScheduleActs.Show(around))
                .addSubcommand(new ScheduleActs.Suspend(around))
                .addSubcommand(new ScheduleActs.Resume(around))
                .addSubcommand(new ScheduleActs.Remove(around))
                .addSubcommand(new ScheduleActs.Run(around))
                .addSubcommand(new CalendarAct(around)))
        .addSubcommand(
            noun("window", "When schedules may start.")
                .addSubcommand(new WindowActs.Define(around))
                .addSubcommand(new WindowActs.List(around))
                .addSubcommand(new WindowActs.Remove(around)));
  }

  private static void addConfig(CommandLine line, Surroundings around) {
    line.addSubcommand(
            noun("config", "The parameters of the cluster and their versions.")
                .addSubcommand(new ConfigActs.List(around))
                .addSubcommand(new ConfigActs.Get(around))
                .addSubcommand(new ConfigActs.Put(around))
                .addSubcommand(new ConfigActs.Versions(around))
                .addSubcommand(new ConfigActs.Diff(around))
                .addSubcommand(new ConfigActs.Revert(around))
                .addSubcommand(new ConfigActs.Export(around))
                .addSubcommand(new ConfigActs.Apply(around)))
        .addSubcommand(
            noun("transfer", "How fast agents send shards to each other.")
                .addSubcommand(new TransferActs.Put(around))
                .addSubcommand(new TransferActs.Show(around)));
  }

  private static void addWork(CommandLine line, Surroundings around) {
    line.addSubcommand(
            noun("backup", "Backups: make, look into, restore, verify, end.")
                .addSubcommand(new BackupActs.Create(around))
                .addSubcommand(new BackupActs.List(around))
                .addSubcommand(new ReadActs.Show(around))
                .addSubcommand(new RestoreActs.Restore(around))
                .addSubcommand(new ReadActs.Download(around))
                .addSubcommand(new ReadActs.Find(around))
                .addSubcommand(new CompareAct(around))
                .addSubcommand(new RestoreActs.Verify(around))
                .addSubcommand(new RestoreActs.Certificate(around))
                .addSubcommand(new ExposureAct(around))
                .addSubcommand(new BackupActs.Delete(around)))
        .addSubcommand(
            noun("shard", "Shards and their copies.").addSubcommand(new ShardActs.Shards(around)))
        .addSubcommand(
            noun("integrity", "Whether the copies are right.")
                .addSubcommand(new ShardActs.Check(around))
                .addSubcommand(new IntegrityActs.Stats(around))
                .addSubcommand(new IntegrityActs.Analyze(around))
                .addSubcommand(new ShardActs.Repair(around)))
        .addSubcommand(
            noun("distribution", "How the copies are spread.")
                .addSubcommand(new ShardActs.Distribution(around)))
        .addSubcommand(
            noun("storage", "How much room the machines give, and what takes it.")
                .addSubcommand(new StorageActs.Status(around)))
        .addSubcommand(
            noun("vault", "Who may read which machine's backups.")
                .addSubcommand(new VaultActs.List(around))
                .addSubcommand(new VaultActs.Grant(around)))
        .addSubcommand(
            noun("job", "What the cluster is working on.")
                .addSubcommand(new JobActs.List(around))
                .addSubcommand(new JobActs.Show(around))
                .addSubcommand(new JobActs.Watch(around))
                .addSubcommand(new JobOrders.Queue(around))
                .addSubcommand(new JobOrders.Pause(around))
                .addSubcommand(new JobOrders.Resume(around))
                .addSubcommand(new JobOrders.Restart(around))
                .addSubcommand(new JobOrders.Diagnose(around))
                .addSubcommand(new JobActs.Cancel(around)))
        .addSubcommand(
            noun("audit", "Who did what.")
                .addSubcommand(new AuditActs.List(around))
                .addSubcommand(new AuditActs.Verify(around)))
        .addSubcommand(
            noun("local", "A cluster on this machine, for trying out and drills.")
                .addSubcommand(new LocalCommands.Up(around))
                .addSubcommand(new LocalCommands.Status(around))
                .addSubcommand(new LocalCommands.Kill(around))
                .addSubcommand(new LocalCommands.Start(around))
                .addSubcommand(new LocalCommands.Down(around)))
        .addSubcommand(new DemoAct(around))
        .addSubcommand(new CompletionAct(around))
        .addSubcommand(new RunAsAct(around));
  }

  private static CommandLine noun(String name, String description) {
    CommandLine noun = new CommandLine(new Noun());
    CommandSpec spec = noun.getCommandSpec().name(name);
    spec.usageMessage().description(description);
    return noun;
  }

  private static CommandLine settled(CommandLine line) {
    settle(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false);
    return line;
  }

  private static void settle(CommandLine line) {
    Texts.register(line);
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.width(Block.WIDTH);
    usage.sortOptions(false);
    usage.abbreviateSynopsis(true);
    usage.autoWidth(false);
    line.getSubcommands().values().forEach(CommandLines::settle);
  }

  private static int misused(ParameterException wrong, Surroundings around, boolean json) {
    String what = sentence(wrong);
    Complaint.print(
        around.streams().err(), new OperationFailed(wrong, FailureCode.USAGE, what), json, false);
    return FailureCode.USAGE.exitCode();
  }

  private static String sentence(ParameterException wrong) {
    String message = String.valueOf(wrong.getMessage()).strip();
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      String command = wrong.getCommandLine().getCommandSpec().qualifiedName(" ");
      message =
          "`%s` does not know %s%s"
              .formatted(
                  command,
                  String.join(" ", unmatched.getUnmatched()),
                  near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
    }
    return message.endsWith(".") || message.endsWith("?") ? message : message + ".";
  }

  private static int failed(
      Exception thrown, CommandLine command, Surroundings around, boolean json) {
    OperationFailed failure =
        thrown instanceof OperationFailed known
            ? known
            : new OperationFailed(thrown, FailureCode.INTERNAL, thrown.toString());
    boolean verbose = command.getCommand() instanceof Act act && act.globals.verbose;
    Complaint.print(around.streams().err(), failure, json, verbose);
    return failure.code().exitCode();
  }

  private static boolean wantsJson(String... args) {
    List<String> words = Arrays.asList(args);
    int named = words.indexOf("--output");
    return words.stream().anyMatch(word -> word.equalsIgnoreCase("--output=json"))
        || (named >= 0
            && named + 1 < words.size()
            && words.get(named + 1).equalsIgnoreCase("json"));
  }

  /// `plexichat` without a noun.
  @Command(
      name = "plexichat",
      description = "Backs up machines onto each other.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      footer = {
        "",
        "Every command takes --help. Exit codes: 0 done, 1 failed, 2 done with a",
        "warning, 3 refused, 4 needs approval, 5 unreachable, 64 usage."
      })
  private static final class Top implements Callable<Integer> {
    @CommandLine.Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      spec.commandLine().usage(spec.commandLine().getErr());
      return FailureCode.USAGE.exitCode();
    }
  }

  /// A noun without a verb.
  @Command(mixinStandardHelpOptions = true)
  private static final class Noun implements Callable<Integer> {
    @CommandLine.Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      spec.commandLine().usage(spec.commandLine().getErr());
      return FailureCode.USAGE.exitCode();
    }
  }

  /// The version that the build wrote into the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String built = CommandLines.class.getPackage().getImplementationVersion();
      return new String[] {"plexichat " + (built == null ? "(not packaged)" : built)};
    }
  }
}
