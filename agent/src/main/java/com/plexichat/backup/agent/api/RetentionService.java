package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.transport.BlockingService;
import com.plexichat.backup.proto.RetentionGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/// What people ask about tiers and what follows from them.
public record RetentionService(Desks desks) implements BindableService {
  /// Who does the work behind it.
  public record Desks(
      TierDesk tiers,
      RetierDesk backups,
      LockDesk locks,
      RuleDesk rules,
      ForecastDesk forecast,
      RetentionAuditDesk audit) {}

  @Override
  public ServerServiceDefinition bindService() {
    return BlockingService.of(RetentionGrpc.SERVICE_NAME)
        .one(RetentionGrpc.getListTiersMethod(), (_, ask) -> desks.tiers().list(ask.getName()))
        .one(
            RetentionGrpc.getDefineTierMethod(),
            (caller, ask) -> desks.tiers().define(ask, caller.actor()))
        .one(
            RetentionGrpc.getApplyTierMethod(),
            (caller, ask) -> desks.tiers().apply(ask, caller.actor()))
        .one(
            RetentionGrpc.getChangeTierMethod(),
            (caller, ask) -> desks.backups().change(ask, caller.actor()))
        .one(
            RetentionGrpc.getLockBackupMethod(),
            (caller, ask) -> desks.locks().lock(ask, caller.actor()))
        .one(RetentionGrpc.getListRulesMethod(), (_, _) -> desks.rules().list())
        .one(
            RetentionGrpc.getSetRulesMethod(),
            (caller, ask) -> desks.rules().change(ask, caller.actor()))
        .one(RetentionGrpc.getSimulateRetentionMethod(), (_, ask) -> desks.forecast().simulate(ask))
        .one(RetentionGrpc.getAuditRetentionMethod(), (_, ask) -> desks.audit().audit(ask))
        .build();
  }
}
