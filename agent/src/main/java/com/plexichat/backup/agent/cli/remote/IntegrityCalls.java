package com.plexichat.backup.agent.cli.remote;

import com.plexichat.backup.agent.cli.IntegrityAccess;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.IntegrityFiguresAnswer;
import com.plexichat.backup.proto.IntegrityFiguresRequest;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.shared.client.AgentClient;
import java.time.Duration;

/// The calls about copies over a connection that is open.
///
/// @param deadline of each call
record IntegrityCalls(AgentClient client, Duration deadline) implements IntegrityAccess {
  @Override
  public JobStarted checkIntegrity(CheckIntegrityRequest request) {
    return client.ask(deadline, stub -> stub.checkIntegrity(request));
  }

  @Override
  public JobStarted repairIntegrity(RepairIntegrityRequest request) {
    return client.ask(deadline, stub -> stub.repairIntegrity(request));
  }

  @Override
  public IntegrityFiguresAnswer integrityFigures(IntegrityFiguresRequest request) {
    return client.ask(deadline, stub -> stub.integrityFigures(request));
  }
}
