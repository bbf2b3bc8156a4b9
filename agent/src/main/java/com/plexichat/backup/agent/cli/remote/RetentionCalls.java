package com.plexichat.backup.agent.cli.remote;

import com.plexichat.backup.agent.cli.RetentionAccess;
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
import com.plexichat.backup.proto.RetentionGrpc;
import com.plexichat.backup.proto.RetentionGrpc.RetentionBlockingStub;
import com.plexichat.backup.proto.SetRulesRequest;
import com.plexichat.backup.proto.SimulateAnswer;
import com.plexichat.backup.proto.SimulateRequest;
import com.plexichat.backup.shared.client.AgentClient;
import java.time.Duration;
import java.util.function.Function;

/// The calls of the service `Retention` over a connection that is open.
///
/// @param deadline of each call
record RetentionCalls(AgentClient client, Duration deadline) implements RetentionAccess {
  private <A> A ask(Function<RetentionBlockingStub, A> question) {
    return client.ask(deadline, RetentionGrpc::newBlockingStub, question);
  }

  @Override
  public ListTiersAnswer listTiers(ListTiersRequest request) {
    return ask(stub -> stub.listTiers(request));
  }

  @Override
  public DefineTierAnswer defineTier(DefineTierRequest request) {
    return ask(stub -> stub.defineTier(request));
  }

  @Override
  public ApplyTierAnswer applyTier(ApplyTierRequest request) {
    return ask(stub -> stub.applyTier(request));
  }

  @Override
  public ChangeTierAnswer changeTier(ChangeTierRequest request) {
    return ask(stub -> stub.changeTier(request));
  }

  @Override
  public LockBackupAnswer lockBackup(LockBackupRequest request) {
    return ask(stub -> stub.lockBackup(request));
  }

  @Override
  public ListRulesAnswer listRules(ListRulesRequest request) {
    return ask(stub -> stub.listRules(request));
  }

  @Override
  public ListRulesAnswer setRules(SetRulesRequest request) {
    return ask(stub -> stub.setRules(request));
  }

  @Override
  public SimulateAnswer simulateRetention(SimulateRequest request) {
    return ask(stub -> stub.simulateRetention(request));
  }

  @Override
  public AuditRetentionAnswer auditRetention(AuditRetentionRequest request) {
    return ask(stub -> stub.auditRetention(request));
  }
}
