package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.ExposureAnswer;
import com.plexichat.backup.proto.ExposureRequest;
import com.plexichat.backup.proto.SetExposure;
import com.plexichat.backup.proto.TierExposure;
import java.util.List;
import picocli.CommandLine.Command;

/// `plexichat backup exposure`: how much would be lost now.
@Command(
    name = "exposure",
    description = "Show how much would be lost now: the age of each set's newest good backup.")
final class ExposureAct extends Act {
  ExposureAct(Surroundings around) {
    super(around);
  }

  @Override
  Answer act(Desk desk) {
    ExposureAnswer found =
        desk.cluster().schedules().exposure(ExposureRequest.getDefaultInstance());
    List<SetExposure> sets = found.getSetsList();
    Fields data =
        Fields.of()
            .time("at", found.getAtMs())
            .list("sets", sets.stream().map(ExposureAct::data))
            .list("tiers", found.getTiersList().stream().map(ExposureAct::data));
    if (sets.isEmpty()) {
      return Answer.done(data, new Block.Sentence("No backup set is defined."));
    }
    Table bySet =
        new Table(
            Table.name("SET"),
            Table.word("TIER"),
            Table.word("STATE"),
            Table.number("LOST NOW"),
            Table.number("MAY BE"),
            Table.word("NEWEST").optional(),
            Table.word("BACKUP").optional());
    sets.forEach(set ->
        bySet.row(
            set.getSet(),
            set.getTier(),
            state(set.getBreached()),
            age(set.getExposureMs()),
            Words.rough(set.getRpoMs()),
            Words.minute(set.getCreatedMs(), desk.zone()),
            set.getBackupId().isEmpty() ? "-" : set.getBackupId()));
    Table byTier =
        new Table(
            Table.word("TIER"),
            Table.word("STATE"),
            Table.number("LOST NOW"),
            Table.number("MAY BE"),
            Table.number("SETS"),
            Table.number("BREACHED"),
            Table.name("WORST SET"));
    found
        .getTiersList()
        .forEach(tier ->
            byTier.row(
                tier.getTier(),
                state(tier.getBreached()),
                age(tier.getExposureMs()),
                Words.rough(tier.getRpoMs()),
                Words.count(tier.getSets()),
                Words.count(tier.getBreachedSets()),
                tier.getWorstSet()));
    boolean isBreached = sets.stream().anyMatch(SetExposure::getBreached);
    return Answer.done(data, bySet, byTier).exit(isBreached ? 2 : 0);
  }

  private static String state(boolean isBreached) {
    return isBreached ? "BREACHED" : "ok";
  }

  private static String age(long ms) {
    return ms < 0 ? "everything" : Words.rough(ms);
  }

  private static Fields data(SetExposure set) {
    Fields data =
        Fields.of()
            .put("set", set.getSet())
            .put("tier", set.getTier())
            .put("class", set.getRecoveryClass())
            .put("rpo_ms", set.getRpoMs())
            .orNothing("backup_id", set.getBackupId())
            .time("created", set.getCreatedMs());
    return exposure(data, set.getExposureMs()).put("breached", set.getBreached());
  }

  private static Fields data(TierExposure tier) {
    Fields data =
        Fields.of()
            .put("tier", tier.getTier())
            .put("rpo_ms", tier.getRpoMs())
            .put("worst_set", tier.getWorstSet());
    return exposure(data, tier.getExposureMs())
        .put("breached", tier.getBreached())
        .put("sets", tier.getSets())
        .put("breached_sets", tier.getBreachedSets());
  }

  /// Nothing where everything would be lost.
  private static Fields exposure(Fields data, long ms) {
    return ms < 0 ? data.put("exposure_ms", Datum.Nothing.NOTHING) : data.put("exposure_ms", ms);
  }
}
