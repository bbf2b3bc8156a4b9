package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.CapsuleAnswer;
import com.plexichat.backup.proto.CapsuleFrame;
import com.plexichat.backup.proto.CapsuleRequest;
import com.plexichat.backup.proto.ContributeAnswer;
import com.plexichat.backup.proto.ContributeFrame;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.ForwardAnswer;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.InventoryRequest;
import com.plexichat.backup.proto.KeyRingAnswer;
import com.plexichat.backup.proto.KeyRingList;
import com.plexichat.backup.proto.KeyRingRequest;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.ObeyAnswer;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.ProveAnswer;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;

/// What an agent does for others about shards: the Peers service without gRPC.
///
/// Every method runs on a virtual thread of its own and may block. The caller's right has been
/// checked. `OperationFailed` goes to the caller as it is; any other exception is logged and
/// becomes INTERNAL. When the caller goes away, the next read or send fails with CANCELLED.
public interface PeersHandler {
  void put(Caller caller, PutStream shards) throws InterruptedException;

  void get(Caller caller, GetRequest request, FrameSink<GetFrame> answer)
      throws InterruptedException;

  ProveAnswer prove(Caller caller, ProveRequest request) throws InterruptedException;

  ForwardAnswer forward(Caller caller, ForwardRequest request) throws InterruptedException;

  RebuildAnswer rebuild(Caller caller, RebuildOrder order) throws InterruptedException;

  ContributeAnswer contribute(Caller caller, FrameSource<ContributeFrame> sum)
      throws InterruptedException;

  TrashAnswer trash(Caller caller, TrashRequest request) throws InterruptedException;

  void scrub(Caller caller, ScrubRequest request, AnswerSink<ScrubReport> reports)
      throws InterruptedException;

  void inventory(Caller caller, InventoryRequest request, AnswerSink<InventoryPage> pages)
      throws InterruptedException;

  ProbeAnswer probe(Caller caller, ProbeRequest request) throws InterruptedException;

  CapsuleAnswer putCapsule(Caller caller, FrameSource<CapsuleFrame> capsule)
      throws InterruptedException;

  void getCapsule(Caller caller, CapsuleRequest request, FrameSink<CapsuleFrame> capsule)
      throws InterruptedException;

  KeyRingAnswer putKeyRing(Caller caller, KeyRingUpdate update) throws InterruptedException;

  KeyRingList getKeyRings(Caller caller, KeyRingRequest request) throws InterruptedException;

  ObeyAnswer obey(Caller caller, EpochGrant grant) throws InterruptedException;
}
