package com.plexichat.backup.agent.cli.remote;

import com.plexichat.backup.agent.cli.ConfigAccess;
import com.plexichat.backup.proto.ConfigChange;
import com.plexichat.backup.proto.DiffConfigRequest;
import com.plexichat.backup.proto.ListConfigAnswer;
import com.plexichat.backup.proto.ListConfigRequest;
import com.plexichat.backup.proto.ListConfigVersionsAnswer;
import com.plexichat.backup.proto.ListConfigVersionsRequest;
import com.plexichat.backup.proto.RevertConfigRequest;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.proto.SettingsGrpc;
import com.plexichat.backup.proto.SettingsGrpc.SettingsBlockingStub;
import com.plexichat.backup.proto.ShowTransfersAnswer;
import com.plexichat.backup.proto.ShowTransfersRequest;
import com.plexichat.backup.shared.client.AgentClient;
import java.time.Duration;
import java.util.function.Function;

/// The calls of the service `Settings` over a connection that is open.
///
/// @param deadline of each call
record ConfigCalls(AgentClient client, Duration deadline) implements ConfigAccess {
  private <A> A ask(Function<SettingsBlockingStub, A> question) {
    return client.ask(deadline, SettingsGrpc::newBlockingStub, question);
  }

  @Override
  public ListConfigAnswer listConfig(ListConfigRequest request) {
    return ask(stub -> stub.listConfig(request));
  }

  @Override
  public ConfigChange setConfig(SetConfigRequest request) {
    return ask(stub -> stub.setConfig(request));
  }

  @Override
  public ListConfigVersionsAnswer listConfigVersions(ListConfigVersionsRequest request) {
    return ask(stub -> stub.listConfigVersions(request));
  }

  @Override
  public ConfigChange diffConfig(DiffConfigRequest request) {
    return ask(stub -> stub.diffConfig(request));
  }

  @Override
  public ConfigChange revertConfig(RevertConfigRequest request) {
    return ask(stub -> stub.revertConfig(request));
  }

  @Override
  public ShowTransfersAnswer showTransfers(ShowTransfersRequest request) {
    return ask(stub -> stub.showTransfers(request));
  }
}
