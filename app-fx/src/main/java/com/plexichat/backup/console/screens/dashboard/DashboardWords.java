package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.nav.Target.ShardFocus;
import com.plexichat.backup.console.state.Attention;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Freshness;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;

/// What the dashboard says of a cluster, and where each thing is looked into.
final class DashboardWords {
  private final Kit kit;
  private final JobWords jobs;

  DashboardWords(Kit kit) {
    this.kit = kit;
    this.jobs = new JobWords(kit);
  }

  /// What matters now, in one sentence.
  String sentence(ClusterState state) {
    if (!state.isKnown()) {
      return kit.text("screen.loading");
    }
    Overview now = Overview.of(state);
    String said = kit.text("dashboard.sentence", peers(now), shards(now));
    if (now.lost() > 0) {
      said = kit.text("dashboard.andLost", said, now.lost(), kit.figures().count(now.lost()));
    } else if (now.under() > 0) {
      said = kit.text("dashboard.nothingLost", said);
    } else {
      said = kit.text("dashboard.end", said);
    }
    return state.freshness() instanceof Freshness.Stale
        ? kit.text("dashboard.lastHeard", said)
        : said;
  }

  private String peers(Overview now) {
    if (now.down() > 0) {
      return kit.text("dashboard.peersDown", now.down(), now.peers());
    }
    if (now.silent() > 0) {
      return kit.text("dashboard.peersSilent", now.silent(), now.peers());
    }
    return kit.text("dashboard.peersAnswer", now.peers());
  }

  private String shards(Overview now) {
    if (now.sets() == 0 && now.shards() == 0) {
      return kit.text("dashboard.noSets");
    }
    if (now.shards() == 0) {
      return kit.text("dashboard.noShards");
    }
    return now.under() == 0
        ? kit.text("dashboard.allCovered")
        : kit.text("dashboard.under", now.under(), kit.figures().count(now.under()));
  }

  /// What needs a look.
  String headline(Attention attention, ClusterState state) {
    String name =
        attention.cause() == Attention.Cause.JOB_FAILED
            ? state.job(attention.subject()).map(job -> job(job, state)).orElse(attention.name())
            : attention.name();
    return kit.texts()
        .of(attention.cause(), attention.count(), name, kit.figures().count(attention.count()));
  }

  /// Why it matters, and what is done about it.
  String why(Attention.Cause cause) {
    return switch (cause) {
      case SHARDS_LOST -> kit.text("dashboard.whyLost");
      case BACKUP_NOT_RESTORABLE -> kit.text("dashboard.whyNotRestorable");
      case SEPARATION_BROKEN -> kit.text("dashboard.whySeparation");
      case PEER_DOWN -> kit.text("dashboard.whyDown");
      case DURABILITY_LOW -> kit.text("dashboard.whyDurability");
      case PEER_STORES_NOTHING -> kit.text("dashboard.whyStoresNothing");
      case SET_WITHOUT_BACKUP -> kit.text("dashboard.whyNoBackup");
      case BACKUP_FAILED -> kit.text("dashboard.whyFailed");
      case COPIES_MISSING -> kit.text("dashboard.whyMissing");
      case BACKUP_UNDER_PROTECTED -> kit.text("dashboard.whyUnder");
      case PEER_SUSPECT -> kit.text("dashboard.whySuspect");
      case PEER_NEARLY_FULL -> kit.text("dashboard.whyFull");
      case JOB_FAILED -> kit.text("dashboard.whyJob");
      case KIT_NOT_STORED -> kit.text("dashboard.whyKit");
    };
  }

  /// Where it is looked into.
  static Target target(Attention attention) {
    String subject = attention.subject();
    return switch (attention.cause()) {
      case SHARDS_LOST, SEPARATION_BROKEN, COPIES_MISSING -> unhealthyShards();
      case BACKUP_NOT_RESTORABLE, BACKUP_FAILED, BACKUP_UNDER_PROTECTED ->
          new Target.Backups("", subject);
      case SET_WITHOUT_BACKUP -> new Target.Backups(subject, "");
      case PEER_DOWN, PEER_SUSPECT, PEER_STORES_NOTHING, PEER_NEARLY_FULL ->
          new Target.Peers(Optional.of(new PeerId(subject)));
      case DURABILITY_LOW -> new Target.Tiers();
      case JOB_FAILED -> new Target.Jobs(subject);
      case KIT_NOT_STORED -> new Target.RecoveryKit();
    };
  }

  static Target unhealthyShards() {
    return new Target.ShardMap(new ShardFocus("", Optional.empty(), true));
  }

  /// A job by what it is about.
  String job(Job job, ClusterState state) {
    Optional<Backup> backup =
        job.backupId().isEmpty() ? Optional.empty() : state.backup(job.backupId());
    return backup
        .map(one ->
            kit.text(
                "dashboard.jobOf", jobs.kind(job), one.set(), kit.figures().count(one.number())))
        .orElseGet(() -> jobs.kind(job));
  }
}
