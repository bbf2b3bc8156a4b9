package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.jobs.RemoteWork;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BrowseOrder;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.DownloadOrder;
import com.plexichat.backup.proto.LockCopies;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.RaiseTier;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.shared.model.PeerId;
import java.util.function.Consumer;

/// Port to the machines and to the work that the coordinator does itself.
public interface JobMachines {
  /// The coordinator's own.
  PeerId own();

  /// Work that another machine does on this order.
  RemoteWork remote(PeerId host, RunOrder order);

  Work check(CheckIntegrityRequest request);

  Work repair(RepairIntegrityRequest request);

  Work prune(PrunePlan plan);

  Work rollBack(RollBackPruneRequest request);

  Work sweep();

  Work lock(LockCopies order);

  /// The copies that a backup's next tier asks.
  Work raise(RaiseTier order);

  /// Verification of one backup without its keys.
  Work verify(String backupId, String depth);

  void browse(PeerId host, BrowseOrder order, Consumer<BrowsePage> pages);

  void download(PeerId host, DownloadOrder order, Consumer<DownloadFrame> frames);

  PreviewSetAnswer preview(PeerId host, PreviewSetRequest order);

  void compare(PeerId host, CompareRequest order, Consumer<ComparePage> pages);

  /// An agent that was given this vault and answers; VAULT_UNREADABLE when none is.
  PeerId reader(BackupRow backup);
}
