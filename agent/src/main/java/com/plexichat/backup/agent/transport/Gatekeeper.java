package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.Right;
import com.plexichat.backup.proto.Rights;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.time.Instant;
import java.util.Optional;

/// Decides every call by one right and one caller; nothing else in the agent lets a call in.
///
/// It knows no time and no state: the same question gets the same answer. What is not allowed here
/// is refused.
public final class Gatekeeper {
  /// The right that a method takes; RIGHT_UNSPECIFIED, which nobody has, when it names none.
  public static Right rightOf(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
        ? schema.getMethodDescriptor().getOptions().getExtension(Rights.right)
        : Right.RIGHT_UNSPECIFIED;
  }

  /// Why a call is refused; empty when it is allowed.
  public Optional<OperationFailed> refusal(
      Right right, Caller caller, Standing standing, Instant now) {
    Optional<OperationFailed> gone = gone(caller, standing, now);
    return gone.isPresent() ? gone : decide(right, caller, standing);
  }

  /// Why a caller is no longer one, whatever it asks; empty while it is.
  public Optional<OperationFailed> gone(Caller caller, Standing standing, Instant now) {
    if (standing.revoked().contains(caller.serial())) {
      return certificate(caller, "its certificate was revoked");
    }
    if (now.isAfter(caller.validUntil())) {
      return certificate(caller, "its certificate has expired");
    }
    Optional<PeerId> peer = caller.peer();
    if (peer.isPresent() && standing.expelled().contains(peer.get())) {
      return certificate(caller, "it was removed from the cluster");
    }
    return Optional.empty();
  }

  private Optional<OperationFailed> decide(Right right, Caller caller, Standing standing) {
    boolean isAllowed =
        switch (right) {
          case ENROL -> caller.kind() == Caller.Kind.STRANGER;
          case PEER -> caller.kind() == Caller.Kind.AGENT;
          case COORDINATE -> isCoordinator(caller, standing);
          case VIEW, BACKUP, RESTORE, DOWNLOAD, INTEGRITY, RETAIN, ADMIT, KEYS ->
              caller.kind() == Caller.Kind.PERSON
                  && com.plexichat.backup.agent.security.Rights.of(caller.roles())
                      .contains(com.plexichat.backup.shared.model.Right.valueOf(right.name()));
          case RIGHT_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    if (isAllowed) {
      return Optional.empty();
    }
    if (right == Right.COORDINATE && caller.kind() == Caller.Kind.AGENT) {
      return Optional.of(
          new OperationFailed(FailureCode.FENCED, "This agent", Long.toString(standing.epoch())));
    }
    return Optional.of(new OperationFailed(FailureCode.NOT_ALLOWED, caller.actor(), right.name()));
  }

  private static boolean isCoordinator(Caller caller, Standing standing) {
    Optional<PeerId> peer = caller.peer();
    return peer.isPresent() && peer.equals(standing.coordinator());
  }

  private static Optional<OperationFailed> certificate(Caller caller, String why) {
    return Optional.of(new OperationFailed(FailureCode.CERTIFICATE_REFUSED, caller.actor(), why));
  }
}
