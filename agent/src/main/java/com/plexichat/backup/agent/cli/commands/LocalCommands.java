package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.local.LocalAgent;
import com.plexichat.backup.agent.cli.local.LocalCluster;
import com.plexichat.backup.agent.cli.local.LocalCluster.Standing;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.proto.ListPeersRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat local …`: a cluster on this machine.
final class LocalCommands {
  /// So much fits on any machine that can run several agents.
  static final ByteSize CAPACITY = new ByteSize(20L << 30);

  private static final Duration CALL = Duration.ofSeconds(3);
  private static final int MOST = 64;

  private LocalCommands() {}

  enum Owners {
    DISTINCT,
    SAME
  }

  /// A verb on the cluster in one folder.
  abstract static class OnCluster extends Act {
    @Option(
        names = "--dir",
        order = 1,
        required = true,
        paramLabel = "D",
        description = "The cluster's folder.")
    Path dir = Path.of("");

    OnCluster(Surroundings around) {
      super(around);
    }

    LocalCluster cluster(Desk desk) {
      return new LocalCluster(desk.around(), dir, desk::note);
    }
  }

  static Fields data(LocalAgent agent) {
    return Fields.of()
        .put("name", agent.name())
        .put("peer_id", agent.peerId())
        .put("endpoint", agent.endpoint())
        .put("pid", agent.pid())
        .put("data_dir", agent.dataDir().toString())
        .put("region", agent.region())
        .put("site", agent.site())
        .put("owner", agent.owner())
        .put("coordinator", agent.coordinator());
  }

  @Command(name = "up", description = "Start agents on this machine as one cluster.")
  static final class Up extends OnCluster {
    @Option(names = "--agents", order = 2, paramLabel = "N", description = "How many (default: 6).")
    int agents = 6;

    @Option(
        names = "--regions",
        order = 3,
        split = ",",
        paramLabel = "R,…",
        description = "Regions that they are dealt over, such as eu,us,ap.")
    List<String> regions = new ArrayList<>();

    @Option(
        names = "--owners",
        order = 4,
        paramLabel = "WHOSE",
        description = "distinct, or same: then none may hold for another (default: distinct).")
    Owners owners = Owners.DISTINCT;

    @Option(
        names = "--capacity",
        order = 5,
        paramLabel = "SIZE",
        description = "What each offers (default: 20G).")
    ByteSize capacity = CAPACITY;

    Up(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) throws IOException {
      if (agents < 1 || agents > MOST) {
        throw new OperationFailed(
            FailureCode.USAGE, "--agents takes a number from 1 to " + MOST + ".");
      }
      LocalCluster cluster = cluster(desk);
      List<LocalAgent> up =
          cluster.up(new LocalCluster.Shape(agents, regions, owners == Owners.SAME, capacity));
      Table table =
          new Table(
              Table.name("AGENT"),
              Table.name("ENDPOINT"),
              Table.number("PID"),
              Table.name("REGION"),
              Table.name("OWNER"));
      up.forEach(agent ->
          table.row(
              agent.name() + (agent.coordinator() ? " *" : ""),
              agent.endpoint(),
              Long.toString(agent.pid()),
              agent.region(),
              agent.owner()));
      return Answer.done(
          Fields.of()
              .put("home", cluster.home().toString())
              .list("agents", up.stream().map(LocalCommands::data)),
          table,
          new Block.Line(
              "Use it: plexichat backup create --home " + cluster.home() + " --path DIR --wait"));
    }
  }

  @Command(name = "status", description = "Show the agents of a local cluster.")
  static final class Status extends OnCluster {
    Status(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      LocalCluster cluster = cluster(desk);
      List<Standing> standings = cluster.status();
      Map<String, String> states = states(desk, cluster);
      Table table =
          new Table(
              Table.name("AGENT"),
              Table.word("PROCESS"),
              Table.number("PID"),
              Table.word("STATE"),
              Table.name("ENDPOINT"),
              Table.name("OWNER"));
      List<Fields> agents = new ArrayList<>();
      for (Standing one : standings) {
        LocalAgent agent = one.agent();
        String state = states.getOrDefault(agent.peerId(), "");
        agents.add(
            data(agent)
                .put("running", one.running())
                .put("state", state.isEmpty() ? Datum.Nothing.NOTHING : new Datum.Text(state)));
        table.row(
            agent.name() + (agent.coordinator() ? " *" : ""),
            one.running() ? "running" : "ended",
            one.running() ? Long.toString(agent.pid()) : "-",
            state.isEmpty() ? "-" : state,
            agent.endpoint(),
            agent.owner());
      }
      Answer answer =
          Answer.done(
              Fields.of().put("home", cluster.home().toString()).list("agents", agents.stream()),
              table);
      return standings.stream().allMatch(Standing::running) ? answer : answer.exit(2);
    }

    /// What the coordinator says of each; nothing when it does not answer.
    private static Map<String, String> states(Desk desk, LocalCluster cluster) {
      Map<String, String> states = new HashMap<>();
      ClusterAccess.Target target =
          new ClusterAccess.Target(cluster.home(), Optional.empty(), CALL, "", "");
      try (ClusterAccess access = desk.around().clusters().open(target)) {
        access
            .listPeers(ListPeersRequest.getDefaultInstance())
            .getPeersList()
            .forEach(peer -> states.put(peer.getPeerId(), PeerActs.state(peer)));
      } catch (OperationFailed silent) {
        desk.note("The coordinator does not answer; only the processes were looked at.");
      }
      return states;
    }
  }

  private static Answer one(LocalAgent agent, String state) {
    return Answer.done(
        data(agent).put("state", state),
        new Block.Sentence(
            agent.name() + " (" + agent.endpoint() + "): " + state.toLowerCase(Locale.ROOT) + "."));
  }

  @Command(name = "kill", description = "End an agent at once (kill -9).")
  static final class Kill extends OnCluster {
    @Parameters(index = "0", paramLabel = "AGENT", description = "Its name or id.")
    String agent = "";

    Kill(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return one(cluster(desk).kill(agent), "killed");
    }
  }

  @Command(name = "start", description = "Start an agent that was killed.")
  static final class Start extends OnCluster {
    @Parameters(index = "0", paramLabel = "AGENT", description = "Its name or id.")
    String agent = "";

    Start(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) throws IOException {
      return one(cluster(desk).start(agent), "ACTIVE");
    }
  }

  @Command(name = "down", description = "End all agents; the folder stays.")
  static final class Down extends OnCluster {
    Down(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      List<LocalAgent> down = cluster(desk).down();
      return Answer.done(
          Fields.of().list("agents", down.stream().map(agent -> data(agent).put("running", false))),
          new Block.Sentence(down.size() + " agents have ended; their data stays in " + dir + "."));
    }
  }
}
