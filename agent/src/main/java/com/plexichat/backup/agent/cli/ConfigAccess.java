package com.plexichat.backup.agent.cli;

import com.plexichat.backup.proto.ConfigChange;
import com.plexichat.backup.proto.DiffConfigRequest;
import com.plexichat.backup.proto.ListConfigAnswer;
import com.plexichat.backup.proto.ListConfigRequest;
import com.plexichat.backup.proto.ListConfigVersionsAnswer;
import com.plexichat.backup.proto.ListConfigVersionsRequest;
import com.plexichat.backup.proto.RevertConfigRequest;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.proto.ShowTransfersAnswer;
import com.plexichat.backup.proto.ShowTransfersRequest;

/// The calls of the service `Settings`; they fail as those of [ClusterAccess] do.
public interface ConfigAccess {
  ListConfigAnswer listConfig(ListConfigRequest request);

  ConfigChange setConfig(SetConfigRequest request);

  ListConfigVersionsAnswer listConfigVersions(ListConfigVersionsRequest request);

  ConfigChange diffConfig(DiffConfigRequest request);

  ConfigChange revertConfig(RevertConfigRequest request);

  ShowTransfersAnswer showTransfers(ShowTransfersRequest request);
}
