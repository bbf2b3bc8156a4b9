package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.DistributionRequest;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.ListShardsPage;
import com.plexichat.backup.proto.ListShardsRequest;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.ShardEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `plexichat shard list`, `distribution status`, `integrity …`: what lies where, and whether it is
/// right.
final class ShardActs {
  private static final int MOST_SHOWN = 20;

  private ShardActs() {}

  static Fields data(BadShardCopy bad, Peers peers) {
    return Fields.of()
        .put("shard", Texts.hex(bad.getShard()))
        .put("peer", peers.name(bad.getPeerId()))
        .put("peer_id", bad.getPeerId())
        .put("state", bad.getState())
        .orNothing("path", bad.getPath());
  }

  /// The first bad copies of so many.
  static Table badTable(List<BadShardCopy> bad, long total, Peers peers) {
    Table table =
        new Table(Table.name("SHARD"), Table.name("PEER"), Table.word("STATE"), Table.name("FILE"));
    bad.stream()
        .limit(MOST_SHOWN)
        .forEach(one ->
            table.row(
                Texts.hex(one.getShard()).substring(0, Math.min(12, 2 * one.getShard().size())),
                peers.name(one.getPeerId()),
                one.getState(),
                one.getPath().isEmpty() ? "-" : one.getPath()));
    if (total > MOST_SHOWN) {
      table.row("and " + Words.count(total - MOST_SHOWN) + " more", "", "", "--output json");
    }
    return table;
  }

  /// Paths, the first of so many.
  static Table files(String title, List<ByteString> paths, long total) {
    Table table = new Table(Table.name(title));
    paths.stream().limit(MOST_SHOWN).forEach(path -> table.row(Texts.shown(path)));
    long shown = Math.min(MOST_SHOWN, paths.size());
    if (total > shown) {
      table.row("and " + Words.count(total - shown) + " more: --output json");
    }
    return table;
  }

  @Command(name = "list", description = "List shards and where their copies lie.")
  static final class Shards extends Act {
    @Option(names = "--backup", order = 1, paramLabel = "ID", description = "Of this backup.")
    String backup = "";

    @Option(
        names = "--status",
        order = 2,
        paramLabel = "S",
        description = "With a copy in this state (ok, missing, corrupt …).")
    String status = "";

    @Option(names = "--peer", order = 3, paramLabel = "P", description = "With a copy there.")
    String peer = "";

    @Option(names = "--tier", order = 4, paramLabel = "T", description = "Of this tier.")
    String tier = "";

    @Option(
        names = "--stripe",
        order = 5,
        paramLabel = "ID",
        description = "Of this stripe, with its history.")
    String stripe = "";

    Shards(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      Peers peers = Peers.of(desk);
      ListShardsRequest request =
          ListShardsRequest.newBuilder()
              .setBackupId(backup.isEmpty() ? "" : BackupText.find(desk, backup, "").getBackupId())
              .setStatus(status.toUpperCase(Locale.ROOT))
              .setPeer(peer.isEmpty() ? "" : peers.find(peer).getPeerId())
              .setTier(tier)
              .setStripe(Texts.bytes(stripe, "a stripe's id"))
              .build();
      List<ShardEntry> shards = new ArrayList<>();
      ListShardsPage.Builder past = ListShardsPage.newBuilder();
      desk.cluster()
          .listShards(
              request,
              page -> {
                shards.addAll(page.getShardsList());
                past.addAllHistory(page.getHistoryList())
                    .setHistoryEarlier(past.getHistoryEarlier() + page.getHistoryEarlier());
              });
      Table table =
          new Table(
              Table.number("NUMBER"),
              Table.word("SHARD"),
              Table.word("STRIPE").optional(),
              Table.number("INDEX"),
              Table.word("KIND"),
              Table.number("SIZE"),
              Table.sentence("COPIES"));
      shards.forEach(shard ->
          table.row(
              Words.count(shard.getNumber()),
              Texts.hex(shard.getShard()).substring(0, 12),
              Texts.hex(shard.getStripe()).substring(0, 8),
              Integer.toString(shard.getIndex()),
              kind(shard),
              Words.size(shard.getSize()),
              copies(shard, peers)));
      Fields data = Fields.of().list("shards", shards.stream().map(shard -> data(shard, peers)));
      List<Block> blocks = new ArrayList<>();
      blocks.add(shards.isEmpty() ? new Block.Sentence("There is no such shard.") : table);
      if (!stripe.isEmpty() && !shards.isEmpty()) {
        data.list("history", past.getHistoryList().stream().map(one -> StripeText.data(one, peers)))
            .put("history_earlier", past.getHistoryEarlier());
        blocks.add(
            StripeText.table(past.getHistoryList(), past.getHistoryEarlier(), peers, desk.zone()));
      }
      return new Answer(data, blocks, 0);
    }

    private static String kind(ShardEntry shard) {
      return shard.getParity() ? "parity" : "data";
    }

    /// Where they lie; a state is named when it is not as it should be.
    private static String copies(ShardEntry shard, Peers peers) {
      return shard.getCopiesList().stream()
          .map(copy ->
              peers.name(copy.getPeerId())
                  + (copy.getState().equals("OK")
                      ? ""
                      : ":" + copy.getState().toLowerCase(Locale.ROOT)))
          .sorted()
          .collect(Collectors.joining(" "));
    }

    private static Fields data(ShardEntry shard, Peers peers) {
      return Fields.of()
          .put("id", Texts.hex(shard.getShard()))
          .put("number", shard.getNumber())
          .put("stripe", Texts.hex(shard.getStripe()))
          .put("index", shard.getIndex())
          .put("kind", kind(shard))
          .put("size", shard.getSize())
          .put("tier", shard.getTier())
          .list(
              "copies",
              shard.getCopiesList().stream()
                  .map(copy ->
                      Fields.of()
                          .put("peer", peers.name(copy.getPeerId()))
                          .put("peer_id", copy.getPeerId())
                          .put("state", copy.getState())
                          .time("proven_at", copy.getProvenMs())));
    }
  }

  @Command(name = "status", description = "Show how well everything is spread over the peers.")
  static final class Distribution extends Act {
    Distribution(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      DistributionAnswer now =
          desk.cluster().distribution(DistributionRequest.getDefaultInstance());
      Table tiers =
          new Table(
              Table.word("TIER"),
              Table.number("FULLY COVERED"),
              Table.number("MEAN COPIES"),
              Table.number("TARGET"));
      now.getTiersList()
          .forEach(tier ->
              tiers.row(
                  tier.getTier(),
                  Words.percent(tier.getCoveragePct()),
                  String.format(Locale.ROOT, "%.2f", tier.getMeanCopies()),
                  Integer.toString(tier.getCopiesTarget())));
      Facts facts =
          Facts.of()
              .add("State", now.getState())
              .add("Shards", Words.count(now.getShards()))
              .add("Copies", Words.count(now.getCopies()))
              .add("Too few copies", Words.count(now.getUnderReplicated()))
              .add("Too many copies", Words.count(now.getOverReplicated()))
              .add("Lost", Words.count(now.getLost()))
              .add("Separation broken", Words.count(now.getSeparationViolations()))
              .add("Imbalance", Words.percent(now.getImbalancePct()));
      List<Block> blocks = new ArrayList<>();
      blocks.add(facts);
      if (now.getTiersCount() > 0) {
        blocks.add(tiers);
      }
      blocks.addAll(DurabilityText.blocks(now, desk.zone()));
      return new Answer(data(now), blocks, now.getState().equals("ok") ? 0 : 2);
    }

    private static Fields data(DistributionAnswer now) {
      return Fields.of()
          .put("state", now.getState())
          .put("shards", now.getShards())
          .put("copies", now.getCopies())
          .put("under_replicated", now.getUnderReplicated())
          .put("over_replicated", now.getOverReplicated())
          .put("lost", now.getLost())
          .put("separation_violations", now.getSeparationViolations())
          .put("imbalance_pct", now.getImbalancePct())
          .list(
              "tiers",
              now.getTiersList().stream()
                  .map(tier ->
                      Fields.of()
                          .put("tier", tier.getTier())
                          .put("coverage_pct", tier.getCoveragePct())
                          .put("mean_copies", tier.getMeanCopies())
                          .put("copies_target", tier.getCopiesTarget())
                          .put("durability", DurabilityText.data(tier))))
          .put("durability_basis", DurabilityText.data(now.getDurabilityBasis()));
    }
  }

  enum Depth {
    PRESENCE,
    HASH
  }

  @Command(name = "check", aliases = "scan", description = "Check the copies on the peers.")
  static final class Check extends Act {
    @Option(
        names = "--depth",
        order = 1,
        paramLabel = "D",
        description = "presence, or hash: every byte is read (default: hash).")
    Depth depth = Depth.HASH;

    @Option(names = "--peer", order = 2, paramLabel = "P", description = "Only this peer's.")
    String peer = "";

    Check(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      String wanted = peer.isEmpty() ? "" : Peers.of(desk).find(peer).getPeerId();
      JobStarted job =
          desk.cluster()
              .integrity()
              .checkIntegrity(
                  CheckIntegrityRequest.newBuilder()
                      .setDepth(depth.name().toLowerCase(Locale.ROOT))
                      .setPeer(wanted)
                      .build());
      if (!desk.globals().untilDone) {
        return BackupActs.started(job, desk);
      }
      JobEntry done = new JobWatch(desk).done(job.getJobId());
      try {
        return checked(IntegrityResult.parseFrom(done.getResult()), Peers.of(desk));
      } catch (InvalidProtocolBufferException wrong) {
        throw RestoreActs.unreadable(wrong, done);
      }
    }

    private static Answer checked(IntegrityResult result, Peers peers) {
      double pct =
          result.getCheckedCopies() == 0 ? 100 : 100.0 * result.getOk() / result.getCheckedCopies();
      List<String> silent = result.getUnansweredList().stream().map(peers::name).toList();
      List<Block> blocks = new ArrayList<>();
      blocks.add(
          Facts.of()
              .add("Checked", Words.count(result.getCheckedCopies(), "copy", "copies"))
              .add("Right", Words.count(result.getOk()) + " (" + Words.percent(pct) + ")")
              .addKnown("No answer", String.join(", ", silent)));
      if (result.getBadCount() > 0) {
        blocks.add(badTable(result.getBadList(), result.getBadCopies(), peers));
        blocks.add(new Block.Sentence("Repair them: plexichat integrity repair --wait"));
      }
      Fields data =
          Fields.of()
              .put("checked_copies", result.getCheckedCopies())
              .put("ok", result.getOk())
              .list("bad", result.getBadList().stream().map(bad -> ShardActs.data(bad, peers)))
              .put("bad_copies", result.getBadCopies())
              .put("integrity_pct", pct)
              .texts("unanswered", silent);
      int partly = silent.isEmpty() ? 0 : 5;
      return new Answer(data, blocks, result.getBadCount() > 0 ? 2 : partly);
    }
  }

  @Command(name = "repair", description = "Make missing and damaged copies anew.")
  static final class Repair extends Act {
    @Option(
        names = "--shards",
        order = 1,
        split = ",",
        paramLabel = "ID,…",
        description = "Only these shards (default: all that need it).")
    List<String> shards = new ArrayList<>();

    Repair(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      JobStarted job =
          desk.cluster()
              .integrity()
              .repairIntegrity(
                  RepairIntegrityRequest.newBuilder()
                      .addAllShards(
                          shards.stream().map(id -> Texts.bytes(id, "a shard's id")).toList())
                      .setDryRun(desk.globals().dryRun)
                      .build());
      // A preview is short and worth nothing without its result.
      if (!desk.globals().untilDone && !desk.globals().dryRun) {
        return BackupActs.started(job, desk);
      }
      JobEntry done = new JobWatch(desk).done(job.getJobId());
      try {
        return RepairText.answer(
            RepairResult.parseFrom(JobWatch.result(done)), desk.globals().dryRun, Peers.of(desk));
      } catch (InvalidProtocolBufferException wrong) {
        throw RestoreActs.unreadable(wrong, done);
      }
    }
  }
}
