package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.DistributionRequest;
import com.plexichat.backup.proto.ListPeersRequest;
import com.plexichat.backup.proto.ListPrunesRequest;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.TierCoverage;
import com.plexichat.backup.shared.model.StorageLevel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `plexichat storage …`: how much room there is.
final class StorageActs {
  private StorageActs() {}

  @Command(
      name = "status",
      description = {
        "Show how full each machine is, by what it told last.",
        "Exit code 2 when one stands at warn (80 %%) or more."
      })
  static final class Status extends Act {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    @Option(names = "--alerts", order = 1, description = "Only machines at 80 %% and more.")
    boolean alerts;

    @Option(
        names = "--detail",
        order = 2,
        description = "Also what is in use by tier, and what lies in the trash.")
    boolean detail;

    Status(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) throws IOException {
      Answer first = look(desk);
      if (!desk.globals().follow) {
        return first;
      }
      // Follows until the process is told to end.
      desk.print(first);
      while (!Thread.currentThread().isInterrupted()) {
        Pause.of(BETWEEN_LOOKS);
        desk.print(look(desk));
      }
      return Answer.SILENT;
    }

    private Answer look(Desk desk) {
      StorageText now =
          StorageText.of(desk.cluster().listPeers(ListPeersRequest.getDefaultInstance()));
      List<StorageText.Store> shown = alerts ? now.alarming() : now.all();
      List<Block> blocks = new ArrayList<>();
      if (alerts && shown.isEmpty()) {
        String rest =
            now.unknown() == 0
                ? ""
                : " Of %s nothing is known."
                    .formatted(Words.count(now.unknown(), "machine", "machines"));
        blocks.add(
            new Block.Sentence(
                "No machine stands at %d %% or more.".formatted(StorageLevel.WARN.percent())
                    + rest));
      } else {
        blocks.addAll(now.blocks(shown));
      }
      Fields data = now.data(shown);
      if (detail) {
        detail(desk, data, blocks);
      }
      return new Answer(data, blocks, now.alarming().isEmpty() ? 0 : 2);
    }

    private static void detail(Desk desk, Fields data, List<Block> blocks) {
      List<TierCoverage> tiers =
          desk.cluster().distribution(DistributionRequest.getDefaultInstance()).getTiersList();
      Table table = new Table(Table.word("TIER"), Table.number("COPIES"), Table.number("LIVE"));
      tiers.forEach(tier ->
          table.row(
              tier.getTier(),
              Integer.toString(tier.getCopiesTarget()),
              Words.size(tier.getBytes())));
      blocks.add(tiers.isEmpty() ? new Block.Sentence("No backup needs anything.") : table);
      List<PruneEntry> prunes =
          desk.cluster().listPrunes(ListPrunesRequest.getDefaultInstance()).getPrunesList();
      blocks.add(PruneActs.trash(prunes, desk.zone()));
      data.list(
              "tiers",
              tiers.stream()
                  .map(tier ->
                      Fields.of()
                          .put("tier", tier.getTier())
                          .put("copies_target", tier.getCopiesTarget())
                          .put("live_bytes", tier.getBytes())))
          .list("trash_by_prune", prunes.stream().map(PruneActs::data));
    }
  }
}
