package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.ApplyTierRequest;
import com.plexichat.backup.proto.AuditRetentionRequest;
import com.plexichat.backup.proto.DefineTierRequest;
import com.plexichat.backup.proto.ListRulesRequest;
import com.plexichat.backup.proto.ListTiersRequest;
import com.plexichat.backup.proto.LockBackupRequest;
import com.plexichat.backup.proto.RetentionGrpc;
import com.plexichat.backup.proto.RetentionGrpc.RetentionBlockingStub;
import com.plexichat.backup.proto.SetRulesRequest;
import com.plexichat.backup.proto.SimulateRequest;
import com.plexichat.backup.shared.model.LifecycleRules;
import com.plexichat.backup.shared.model.RetentionFindings;
import com.plexichat.backup.shared.model.RetentionForecast;
import com.plexichat.backup.shared.model.TierDraft;
import com.plexichat.backup.shared.model.TierVersion;
import com.plexichat.backup.shared.wire.TierAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The tiers of one agent's cluster, asked over the network.
final class TieringClient implements Tiering {
  /// How long an answer may take for which the coordinator goes over all backups.
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(5);

  private final AgentClient agent;

  TieringClient(AgentClient agent) {
    this.agent = agent;
  }

  private <A> A ask(Function<RetentionBlockingStub, A> question) {
    return agent.ask(LONG_PATIENCE, RetentionGrpc::newBlockingStub, question);
  }

  @Override
  public List<TierVersion> tiers() {
    return versions("");
  }

  @Override
  public List<TierVersion> versions(String name) {
    ListTiersRequest ask = ListTiersRequest.newBuilder().setName(name).build();
    return ask(stub -> stub.listTiers(ask)).getTiersList().stream()
        .map(TierAnswers::version)
        .toList();
  }

  @Override
  public TierVersion.Defined previewTier(TierDraft draft) {
    return define(
        DefineTierRequest.newBuilder()
            .setTier(TierAnswers.message(draft))
            .setDryRun(true)
            .setAllowUnderProtected(true));
  }

  @Override
  public TierVersion.Defined defineTier(TierDraft draft, String reason) {
    return define(
        DefineTierRequest.newBuilder()
            .setTier(TierAnswers.message(draft))
            .setWhy(reason)
            .setConfirm(true)
            .setAllowUnderProtected(true));
  }

  private TierVersion.Defined define(DefineTierRequest.Builder ask) {
    DefineTierRequest whole = ask.build();
    return TierAnswers.defined(ask(stub -> stub.defineTier(whole)));
  }

  @Override
  public TierVersion.Applied previewApply(String tier) {
    return apply(ApplyTierRequest.newBuilder().setTier(tier).setDryRun(true));
  }

  @Override
  public TierVersion.Applied previewApply(TierDraft draft) {
    return apply(
        ApplyTierRequest.newBuilder()
            .setTier(draft.name())
            .setDraft(TierAnswers.message(draft))
            .setDryRun(true));
  }

  @Override
  public TierVersion.Applied applyTier(String tier, String reason) {
    return apply(ApplyTierRequest.newBuilder().setTier(tier).setWhy(reason).setConfirm(true));
  }

  private TierVersion.Applied apply(ApplyTierRequest.Builder ask) {
    ApplyTierRequest whole = ask.build();
    return TierAnswers.applied(ask(stub -> stub.applyTier(whole)));
  }

  @Override
  public Instant lock(String backupId, int days, String reason) {
    LockBackupRequest ask =
        LockBackupRequest.newBuilder().setBackupId(backupId).setDays(days).setWhy(reason).build();
    return Instant.ofEpochMilli(ask(stub -> stub.lockBackup(ask)).getUntilMs());
  }

  @Override
  public LifecycleRules rules() {
    ListRulesRequest ask = ListRulesRequest.getDefaultInstance();
    return TierAnswers.rules(ask(stub -> stub.listRules(ask)));
  }

  @Override
  public LifecycleRules putRule(LifecycleRules.Rule rule, String reason, boolean preview) {
    return change(
        SetRulesRequest.newBuilder()
            .setPut(TierAnswers.message(rule))
            .setWhy(reason)
            .setDryRun(preview));
  }

  @Override
  public LifecycleRules removeRule(String pattern, String reason, boolean preview) {
    return change(
        SetRulesRequest.newBuilder().setRemove(pattern).setWhy(reason).setDryRun(preview));
  }

  private LifecycleRules change(SetRulesRequest.Builder ask) {
    SetRulesRequest whole = ask.build();
    return TierAnswers.rules(ask(stub -> stub.setRules(whole)));
  }

  @Override
  public RetentionForecast forecast(int days, String tier) {
    SimulateRequest ask = SimulateRequest.newBuilder().setDays(days).setTier(tier).build();
    return TierAnswers.forecast(ask(stub -> stub.simulateRetention(ask)));
  }

  @Override
  public RetentionForecast forecast(int days, TierDraft draft) {
    SimulateRequest ask =
        SimulateRequest.newBuilder()
            .setDays(days)
            .setTier(draft.name())
            .setDraft(TierAnswers.message(draft))
            .build();
    return TierAnswers.forecast(ask(stub -> stub.simulateRetention(ask)));
  }

  @Override
  public RetentionFindings audit() {
    AuditRetentionRequest ask = AuditRetentionRequest.getDefaultInstance();
    return TierAnswers.findings(ask(stub -> stub.auditRetention(ask)));
  }
}
