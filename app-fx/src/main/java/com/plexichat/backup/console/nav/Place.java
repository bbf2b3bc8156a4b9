package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.Icons;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An entry of the navigation.
public enum Place {
  DASHBOARD(Group.MONITOR, Icons.DASHBOARD, new Target.Dashboard()),
  SHARD_MAP(Group.MONITOR, Icons.SHARD_MAP, new Target.ShardMap(Target.ShardFocus.ALL)),
  PEERS(Group.MONITOR, Icons.PEERS, new Target.Peers(Optional.empty())),
  BACKUPS(Group.PROTECT, Icons.BACKUPS, new Target.Backups("", "")),
  TIERS(Group.PROTECT, Icons.TIERS, new Target.Tiers()),
  SCHEDULE(Group.PROTECT, Icons.SCHEDULE, new Target.Schedule("")),
  PRUNE(Group.PROTECT, Icons.PRUNE, new Target.Prune()),
  JOBS(Group.RESPOND, Icons.JOBS, new Target.Jobs("")),
  RECOVERY_KIT(Group.RESPOND, Icons.RECOVERY_KIT, new Target.RecoveryKit()),
  AUDIT(Group.RESPOND, Icons.AUDIT, new Target.Audit()),
  SETTINGS(Group.CONSOLE, Icons.SETTINGS, new Target.SettingsPage());

  private final Group group;
  private final Icons icon;

  @SuppressWarnings("ImmutableEnumChecker") // every Target is a record of values
  private final Target target;

  /// What belongs together.
  public enum Group {
    MONITOR,
    PROTECT,
    RESPOND,
    CONSOLE;

    public List<Place> places() {
      return Arrays.stream(Place.values()).filter(place -> place.group == this).toList();
    }
  }

  Place(Group group, Icons icon, Target target) {
    this.group = group;
    this.icon = icon;
    this.target = target;
  }

  public Group group() {
    return group;
  }

  public Icons icon() {
    return icon;
  }

  public Target target() {
    return target;
  }

  /// Under which entry a target lies; empty where no cluster is open.
  public static Optional<Place> of(Target target) {
    return switch (target) {
      case Target.Welcome _, Target.Connect _, Target.Setup _ -> Optional.empty();
      case Target.Dashboard _ -> Optional.of(DASHBOARD);
      case Target.ShardMap _ -> Optional.of(SHARD_MAP);
      case Target.Peers _, Target.InvitePeer _ -> Optional.of(PEERS);
      case Target.Backups _,
          Target.Contents _,
          Target.Find _,
          Target.Compare _,
          Target.NewSet _,
          Target.Restore _ ->
          Optional.of(BACKUPS);
      case Target.Tiers _, Target.Tier _ -> Optional.of(TIERS);
      case Target.Schedule _ -> Optional.of(SCHEDULE);
      case Target.Prune _ -> Optional.of(PRUNE);
      case Target.Jobs _ -> Optional.of(JOBS);
      case Target.RecoveryKit _ -> Optional.of(RECOVERY_KIT);
      case Target.Audit _ -> Optional.of(AUDIT);
      case Target.SettingsPage _ -> Optional.of(SETTINGS);
      case Target.Help _ -> Optional.empty();
    };
  }
}
