package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.AgentOptions;
import com.plexichat.backup.agent.cli.InitOptions;
import com.plexichat.backup.agent.cli.JoinOptions;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.Passphrase;
import com.plexichat.backup.agent.cli.RecoverOptions;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.Timing;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.ClusterStatusRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat agent …`: this machine as a member of a cluster.
final class AgentActs {
  private AgentActs() {}

  /// The options that describe an agent.
  static final class Setting {
    @Option(
        names = "--data",
        order = 1,
        paramLabel = "DIR",
        description = "Where shards and catalogue lie (default: HOME/data).")
    Optional<Path> data = Optional.empty();

    @Option(
        names = "--name",
        order = 2,
        paramLabel = "NAME",
        description = "How people call this machine (default: its host name).")
    Optional<String> name = Optional.empty();

    @Option(
        names = "--listen",
        order = 3,
        required = true,
        paramLabel = "HOST:PORT",
        description = "Where other machines reach this agent.")
    String listen = "";

    @Option(
        names = "--capacity",
        order = 4,
        paramLabel = "SIZE",
        description = "Space offered to others, such as 500G.")
    Optional<ByteSize> capacity = Optional.empty();

    @Option(names = "--heartbeat", order = 20, hidden = true)
    Duration heartbeat = Timing.USUAL.heartbeat();

    @Option(names = "--suspect", order = 21, hidden = true)
    Duration suspect = Timing.USUAL.suspect();

    @Option(names = "--down", order = 22, hidden = true)
    Duration down = Timing.USUAL.down();

    AgentOptions options(Desk desk) {
      Path home = agentHome(desk);
      Timing timing;
      try {
        timing = new Timing(heartbeat, suspect, down);
      } catch (IllegalArgumentException wrong) {
        throw new OperationFailed(
            wrong, FailureCode.USAGE, "--heartbeat, --suspect and --down must rise.");
      }
      return new AgentOptions(
          home,
          data.map(Path::toAbsolutePath).orElse(home.resolve("data")),
          name.orElseGet(() -> hostName(desk)),
          hostAndPort("--listen", listen),
          capacity,
          timing);
    }
  }

  static Path agentHome(Desk desk) {
    return desk.home().toAbsolutePath().normalize();
  }

  /// Refuses what is not host:port.
  static String hostAndPort(String option, String text) {
    if (!text.matches("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):\\d{1,5}")) {
      throw new OperationFailed(
          FailureCode.USAGE, option + " takes HOST:PORT, and '" + text + "' is not.");
    }
    return text;
  }

  private static String nextPort(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    int port = Integer.parseInt(endpoint.substring(colon + 1));
    return endpoint.substring(0, colon + 1) + (port < 65535 ? port + 1 : port - 1);
  }

  private static String hostName(Desk desk) {
    String named = desk.around().environment().getOrDefault("HOSTNAME", "");
    try {
      return named.isEmpty() ? Files.readString(Path.of("/etc/hostname")).strip() : named;
    } catch (java.io.IOException none) {
      throw new OperationFailed(
          none, FailureCode.USAGE, "This machine does not tell its name; give --name.");
    }
  }

  @Command(name = "init", description = "Found a cluster with this machine as its coordinator.")
  static final class Init extends Act {
    @Mixin final Setting setting = new Setting();
    @Mixin final KitActs.KitFile kit = new KitActs.KitFile();

    // A cluster is founded by its coordinator; the option says so in scripts.
    @Option(names = "--coordinator", order = 5, description = "Coordinate the cluster (it does).")
    boolean coordinator;

    @Option(
        names = "--cluster",
        order = 6,
        paramLabel = "NAME",
        description = "How people call the cluster (default: this machine's name).")
    Optional<String> cluster = Optional.empty();

    @Option(
        names = "--enrol-listen",
        order = 7,
        required = true,
        paramLabel = "HOST:PORT",
        description = "Where new members come with their token.")
    String enrolListen = "";

    @Option(
        names = "--context-home",
        order = 8,
        paramLabel = "DIR",
        description = "Where your administrator context goes (default: --home).")
    Optional<Path> contextHome = Optional.empty();

    @Mixin final Place place = new Place();

    Init(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      AgentOptions agent = setting.options(desk);
      InitOptions options =
          new InitOptions(
              agent,
              cluster.orElse(agent.name()),
              hostAndPort("--enrol-listen", enrolListen),
              place.place(),
              kit.file(),
              contextHome.map(Path::toAbsolutePath).orElse(agent.home()),
              false);
      LocalActs.Founded founded;
      try (Passphrase passphrase = kit.newPassphrase(desk)) {
        founded = desk.acts().init(options, passphrase);
      }
      return Answer.done(
          Fields.of()
              .put("cluster_id", founded.clusterId())
              .put("cluster_name", founded.clusterName())
              .put("peer_id", founded.peerId())
              .put("root_fingerprint", founded.fingerprint())
              .put("kit", founded.kit().toString())
              .put("home", agent.home().toString())
              .put("data_dir", agent.data().toString()),
          Facts.of()
              .add("Cluster", founded.clusterName() + " (" + founded.clusterId() + ")")
              .add("Agent", agent.name() + " (" + founded.peerId() + ")")
              .add("Fingerprint", founded.fingerprint())
              .add("Recovery kit", founded.kit().toString()),
          new Block.Sentence(
              "Without the recovery kit a lost coordinator cannot be replaced: bring it to a safe"
                  + " place away from this machine, then say `plexichat kit stored --note WHERE`."),
          new Block.Line("Start the agent: plexichat agent run --home " + agent.home()));
    }
  }

  /// Whose machine it is and where it stands.
  static final class Place {
    @Option(
        names = "--owner",
        order = 10,
        paramLabel = "NAME",
        description = "Who could read this machine's disk (default: only itself).")
    Optional<String> owner = Optional.empty();

    @Option(names = "--region", order = 11, paramLabel = "NAME", description = "Its region.")
    Optional<String> region = Optional.empty();

    @Option(names = "--site", order = 12, paramLabel = "NAME", description = "Its site.")
    Optional<String> site = Optional.empty();

    InitOptions.AgentPlace place() {
      return new InitOptions.AgentPlace(owner, region, site);
    }
  }

  @Command(name = "join", description = "Join a cluster with a token of `peer invite`.")
  static final class Join extends Act {
    @Parameters(index = "0", paramLabel = "TOKEN", description = "What `peer invite` printed.")
    String token = "";

    @Mixin final Setting setting = new Setting();

    Join(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      AgentOptions agent = setting.options(desk);
      LocalActs.Joined joined = desk.acts().join(new JoinOptions(agent, token));
      return Answer.done(
          Fields.of()
              .put("cluster_id", joined.clusterId())
              .put("peer_id", joined.peerId())
              .put("coordinator_endpoint", joined.coordinatorEndpoint())
              .put("home", agent.home().toString())
              .put("data_dir", agent.data().toString()),
          Facts.of()
              .add("Cluster", joined.clusterId())
              .add("Agent", agent.name() + " (" + joined.peerId() + ")")
              .add("Coordinator", joined.coordinatorEndpoint()),
          new Block.Line("Start the agent: plexichat agent run --home " + agent.home()));
    }
  }

  /// Serves until the process is told to end; prints nothing of its own.
  @Command(name = "run", description = "Serve as an agent until told to end.")
  static final class Run implements Callable<Integer> {
    @Mixin final Globals globals = new Globals();

    private final Surroundings around;

    Run(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      try (Desk desk = new Desk(around, globals)) {
        return desk.acts().run(agentHome(desk));
      }
    }
  }

  @Command(
      name = "recover",
      description = "Replace a lost coordinator with the recovery kit and what the peers hold.")
  static final class Recover extends Act {
    @Mixin final Setting setting = new Setting();
    @Mixin final KitActs.KitFile kit = new KitActs.KitFile();

    @Option(
        names = "--peer",
        order = 9,
        required = true,
        paramLabel = "HOST:PORT",
        description = "A peer of the cluster; can be given several times.")
    List<String> peers = new ArrayList<>();

    @Option(
        names = "--without-capsules",
        order = 10,
        description = "Rebuild from shard headers and records alone.")
    boolean withoutCapsules;

    @Option(
        names = "--enrol-listen",
        order = 11,
        paramLabel = "HOST:PORT",
        description = "Where new members come with their token (default: the next port).")
    Optional<String> enrolListen = Optional.empty();

    @Option(
        names = "--context-home",
        order = 12,
        paramLabel = "DIR",
        description = "Where your administrator context goes (default: --home).")
    Optional<Path> contextHome = Optional.empty();

    @Mixin final Place place = new Place();

    Recover(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      AgentOptions agent = setting.options(desk);
      peers.forEach(peer -> hostAndPort("--peer", peer));
      RecoverOptions options =
          new RecoverOptions(
              agent,
              enrolListen
                  .map(there -> hostAndPort("--enrol-listen", there))
                  .orElseGet(() -> nextPort(agent.listen())),
              place.place(),
              kit.file(),
              peers,
              withoutCapsules,
              contextHome.map(Path::toAbsolutePath).orElse(agent.home()));
      LocalActs.Recovered back;
      try (Passphrase passphrase = kit.passphrase(desk)) {
        back = desk.acts().recover(options, passphrase);
      }
      Answer answer =
          Answer.done(
              Fields.of()
                  .put("cluster_id", back.clusterId())
                  .put("peer_id", back.peerId())
                  .put("source", back.source())
                  .put("peers_answered", back.peersAnswered())
                  .put("backups", back.backups())
                  .put("stripes", back.stripes())
                  .texts("lost", back.lost()),
              Facts.of()
                  .add("Cluster", back.clusterId())
                  .add("Agent", agent.name() + " (" + back.peerId() + ")")
                  .add("Rebuilt from", back.source())
                  .add("Peers", back.peersAnswered() + " answered")
                  .add("Backups", Words.count(back.backups()))
                  .add("Stripes", Words.count(back.stripes()))
                  .addKnown("Lost", String.join(" ", back.lost())),
              new Block.Line("Start the agent: plexichat agent run --home " + agent.home()));
      return back.lost().isEmpty() ? answer : answer.exit(2);
    }
  }

  @Command(name = "status", description = "Show the cluster as the agent that is asked sees it.")
  static final class Status extends Act {
    Status(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ClusterStatusAnswer now =
          desk.cluster().clusterStatus(ClusterStatusRequest.getDefaultInstance());
      Peers peers = Peers.of(desk);
      long active =
          peers.entries().stream().filter(peer -> PeerActs.state(peer).equals("ACTIVE")).count();
      Answer answer =
          Answer.done(
              Fields.of()
                  .put("cluster_id", now.getClusterId())
                  .put("cluster_name", now.getClusterName())
                  .put("epoch", now.getEpoch())
                  .put("log_index", now.getLogIndex())
                  .put("coordinator", peers.name(now.getCoordinator()))
                  .put("coordinator_id", now.getCoordinator())
                  .put("peers", peers.entries().size())
                  .put("peers_active", active)
                  .put("kit_stored", now.getKitStored())
                  .put("you", now.getYou())
                  .texts("roles", now.getRolesList()),
              Facts.of()
                  .add("Cluster", now.getClusterName() + " (" + now.getClusterId() + ")")
                  .add("Coordinator", peers.name(now.getCoordinator()))
                  .add("Peers", active + " of " + peers.entries().size() + " active")
                  .add(
                      "Catalogue",
                      "entry " + Words.count(now.getLogIndex()) + ", epoch " + now.getEpoch())
                  .add(
                      "Recovery kit",
                      now.getKitStored() ? "stored" : "NOT stored yet: plexichat kit stored")
                  .add("You", now.getYou() + " (" + String.join(", ", now.getRolesList()) + ")"));
      return now.getKitStored() ? answer : answer.exit(2);
    }
  }
}
