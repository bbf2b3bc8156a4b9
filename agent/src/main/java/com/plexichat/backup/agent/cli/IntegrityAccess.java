package com.plexichat.backup.agent.cli;

import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.IntegrityFiguresAnswer;
import com.plexichat.backup.proto.IntegrityFiguresRequest;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.RepairIntegrityRequest;

/// What people ask about whether copies are right.
public interface IntegrityAccess {
  JobStarted checkIntegrity(CheckIntegrityRequest request);

  JobStarted repairIntegrity(RepairIntegrityRequest request);

  IntegrityFiguresAnswer integrityFigures(IntegrityFiguresRequest request);
}
