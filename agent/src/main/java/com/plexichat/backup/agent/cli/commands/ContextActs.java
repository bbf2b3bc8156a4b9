package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `plexichat context …`: the clusters that this person can talk to from this machine.
final class ContextActs {
  private ContextActs() {}

  private static Fields data(Context context) {
    return Fields.of()
        .put("name", context.name())
        .put("cluster_id", context.clusterId())
        .put("cluster_name", context.clusterName())
        .put("endpoint", context.endpoint())
        .put("person", context.person())
        .put("used", context.used());
  }

  private static Answer one(Context context) {
    return Answer.done(
        data(context),
        Facts.of()
            .add("Context", context.name() + (context.used() ? " (in use)" : ""))
            .add("Cluster", context.clusterName() + " (" + context.clusterId() + ")")
            .add("Agent", context.endpoint())
            .add("Person", context.person()));
  }

  @Command(name = "add", description = "Connect with a token of `person invite`.")
  static final class Add extends Act {
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "HOST:PORT of the enrolment.")
    String address = "";

    @Parameters(index = "1", paramLabel = "TOKEN", description = "What `person invite` printed.")
    String token = "";

    Add(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return one(
          desk.acts().contextAdd(AgentActs.hostAndPort("ADDRESS", address), token, desk.home()));
    }
  }

  @Command(name = "list", description = "List the contexts.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<Context> contexts = desk.acts().contexts(desk.home());
      Table table =
          new Table(
              Table.word(""),
              Table.name("NAME"),
              Table.name("CLUSTER"),
              Table.name("AGENT"),
              Table.name("PERSON"));
      contexts.forEach(context ->
          table.row(
              context.used() ? "*" : "",
              context.name(),
              context.clusterName(),
              context.endpoint(),
              context.person()));
      return Answer.done(
          Fields.of().list("contexts", contexts.stream().map(ContextActs::data)),
          contexts.isEmpty()
              ? new Block.Sentence("No cluster is known in " + desk.home() + ".")
              : table);
    }
  }

  @Command(name = "use", description = "Make a context the one in use.")
  static final class Use extends Act {
    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    Use(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return one(desk.acts().contextUse(name, desk.home()));
    }
  }

  @Command(name = "show", description = "Show the context in use.")
  static final class Show extends Act {
    Show(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return desk.acts().contexts(desk.home()).stream()
          .filter(Context::used)
          .findFirst()
          .map(ContextActs::one)
          .orElseThrow(() -> new OperationFailed(FailureCode.NO_CONTEXT, desk.home().toString()));
    }
  }
}
