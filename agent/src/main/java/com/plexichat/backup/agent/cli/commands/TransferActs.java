package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.AgentTransfers;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.ShowTransfersAnswer;
import com.plexichat.backup.proto.ShowTransfersRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `plexichat transfer …`: how fast agents send, which is another way to write parameters.
final class TransferActs {
  private TransferActs() {}

  @Command(name = "set", description = "Bound how fast agents send shards, from now on.")
  static final class Put extends Act {
    @Option(
        names = "--rate",
        order = 1,
        paramLabel = "RATE",
        description = "Of each agent to all peers together, such as 20MiB/s, or unlimited.")
    Optional<String> rate = Optional.empty();

    @Option(
        names = "--peer-rate",
        order = 2,
        paramLabel = "RATE",
        description = "Of each agent to one peer.")
    Optional<String> peerRate = Optional.empty();

    @Option(
        names = "--restore-rate",
        order = 3,
        paramLabel = "RATE",
        description = "Of each agent to readers, such as restores.")
    Optional<String> restoreRate = Optional.empty();

    @Option(
        names = "--hours",
        order = 4,
        paramLabel = "HOURS",
        description = "Such as 08:00-18:00=5MiB/s,18:00-22:00=20MiB/s (UTC), or none.")
    Optional<String> hours = Optional.empty();

    @Option(
        names = "--parallel",
        order = 5,
        paramLabel = "N",
        description = "Stripes that one backup has under way.")
    Optional<String> parallel = Optional.empty();

    Put(Surroundings around) {
      super(around);
    }

    @Override
    boolean hasDryRun() {
      return true;
    }

    @Override
    Answer act(Desk desk) {
      List<ConfigValue> values = new ArrayList<>();
      add(values, Parameter.TRANSFER_RATE, rate);
      add(values, Parameter.TRANSFER_PEER_RATE, peerRate);
      add(values, Parameter.TRANSFER_RESTORE_RATE, restoreRate);
      add(values, Parameter.TRANSFER_HOURS, hours);
      add(values, Parameter.TRANSFER_PARALLEL, parallel);
      if (values.isEmpty()) {
        throw new OperationFailed(FailureCode.USAGE, "Say what to set, such as --rate 20MiB/s.");
      }
      return ConfigText.set(desk, values, false);
    }

    private static void add(List<ConfigValue> to, Parameter parameter, Optional<String> value) {
      value.ifPresent(text -> to.add(ConfigText.value(parameter.key() + "=" + text)));
    }
  }

  @Command(name = "show", description = "Show each agent's limits now, and what it sends.")
  static final class Show extends Act {
    Show(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ShowTransfersAnswer answer =
          desk.cluster().settings().showTransfers(ShowTransfersRequest.getDefaultInstance());
      Table table =
          new Table(
              Table.name("AGENT"),
              Table.number("VERSION"),
              Table.number("LIMIT"),
              Table.number("TO ONE PEER"),
              Table.number("SENDS"),
              Table.number("FOR READERS"),
              Table.number("SERVES"));
      answer
          .getAgentsList()
          .forEach(one ->
              table.row(
                  one.getName(),
                  one.getHeard() ? String.valueOf(one.getVersion()) : "not heard",
                  limit(one, one.getRate()),
                  limit(one, one.getPeerRate()),
                  measured(one, one.getSending()),
                  limit(one, one.getRestoreRate()),
                  measured(one, one.getServing())));
      return Answer.done(
          Fields.of()
              .put("version", answer.getVersion())
              .list("transfers", answer.getAgentsList().stream().map(Show::data)),
          table,
          new Block.Sentence(
              "Version %d is the newest. What agents send and serve is counted between heartbeats."
                      .formatted(answer.getVersion())
                  + " A dash: not known."));
    }

    private static String limit(AgentTransfers one, long rate) {
      return one.getHeard() ? Parameter.rateText(rate) : "-";
    }

    private static String measured(AgentTransfers one, long rate) {
      return one.getIsMeasured() ? Words.size(rate) + "/s" : "-";
    }

    private static Fields data(AgentTransfers one) {
      return Fields.of()
          .put("peer_id", one.getPeerId())
          .put("name", one.getName())
          .put("version", known(one.getHeard(), one.getVersion()))
          .put("rate_limit", known(one.getHeard() && one.getRate() > 0, one.getRate()))
          .put("peer_rate_limit", known(one.getHeard() && one.getPeerRate() > 0, one.getPeerRate()))
          .put(
              "restore_rate_limit",
              known(one.getHeard() && one.getRestoreRate() > 0, one.getRestoreRate()))
          .put("sent_rate", known(one.getIsMeasured(), one.getSending()))
          .put("served_rate", known(one.getIsMeasured(), one.getServing()))
          .time("last_heard", one.getLastHeardMs());
    }

    private static Datum known(boolean isKnown, long value) {
      return isKnown ? new Datum.Whole(value) : Datum.Nothing.NOTHING;
    }
  }
}
