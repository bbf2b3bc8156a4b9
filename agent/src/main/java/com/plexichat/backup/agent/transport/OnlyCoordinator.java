package com.plexichat.backup.agent.transport;

import com.plexichat.backup.agent.peers.PeerDirectory;
import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.util.Optional;

/// Lets a coordinator's services answer only while no other one took its place: then callers are
/// told where to go.
public final class OnlyCoordinator implements ServerInterceptor {
  private final PeerDirectory directory;
  private final Optional<PeerId> self;

  /// @param directory in which this agent coordinates now
  public OnlyCoordinator(PeerDirectory directory) {
    this.directory = directory;
    this.self = directory.coordinator();
  }

  public ServerServiceDefinition around(BindableService service) {
    return ServerInterceptors.intercept(service, this);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (directory.coordinator().equals(self)) {
      return next.startCall(call, headers);
    }
    OperationFailed moved =
        new OperationFailed(
            FailureCode.NOT_COORDINATOR,
            String.valueOf(call.getAuthority()),
            directory.grant().map(grant -> grant.getEndpoint()).orElse(""));
    call.close(CallFailures.status(moved), CallFailures.trailers(moved));
    return new ServerCall.Listener<>() {};
  }
}
