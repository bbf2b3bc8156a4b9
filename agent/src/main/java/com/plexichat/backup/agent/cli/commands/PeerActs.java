package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.Invitation;
import com.plexichat.backup.proto.InvitePeerRequest;
import com.plexichat.backup.proto.PeerEntry;
import java.time.Duration;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat peer …`: the machines of the cluster.
final class PeerActs {
  private PeerActs() {}

  static String state(PeerEntry peer) {
    return peer.getState().name();
  }

  static Fields data(PeerEntry peer) {
    Fields data =
        Fields.of()
            .put("peer_id", peer.getPeerId())
            .put("name", peer.getName())
            .put("state", state(peer))
            .put("endpoint", peer.getEndpoint())
            .put("owner", peer.getOwner())
            .put("region", peer.getRegion())
            .put("site", peer.getSite())
            .put("capacity", peer.getCapacity())
            .put("used", peer.getUsed())
            .put("shards", peer.getShards())
            // No agent measures it yet.
            .put("reputation", Datum.Nothing.NOTHING);
    if (peer.getLatencyMs() < 0) {
      data.put("latency_ms", Datum.Nothing.NOTHING);
    } else {
      data.put("latency_ms", peer.getLatencyMs());
    }
    return data.time("last_seen", peer.getLastSeenMs())
        .time("proven_at", peer.getProvenMs())
        .put("coordinator", peer.getCoordinator())
        .put("trouble", peer.getTrouble());
  }

  static Answer invitation(Invitation invitation, Desk desk) {
    return Answer.done(
        Fields.of()
            .put("token", invitation.getToken())
            .time("expires", invitation.getExpiresMs())
            .put("uses", invitation.getUses())
            .put("root_fingerprint", invitation.getRootFingerprint())
            .put("command", invitation.getCommand()),
        Facts.of()
            .add("Expires", Words.minute(invitation.getExpiresMs(), desk.zone()))
            .add("Uses", Words.count(invitation.getUses()))
            .add("Fingerprint", invitation.getRootFingerprint()),
        new Block.Sentence("On the other machine:"),
        new Block.Line(invitation.getCommand()));
  }

  @Command(name = "invite", description = "Make a token with which a machine joins.")
  static final class Invite extends Act {
    @Option(
        names = "--owner",
        order = 1,
        paramLabel = "NAME",
        description = "Who could read that machine's disk (default: only itself).")
    String owner = "";

    @Option(names = "--region", order = 2, paramLabel = "NAME", description = "Its region.")
    String region = "";

    @Option(names = "--site", order = 3, paramLabel = "NAME", description = "Its site.")
    String site = "";

    @Option(
        names = "--ttl",
        order = 4,
        paramLabel = "TIME",
        description = "How long the token is good (default: 1d).")
    Duration ttl = Duration.ofDays(1);

    @Option(
        names = "--uses",
        order = 5,
        paramLabel = "N",
        description = "How many machines may use it (default: 1).")
    int uses = 1;

    Invite(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return invitation(
          desk.cluster()
              .invitePeer(
                  InvitePeerRequest.newBuilder()
                      .setOwner(owner)
                      .setRegion(region)
                      .setSite(site)
                      .setTtlMs(ttl.toMillis())
                      .setUses(uses)
                      .build()),
          desk);
    }
  }

  @Command(name = "list", description = "List the machines of the cluster.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      Peers peers = Peers.of(desk);
      Table table =
          new Table(
              Table.name("NAME"),
              Table.word("STATE"),
              Table.name("OWNER"),
              Table.name("REGION"),
              Table.number("SHARDS"),
              Table.number("USED"),
              Table.number("CAPACITY"),
              Table.name("ENDPOINT").optional(),
              Table.number("LATENCY").optional());
      for (PeerEntry peer : peers.entries()) {
        table.row(
            peer.getName() + (peer.getCoordinator() ? " *" : ""),
            state(peer),
            peer.getOwner(),
            peer.getRegion().isEmpty() ? "-" : peer.getRegion(),
            Words.count(peer.getShards()),
            Words.size(peer.getUsed()),
            Words.size(peer.getCapacity()),
            peer.getEndpoint(),
            latency(peer));
      }
      java.util.List<Block> blocks = new ArrayList<>();
      blocks.add(table);
      peers.entries().stream()
          .filter(peer -> !trouble(peer).isEmpty())
          .forEach(peer -> blocks.add(new Block.Sentence(peer.getName() + ": " + trouble(peer))));
      return Answer.done(
          Fields.of().list("peers", peers.entries().stream().map(PeerActs::data)),
          blocks.toArray(Block[]::new));
    }
  }

  private static String trouble(PeerEntry peer) {
    return peer.getTrouble().isEmpty()
        ? ""
        : peer.getTrouble()
            + " It stores nothing until it is started again; what it holds can be read.";
  }

  private static String latency(PeerEntry peer) {
    return peer.getLatencyMs() < 0 ? "-" : peer.getLatencyMs() + " ms";
  }

  @Command(name = "status", description = "Show one machine.")
  static final class Status extends Act {
    @Parameters(index = "0", paramLabel = "PEER", description = "Name or id.")
    String peer = "";

    Status(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      PeerEntry found = Peers.of(desk).find(peer);
      return Answer.done(
          Fields.of().list("peers", java.util.stream.Stream.of(data(found))),
          Facts.of()
              .add("Name", found.getName())
              .add("Id", found.getPeerId())
              .add("State", state(found) + (found.getCoordinator() ? ", coordinator" : ""))
              .add("Endpoint", found.getEndpoint())
              .add("Owner", found.getOwner())
              .addKnown("Region", found.getRegion())
              .addKnown("Site", found.getSite())
              .add("Capacity", Words.size(found.getCapacity()))
              .add(
                  "Used",
                  Words.size(found.getUsed())
                      + " in "
                      + Words.count(found.getShards(), "shard", "shards"))
              .addKnown("Trouble", trouble(found))
              .add("Latency", latency(found))
              .add("Last seen", Words.second(found.getLastSeenMs(), desk.zone())));
    }
  }
}
