package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.DefineSetRequest;
import com.plexichat.backup.proto.ListSetsRequest;
import com.plexichat.backup.proto.PreflightRequest;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.SetPreview;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.BackupSets;
import com.plexichat.backup.shared.wire.Jobs;
import com.plexichat.backup.shared.wire.Tiers;
import java.time.Duration;
import java.util.List;

/// What is backed up.
final class SetClient {
  /// How long an answer may take for which the source's whole tree is read.
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(5);

  private final AgentClient agent;

  SetClient(AgentClient agent) {
    this.agent = agent;
  }

  List<BackupSet> all() {
    return stored().stream().map(BackupSets::set).toList();
  }

  private List<SetSpec> stored() {
    ListSetsRequest ask = ListSetsRequest.getDefaultInstance();
    return agent.ask(stub -> stub.listSets(ask)).getSetsList();
  }

  Preflight preflight(Tier tier, String host) {
    PreflightRequest ask =
        PreflightRequest.newBuilder().setTier(Tiers.message(tier)).setHost(host).build();
    return BackupSets.preflight(agent.ask(stub -> stub.preflight(ask)));
  }

  SetPreview preview(BackupSet set) {
    PreviewSetRequest ask = PreviewSetRequest.newBuilder().setSet(BackupSets.message(set)).build();
    return BackupSets.preview(agent.ask(LONG_PATIENCE, stub -> stub.previewSet(ask)));
  }

  BackupSet define(BackupSet set) {
    DefineSetRequest ask =
        DefineSetRequest.newBuilder().setSet(BackupSets.over(set, stored())).build();
    return BackupSets.set(agent.ask(stub -> stub.defineSet(ask)).getSet());
  }

  JobStarted backUp(BackupSet set) {
    return backUp(BackupSets.over(set, stored()));
  }

  JobStarted backUpAgain(String set) {
    return backUp(SetSpec.newBuilder().setName(set).build());
  }

  private JobStarted backUp(SetSpec set) {
    CreateBackupRequest ask = CreateBackupRequest.newBuilder().setSet(set).build();
    return Jobs.started(agent.ask(stub -> stub.createBackup(ask)));
  }
}
