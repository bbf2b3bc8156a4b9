package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.InviteModel;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.audit.AuditModel;
import com.plexichat.backup.console.screens.audit.AuditView;
import com.plexichat.backup.console.screens.backups.BackupsModel;
import com.plexichat.backup.console.screens.backups.BackupsView;
import com.plexichat.backup.console.screens.backups.CompareModel;
import com.plexichat.backup.console.screens.backups.CompareView;
import com.plexichat.backup.console.screens.backups.ContentsModel;
import com.plexichat.backup.console.screens.backups.ContentsView;
import com.plexichat.backup.console.screens.backups.DownloadModel;
import com.plexichat.backup.console.screens.backups.FindModel;
import com.plexichat.backup.console.screens.backups.FindView;
import com.plexichat.backup.console.screens.backups.SaveDialog;
import com.plexichat.backup.console.screens.dashboard.DashboardView;
import com.plexichat.backup.console.screens.help.HelpView;
import com.plexichat.backup.console.screens.jobs.JobsModel;
import com.plexichat.backup.console.screens.jobs.JobsView;
import com.plexichat.backup.console.screens.newset.NewSetModel;
import com.plexichat.backup.console.screens.newset.NewSetView;
import com.plexichat.backup.console.screens.peers.InviteView;
import com.plexichat.backup.console.screens.peers.PeersModel;
import com.plexichat.backup.console.screens.peers.PeersView;
import com.plexichat.backup.console.screens.prune.PruneModel;
import com.plexichat.backup.console.screens.prune.PruneView;
import com.plexichat.backup.console.screens.recoverykit.FileDialogs;
import com.plexichat.backup.console.screens.recoverykit.RecoveryKitModel;
import com.plexichat.backup.console.screens.recoverykit.RecoveryKitView;
import com.plexichat.backup.console.screens.restore.RestoreModel;
import com.plexichat.backup.console.screens.restore.RestoreView;
import com.plexichat.backup.console.screens.schedule.ScheduleModel;
import com.plexichat.backup.console.screens.schedule.ScheduleView;
import com.plexichat.backup.console.screens.settings.SettingsModel;
import com.plexichat.backup.console.screens.settings.SettingsView;
import com.plexichat.backup.console.screens.setup.FoundingModel;
import com.plexichat.backup.console.screens.setup.GuideModel;
import com.plexichat.backup.console.screens.setup.SetupView;
import com.plexichat.backup.console.screens.shardmap.ShardMapModel;
import com.plexichat.backup.console.screens.shardmap.ShardMapScreen;
import com.plexichat.backup.console.screens.tiers.RulesModel;
import com.plexichat.backup.console.screens.tiers.TierEditModel;
import com.plexichat.backup.console.screens.tiers.TierEditView;
import com.plexichat.backup.console.screens.tiers.TiersModel;
import com.plexichat.backup.console.screens.tiers.TiersView;
import com.plexichat.backup.console.screens.welcome.ConnectModel;
import com.plexichat.backup.console.screens.welcome.ConnectView;
import com.plexichat.backup.console.screens.welcome.WelcomeModel;
import com.plexichat.backup.console.screens.welcome.WelcomeView;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.console.state.LocalCommand;
import com.plexichat.backup.console.state.Sessions.Session;
import java.util.Optional;

/// Makes the screen of a target. What is in the making outlives the screen that it is made on.
final class Screens {
  private final Surroundings around;
  private final ConsoleConfig config;
  private final Kit kit;
  private final Navigator navigator;
  private final FoundingModel founding;
  private Optional<Drafts> drafts;

  /// What is in the making on a cluster.
  private record Drafts(Session session, GuideModel guide, NewSetModel newSet) {}

  Screens(Surroundings around, ConsoleConfig config) {
    this(
        around,
        config,
        new FoundingModel(around.kit(), around.sessions(), local(config), config.home()),
        Optional.empty());
  }

  private Screens(
      Surroundings around, ConsoleConfig config, FoundingModel founding, Optional<Drafts> drafts) {
    this.around = around;
    this.config = config;
    this.kit = around.kit();
    this.navigator = around.navigator();
    this.founding = founding;
    this.drafts = drafts;
  }

  /// Screens in other words of the same that is in the making.
  Screens in(Surroundings other) {
    return new Screens(other, config, founding, drafts);
  }

  private Drafts drafts(Session session) {
    Drafts now =
        drafts
            .filter(one -> one.session().equals(session))
            .orElseGet(() ->
                new Drafts(session, new GuideModel(kit, session), new NewSetModel(kit, session)));
    drafts = Optional.of(now);
    return now;
  }

  private static Optional<LocalCommand> local(ConsoleConfig config) {
    return LocalCommand.find(config.launcher(), config.searchPath());
  }

  /// Where a cluster is needed and none is open, the way to one is shown.
  Screen of(Target target) {
    Optional<Session> session = around.sessions().open().get();
    return switch (target) {
      case Target.Connect _ ->
          new ConnectView(kit, new ConnectModel(kit, around.sessions()), navigator);
      case Target.Setup _ ->
          new SetupView(kit, founding, session.map(open -> drafts(open).guide()), navigator);
      case Target.SettingsPage _ ->
          new SettingsView(
              kit, new SettingsModel(around.preferences(), config.home(), kit.clock()), navigator);
      case Target.Help _ -> new HelpView(kit, navigator, new Acts(around).all());
      default -> session.map(open -> of(target, open)).orElseGet(this::welcome);
    };
  }

  private Screen of(Target target, Session session) {
    LiveCluster live = session.live();
    return switch (target) {
      case Target.Dashboard _ -> new DashboardView(kit, live, navigator);
      case Target.ShardMap _ ->
          new ShardMapScreen(
              kit,
              new ShardMapModel(kit, session),
              new ShardMapScreen.Parts(live, navigator, around.theme()));
      case Target.Peers _ -> new PeersView(kit, new PeersModel(kit), live, navigator);
      case Target.InvitePeer _ ->
          new InviteView(kit, new InviteModel(kit, session.cluster()), navigator);
      case Target.Backups _, Target.Contents _, Target.Find _, Target.Compare _ ->
          ofBackups(target, session);
      case Target.NewSet _ -> new NewSetView(kit, drafts(session).newSet(), live, navigator);
      case Target.Restore _ ->
          new RestoreView(kit, new RestoreModel(kit, session), live, navigator);
      case Target.Jobs _ -> new JobsView(kit, new JobsModel(kit, session), live, navigator);
      case Target.Tiers _ ->
          new TiersView(
              kit, new TiersModel(kit, session), new RulesModel(kit, session), live, navigator);
      case Target.Tier _ -> new TierEditView(kit, new TierEditModel(kit, session), live, navigator);
      case Target.Schedule _ ->
          new ScheduleView(kit, new ScheduleModel(kit, session), live, navigator);
      case Target.Prune _ -> new PruneView(kit, new PruneModel(kit, session), live, navigator);
      case Target.RecoveryKit _ ->
          new RecoveryKitView(
              kit, new RecoveryKitModel(kit, session, local(config)), live, new FileDialogs());
      case Target.Audit _ -> new AuditView(kit, new AuditModel(kit, session), live);
      default -> welcome();
    };
  }

  private Screen ofBackups(Target target, Session session) {
    return switch (target) {
      case Target.Contents _ ->
          new ContentsView(
              kit,
              new ContentsModel(kit, session),
              session.live(),
              navigator,
              new ContentsView.Downloads(new DownloadModel(kit, session), new SaveDialog(kit)));
      case Target.Find _ ->
          new FindView(kit, new FindModel(kit, session), session.live(), navigator);
      case Target.Compare _ ->
          new CompareView(kit, new CompareModel(kit, session), session.live(), navigator);
      default -> new BackupsView(kit, new BackupsModel(kit, session), session.live(), navigator);
    };
  }

  private Screen welcome() {
    WelcomeModel model =
        new WelcomeModel(kit, around.sessions(), local(config), config.home().resolve("trial"));
    return new WelcomeView(kit, model, navigator);
  }
}
