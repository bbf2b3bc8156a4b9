package com.plexichat.backup.agent.api;

import com.plexichat.backup.proto.EnrolPeerRequest;
import com.plexichat.backup.proto.EnrolPersonRequest;
import com.plexichat.backup.proto.Enrolled;
import com.plexichat.backup.proto.EnrolmentGrpc;
import io.grpc.stub.StreamObserver;

/// The enrolment port: whoever has a token.
public final class EnrolmentService extends EnrolmentGrpc.EnrolmentImplBase {
  private final MemberDesk members;

  public EnrolmentService(MemberDesk members) {
    this.members = members;
  }

  @Override
  public void enrolPeer(EnrolPeerRequest request, StreamObserver<Enrolled> answer) {
    answer.onNext(members.admit(request));
    answer.onCompleted();
  }

  @Override
  public void enrolPerson(EnrolPersonRequest request, StreamObserver<Enrolled> answer) {
    answer.onNext(members.admit(request));
    answer.onCompleted();
  }
}
