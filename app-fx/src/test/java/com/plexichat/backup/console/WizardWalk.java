package com.plexichat.backup.console;

import static com.plexichat.backup.console.ToldCluster.Part.BACKUPS;
import static com.plexichat.backup.console.ToldCluster.Part.JOBS;
import static com.plexichat.backup.console.ToldCluster.Part.KIT;
import static com.plexichat.backup.console.ToldCluster.Part.PEERS;
import static com.plexichat.backup.console.ToldCluster.Part.SETS;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.FilePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The walk through the wizards, from their first step to their last.
record WizardWalk(Walk walk, FiguresCluster made) {
  private static final String NEW = "letters";
  private static final String TIER = "bronze";
  private static final List<String> EXCLUDES = List.of("*.ods", "letter-[1-4]", "*.nothing");

  private ToldCluster ask(ToldCluster.Part... parts) throws Exception {
    return ToldCluster.ask(made.agents(), parts);
  }

  private WizardClaims claims(ToldCluster.Part... parts) throws Exception {
    return new WizardClaims(walk, ask(parts));
  }

  /// A new set, and its first backup.
  void newSet() throws Exception {
    ConsoleRig rig = walk.rig();
    String tree = made.tree().toString();
    Told preview = made.preview(EXCLUDES);
    walk.go(new Target.NewSet());
    rig.type("#set-name", NEW);
    rig.type("#paths", tree);
    rig.type("#excludes", String.join("\n", EXCLUDES));
    walk.agrees("new-set-what", () -> claims(PEERS).newSetWhat(preview));
    rig.fire("#next");
    rig.fire("#tier-" + TIER);
    walk.agrees(
        "new-set-protection",
        () -> claims(SETS).newSetProtection(made.preflights(ask(SETS)), TIER));
    rig.fire("#next");
    List<String> typed = new ArrayList<>(List.of(tree));
    typed.addAll(EXCLUDES);
    walk.agrees(
        "new-set-review",
        () -> claims(PEERS).newSetReview(preview, made.preflights(ask(SETS)), TIER, typed));
    rig.fire("#next");
    rig.awaitNode("#report .fact-list");
    walk.agrees(
        "new-set-report",
        () ->
            claims()
                .newSetReport(
                    preview, made.preflights(ask(SETS)), ask(BACKUPS).backupsOf(NEW).getFirst()));
  }

  /// A restore of the newest backup of the documents.
  void restore(Path folder) throws Exception {
    ConsoleRig rig = walk.rig();
    Told backup = made.documents().getLast();
    String id = backup.text("backup_id");
    String to = folder.toString();
    walk.go(new Target.Restore(id, FilePath.NONE));
    walk.agrees(
        "restore-what", () -> claims().restoreWhat(ask(BACKUPS).backup(id), certificate(id)));
    rig.fire("#next");
    rig.type("#folder", to);
    walk.agrees("restore-where", () -> claims().restoreWhere(backup, certificate(id), to));
    rig.fire("#next");
    Told dry = made.agents().told("backup", "restore", id, "--to", to, "--dry-run", "--wait");
    walk.agrees("restore-preview", () -> claims().restorePreview(backup, certificate(id), to, dry));
    rig.fire("#next");
    rig.awaitNode("#result .fact-list");
    walk.agrees(
        "restore-result",
        () -> {
          Told job =
              ask(JOBS).jobs().stream()
                  .filter(one -> one.text("kind").equals("restore"))
                  .findFirst()
                  .orElseThrow();
          return claims().restoreResult(backup, certificate(id), to, dry, job);
        });
  }

  private Told certificate(String id) throws Exception {
    return made.agents().told("backup", "certificate", id);
  }

  /// The set-up of a cluster that has everything.
  void setup() throws Exception {
    ToldCluster.Part[] all = {PEERS, SETS, BACKUPS, KIT};
    walk.go(new Target.Setup());
    walk.agrees("setup-peers", () -> claims(all).setupPeers());
    walk.rig().fire("#next");
    walk.agrees("setup-tiers", () -> claims(all).setupTiers(made.preflights(ask(SETS))));
    walk.rig().fire("#next");
    walk.agrees("setup-kit", () -> claims(all).setupKit());
    for (String step : List.of("backup", "restore")) {
      walk.rig().fire("#next");
      walk.agrees("setup-" + step, () -> claims(all).setupWords());
    }
  }
}
