package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.policy.ConfigDesk;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.ConfigChange;
import com.plexichat.backup.proto.DiffConfigRequest;
import com.plexichat.backup.proto.ListConfigAnswer;
import com.plexichat.backup.proto.ListConfigRequest;
import com.plexichat.backup.proto.ListConfigVersionsAnswer;
import com.plexichat.backup.proto.ListConfigVersionsRequest;
import com.plexichat.backup.proto.RevertConfigRequest;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.proto.SettingsGrpc;
import com.plexichat.backup.proto.ShowTransfersAnswer;
import com.plexichat.backup.proto.ShowTransfersRequest;
import io.grpc.stub.StreamObserver;

/// What people ask about the cluster's configuration.
public final class ConfigService extends SettingsGrpc.SettingsImplBase {
  private final ConfigDesk desk;
  private final TransferFigures transfers;

  /// What is measured of agents' sending.
  public interface TransferFigures {
    ShowTransfersAnswer transfers();
  }

  public ConfigService(ConfigDesk desk, TransferFigures transfers) {
    this.desk = desk;
    this.transfers = transfers;
  }

  @Override
  public void listConfig(ListConfigRequest ask, StreamObserver<ListConfigAnswer> to) {
    answer(to, desk.list());
  }

  @Override
  public void setConfig(SetConfigRequest ask, StreamObserver<ConfigChange> to) {
    answer(to, desk.set(ask, actor()));
  }

  @Override
  public void listConfigVersions(
      ListConfigVersionsRequest ask, StreamObserver<ListConfigVersionsAnswer> to) {
    answer(to, desk.versions());
  }

  @Override
  public void diffConfig(DiffConfigRequest ask, StreamObserver<ConfigChange> to) {
    answer(to, desk.diff(ask));
  }

  @Override
  public void revertConfig(RevertConfigRequest ask, StreamObserver<ConfigChange> to) {
    answer(to, desk.revert(ask, actor()));
  }

  @Override
  public void showTransfers(ShowTransfersRequest ask, StreamObserver<ShowTransfersAnswer> to) {
    answer(to, transfers.transfers());
  }

  private static String actor() {
    return Caller.current().actor();
  }

  private static <A> void answer(StreamObserver<A> to, A answer) {
    to.onNext(answer);
    to.onCompleted();
  }
}
