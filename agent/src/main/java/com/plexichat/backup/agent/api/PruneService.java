package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.transport.BlockingService;
import com.plexichat.backup.proto.PrunesGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/// What people ask before and after a prune.
public record PruneService(PruneDesk prunes, PruneReports reports) implements BindableService {
  @Override
  public ServerServiceDefinition bindService() {
    return BlockingService.of(PrunesGrpc.SERVICE_NAME)
        .one(PrunesGrpc.getCheckPlanMethod(), (_, ask) -> prunes.check(ask))
        .one(PrunesGrpc.getReportPruneMethod(), (_, ask) -> reports.report(ask))
        .one(PrunesGrpc.getCheckRollbackMethod(), (_, ask) -> reports.check(ask))
        .build();
  }
}
