package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Peer;
import java.util.Optional;

/// The last word of the path to a target: the thing that is shown there.
final class Crumbs {
  private final Kit kit;
  private final ClusterState state;

  Crumbs(Kit kit, ClusterState state) {
    this.kit = kit;
    this.state = state;
  }

  /// Empty where the entry of the navigation says it all.
  Optional<String> name(Target target) {
    return switch (target) {
      case Target.Welcome _ -> Optional.of(kit.text("crumb.welcome"));
      case Target.Connect _ -> Optional.of(kit.text("crumb.connect"));
      case Target.Setup _ -> Optional.of(kit.text("crumb.setup"));
      case Target.Peers(var peer) -> peer.flatMap(state::peer).map(Peer::name);
      case Target.InvitePeer _ -> Optional.of(kit.text("crumb.invite"));
      case Target.Backups(var set, var backup) ->
          backup.isEmpty() ? Optional.of(set).filter(name -> !name.isEmpty()) : backup(backup);
      case Target.Contents(var backup, _) -> backup(backup);
      case Target.Find _ -> Optional.of(kit.text("crumb.find"));
      case Target.Compare _ -> Optional.of(kit.text("crumb.compare"));
      case Target.NewSet _ -> Optional.of(kit.text("crumb.newSet"));
      case Target.Restore(var backup, _) ->
          Optional.of(kit.text("crumb.restore", backup(backup).orElse("")));
      case Target.Tier(var name) -> Optional.of(name.isEmpty() ? kit.text("crumb.newTier") : name);
      case Target.Schedule(var name) -> Optional.of(name).filter(one -> !one.isEmpty());
      case Target.Jobs(var job) ->
          Optional.of(job).filter(id -> !id.isEmpty()).map(MonoId::shortened);
      case Target.Help _ -> Optional.of(kit.text("crumb.help"));
      case Target.Dashboard _,
          Target.ShardMap _,
          Target.Tiers _,
          Target.Prune _,
          Target.RecoveryKit _,
          Target.Audit _,
          Target.SettingsPage _ ->
          Optional.empty();
    };
  }

  private Optional<String> backup(String id) {
    return Optional.of(
        state
            .backup(id)
            .map((Backup backup) -> backup.set() + " #" + backup.number())
            .orElseGet(() -> MonoId.shortened(id)));
  }
}
