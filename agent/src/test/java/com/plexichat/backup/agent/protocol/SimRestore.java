package com.plexichat.backup.agent.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A restore of one backup, compared with what was backed up (I7).
final class SimRestore {
  private static final int CALL = 2_000;

  private final Sim sim;
  private final SimSource source;
  private final int backup;
  private final List<Long> chunks = new ArrayList<>();
  private int open;
  private boolean isBroken;

  SimRestore(Sim sim, SimSource source, int backup) {
    this.sim = sim;
    this.source = source;
    this.backup = backup;
  }

  void start() {
    source.ask(
        CALL,
        call -> new Msg.Locate(source.number(), backup, call),
        answer -> {
          if (answer instanceof Msg.Located(var places, _)) {
            open = places.size();
            places.forEach(place -> source.read(place, this::read));
          } else {
            sim.tally.restoresBroken++;
          }
        });
  }

  private void read(@Nullable List<Long> found) {
    isBroken |= found == null;
    if (found != null) {
      chunks.addAll(found);
    }
    open--;
    if (open > 0) {
      return;
    }
    if (isBroken) {
      sim.tally.restoresBroken++;
      return;
    }
    sim.truth.restored(new SimCatalogue.Backup(source.number(), backup), chunks);
    sim.tally.restores++;
    source.restored(backup);
  }
}
