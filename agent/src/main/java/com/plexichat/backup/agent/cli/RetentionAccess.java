package com.plexichat.backup.agent.cli;

import com.plexichat.backup.proto.ApplyTierAnswer;
import com.plexichat.backup.proto.ApplyTierRequest;
import com.plexichat.backup.proto.AuditRetentionAnswer;
import com.plexichat.backup.proto.AuditRetentionRequest;
import com.plexichat.backup.proto.ChangeTierAnswer;
import com.plexichat.backup.proto.ChangeTierRequest;
import com.plexichat.backup.proto.DefineTierAnswer;
import com.plexichat.backup.proto.DefineTierRequest;
import com.plexichat.backup.proto.ListRulesAnswer;
import com.plexichat.backup.proto.ListRulesRequest;
import com.plexichat.backup.proto.ListTiersAnswer;
import com.plexichat.backup.proto.ListTiersRequest;
import com.plexichat.backup.proto.LockBackupAnswer;
import com.plexichat.backup.proto.LockBackupRequest;
import com.plexichat.backup.proto.SetRulesRequest;
import com.plexichat.backup.proto.SimulateAnswer;
import com.plexichat.backup.proto.SimulateRequest;

/// The calls of the service `Retention`; they fail as those of [ClusterAccess] do.
public interface RetentionAccess {
  ListTiersAnswer listTiers(ListTiersRequest request);

  DefineTierAnswer defineTier(DefineTierRequest request);

  ApplyTierAnswer applyTier(ApplyTierRequest request);

  ChangeTierAnswer changeTier(ChangeTierRequest request);

  LockBackupAnswer lockBackup(LockBackupRequest request);

  ListRulesAnswer listRules(ListRulesRequest request);

  ListRulesAnswer setRules(SetRulesRequest request);

  SimulateAnswer simulateRetention(SimulateRequest request);

  AuditRetentionAnswer auditRetention(AuditRetentionRequest request);
}
