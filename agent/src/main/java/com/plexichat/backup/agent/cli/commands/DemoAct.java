package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.local.Folders;
import com.plexichat.backup.agent.cli.local.LocalCluster;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `plexichat demo`: what the product is for, on one machine, in a minute.
@Command(
    name = "demo",
    description =
        "Start a local cluster, back up a folder, lose a machine, repair, restore, compare.")
final class DemoAct extends Act {
  @Option(
      names = "--path",
      order = 1,
      paramLabel = "DIR",
      description = "What to back up (default: a small tree that it makes).")
  Optional<Path> path = Optional.empty();

  @Option(
      names = "--dir",
      order = 2,
      paramLabel = "DIR",
      description = "Where the cluster lives (default: a temporary folder).")
  Optional<Path> dir = Optional.empty();

  @Option(names = "--keep", order = 3, description = "Keep that folder; the agents are ended.")
  boolean keep;

  @Option(names = "--agents", order = 4, paramLabel = "N", description = "How many (default: 7).")
  int agents = 7;

  @Option(
      names = "--tier",
      order = 5,
      paramLabel = "T",
      description = "bronze, silver, gold or critical (default: silver).")
  String tier = Tier.SILVER.name();

  @Option(names = "--headless", order = 6, description = "Do not open the console at the end.")
  boolean headless;

  DemoAct(Surroundings around) {
    super(around);
  }

  @Override
  Answer act(Desk desk) throws IOException {
    // A repair moves nothing: every lost copy has a place for sure where one owner more is left
    // than
    // the tier takes.
    int least = SetActs.tier(tier).getCopies() == 1 ? 0 : tier().ownersNeeded() + 3;
    if (agents < least) {
      throw new OperationFailed(
          FailureCode.USAGE,
          "With tier "
              + tier
              + " it takes "
              + least
              + " agents: the source, "
              + (least - 3)
              + " that hold its shards, one that is lost, and one to spare.");
    }
    Path folder = folder();
    LocalCluster cluster = new LocalCluster(desk.around(), folder, _ -> {});
    AtomicBoolean tidied = new AtomicBoolean();
    Thread farewell = Thread.ofPlatform().unstarted(() -> tidy(desk, cluster, folder, tidied));
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      DemoRun.Plan plan =
          new DemoRun.Plan(folder, path.map(Path::toAbsolutePath), agents, SetActs.tier(tier));
      Answer answer = new DemoRun(desk, cluster, plan).run(keep);
      console(desk, cluster, answer);
      return answer;
    } finally {
      tidy(desk, cluster, folder, tidied);
      Runtime.getRuntime().removeShutdownHook(farewell);
    }
  }

  private Tier tier() {
    return Tier.DEFAULTS.stream()
        .filter(one -> one.name().equalsIgnoreCase(tier))
        .findFirst()
        .orElse(Tier.SILVER);
  }

  /// A folder that is ours alone, so that removing it takes nothing of anybody.
  private Path folder() throws IOException {
    if (dir.isEmpty()) {
      return Files.createTempDirectory("plexichat-demo-");
    }
    Path named = dir.get().toAbsolutePath().normalize();
    if (Files.exists(named)) {
      try (Stream<Path> inside = Files.list(named)) {
        if (inside.findAny().isPresent()) {
          throw new OperationFailed(FailureCode.FILE_EXISTS, named.toString());
        }
      } catch (NotDirectoryException file) {
        throw new OperationFailed(file, FailureCode.FILE_EXISTS, named.toString());
      }
    }
    return Files.createDirectories(named);
  }

  private void console(Desk desk, LocalCluster cluster, Answer answer) throws IOException {
    if (headless || !hasDisplay(desk.around().environment())) {
      return;
    }
    if (desk.around().launch().console().isEmpty()) {
      desk.note("The console is not at hand here; start the demo with ./plexichat to see it.");
      return;
    }
    // The report stands before the window opens, and the agents live as long as it.
    desk.err().print(answer.text(Answer.Form.TABLE));
    desk.note("Opening the console on this cluster. The demo ends when you close it.");
    java.util.List<String> words = new java.util.ArrayList<>(desk.around().launch().console());
    words.add("--home");
    words.add(cluster.home().toString());
    Process console =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      console.waitFor();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      console.destroy();
    }
  }

  private static boolean hasDisplay(Map<String, String> environment) {
    return !environment.getOrDefault("DISPLAY", "").isEmpty()
        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
  }

  private void tidy(Desk desk, LocalCluster cluster, Path folder, AtomicBoolean tidied) {
    if (!tidied.compareAndSet(false, true)) {
      return;
    }
    desk.close();
    try {
      if (Files.exists(folder.resolve("cluster.json"))) {
        cluster.down();
      }
      if (!keep) {
        Folders.remove(folder);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
