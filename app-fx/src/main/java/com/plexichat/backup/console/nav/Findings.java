package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.Act;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.Peer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that the palette finds: screens, what can be done, and every object of the cluster.
final class Findings {
  private final Kit kit;
  private final Navigator navigator;
  private final List<Act> acts;

  Findings(Kit kit, Navigator navigator, List<Act> acts) {
    this.kit = kit;
    this.navigator = navigator;
    this.acts = acts;
  }

  /// @param open whether a cluster is; without one only what needs none is found
  List<Finding> of(boolean open, ClusterState state) {
    List<Finding> all = new ArrayList<>();
    Set<String> screens = new HashSet<>();
    for (Place place : Place.values()) {
      String name = kit.texts().of(place);
      screens.add(name);
      if (open || place == Place.SETTINGS) {
        all.add(goes(name, kit.text("palette.screen"), "", place.icon(), place.target()));
      }
    }
    // Screens are acts too, for their keys; they are found once.
    acts.stream()
        .filter(act -> !screens.contains(act.name()))
        .forEach(act ->
            all.add(new Finding(act.name(), kit.text("palette.act"), "", act.icon(), act.run())));
    state.peers().forEach(peer -> all.add(peer(peer)));
    state.sets().forEach(set -> all.add(set(set)));
    state.backups().forEach(backup -> all.add(backup(backup)));
    state.jobs().forEach(job -> all.add(job(job)));
    return all;
  }

  private Finding peer(Peer peer) {
    String also =
        String.join(
            " ", peer.id().hex(), peer.owner(), peer.region(), peer.site(), peer.endpoint());
    return goes(
        peer.name(),
        kit.text("palette.peer"),
        also,
        Icons.PEERS,
        new Target.Peers(Optional.of(peer.id())));
  }

  private Finding set(BackupSet set) {
    return goes(
        set.name(),
        kit.text("palette.set"),
        set.tier().name(),
        Icons.BACKUPS,
        new Target.Backups(set.name(), ""));
  }

  private Finding backup(Backup backup) {
    return goes(
        backup.set() + " #" + backup.number() + " · " + kit.figures().exact(backup.created()),
        kit.text("palette.backup"),
        backup.id() + " " + backup.host() + " " + backup.tier(),
        Icons.BACKUPS,
        new Target.Backups(backup.set(), backup.id()));
  }

  private Finding job(Job job) {
    return goes(
        kit.text("job.title", job.kind(), job.id()),
        kit.text("palette.job"),
        job.backupId() + " " + job.askedBy(),
        Icons.JOBS,
        new Target.Jobs(job.id()));
  }

  private Finding goes(String title, String kind, String also, Icons icon, Target target) {
    return new Finding(title, kind, also, icon, () -> navigator.go(target));
  }
}
