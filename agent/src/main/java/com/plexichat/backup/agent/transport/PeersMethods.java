package com.plexichat.backup.agent.transport;

import com.google.protobuf.Message;
import com.plexichat.backup.proto.CapsuleAnswer;
import com.plexichat.backup.proto.CapsuleFrame;
import com.plexichat.backup.proto.CapsuleRequest;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.PeersGrpc;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutFrame;
import io.grpc.MethodDescriptor;

/// The methods that move large bodies, with marshallers that do not copy them. Their options, and
/// so their rights, are those of the generated methods.
final class PeersMethods {
  private static final FrameCodec<GetFrame> GET_FRAME =
      new FrameCodec<>(GetFrame.getDefaultInstance(), GetFrame.DATA_FIELD_NUMBER);
  private static final FrameCodec<CapsuleFrame> CAPSULE_FRAME =
      new FrameCodec<>(CapsuleFrame.getDefaultInstance(), CapsuleFrame.DATA_FIELD_NUMBER);

  static final MethodDescriptor<Framed<PutFrame>, PutAnswer> PUT =
      requests(
          PeersGrpc.getPutMethod(),
          new FrameCodec<>(PutFrame.getDefaultInstance(), PutFrame.DATA_FIELD_NUMBER));
  static final MethodDescriptor<GetRequest, Framed<GetFrame>> GET =
      answers(PeersGrpc.getGetMethod(), GET_FRAME);
  static final MethodDescriptor<Framed<ContributeFrame>, ContributeAnswer> CONTRIBUTE =
      requests(
          PeersGrpc.getContributeMethod(),
          new FrameCodec<>(
              ContributeFrame.getDefaultInstance(), ContributeFrame.DATA_FIELD_NUMBER));
  static final MethodDescriptor<Framed<CapsuleFrame>, CapsuleAnswer> PUT_CAPSULE =
      requests(PeersGrpc.getPutCapsuleMethod(), CAPSULE_FRAME);
  static final MethodDescriptor<CapsuleRequest, Framed<CapsuleFrame>> GET_CAPSULE =
      answers(PeersGrpc.getGetCapsuleMethod(), CAPSULE_FRAME);

  private PeersMethods() {}

  private static <M extends Message, R> MethodDescriptor<Framed<M>, R> requests(
      MethodDescriptor<M, R> plain, FrameCodec<M> codec) {
    return plain.toBuilder(codec, plain.getResponseMarshaller()).build();
  }

  private static <Q, M extends Message> MethodDescriptor<Q, Framed<M>> answers(
      MethodDescriptor<Q, M> plain, FrameCodec<M> codec) {
    return plain.toBuilder(plain.getRequestMarshaller(), codec).build();
  }
}
