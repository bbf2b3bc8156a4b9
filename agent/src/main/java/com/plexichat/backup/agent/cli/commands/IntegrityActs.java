package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.proto.IntegrityFiguresAnswer;
import com.plexichat.backup.proto.IntegrityFiguresRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `plexichat integrity stats|analyze`: what is known of the copies without asking their holders.
final class IntegrityActs {
  private IntegrityActs() {}

  @Command(
      name = "stats",
      description = {
        "Show what is known of all copies, of proofs and of checks.",
        "Exit code 2 when a copy is damaged or missing."
      })
  static final class Stats extends Act {
    Stats(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      IntegrityFiguresAnswer now =
          desk.cluster().integrity().integrityFigures(IntegrityFiguresRequest.getDefaultInstance());
      IntegrityText text = new IntegrityText(Peers.of(desk), desk.zone());
      return new Answer(
          text.data(now), text.stats(now), IntegrityText.bad(now.getAll()) > 0 ? 2 : 0);
    }
  }

  @Command(name = "analyze", description = "Show what damaged and missing copies have in common.")
  static final class Analyze extends Act {
    @Option(
        names = "--outbreak",
        order = 1,
        description = "Exit code 2 when more than 5 %% of the verified copies are bad.")
    boolean outbreak;

    Analyze(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      IntegrityFiguresAnswer now =
          desk.cluster()
              .integrity()
              .integrityFigures(IntegrityFiguresRequest.newBuilder().setDamage(true).build());
      IntegrityText text = new IntegrityText(Peers.of(desk), desk.zone());
      List<Block> blocks = text.damage(now, outbreak);
      boolean isOver = !now.getDamage().getOutbreak().equals("no");
      return new Answer(text.damageData(now), blocks, outbreak && isOver ? 2 : 0);
    }
  }
}
