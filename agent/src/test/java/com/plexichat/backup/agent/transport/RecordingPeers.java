package com.plexichat.backup.agent.transport;

import com.google.protobuf.ByteString;
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
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A peer that keeps shards in memory, or only their checksums.
class RecordingPeers implements PeersHandler {
  final Map<ByteString, byte[]> shards = new ConcurrentHashMap<>();
  final AtomicLong received = new AtomicLong();
  final AtomicLong open = new AtomicLong();
  final CountDownLatch ended = new CountDownLatch(1);
  volatile boolean keeps = true;
  volatile @Nullable CountDownLatch gate;
  private final Map<String, ByteArrayOutputStream> capsules = new ConcurrentHashMap<>();

  @Override
  public void put(Caller caller, PutStream stream) throws InterruptedException {
    open.incrementAndGet();
    try {
      byte[] buffer = new byte[IncomingShards.LARGEST];
      for (var shard = stream.next(); shard != null; shard = stream.next()) {
        CountDownLatch wait = gate;
        if (wait != null) {
          wait.await();
        }
        if (keeps) {
          shards.put(shard.head().getShard(), shard.read());
        } else {
          shard.read(buffer, 0);
        }
        received.addAndGet(shard.length());
        stream.answer(PutAnswer.newBuilder().setShard(shard.head().getShard()).build());
      }
    } finally {
      ended.countDown();
    }
  }

  @Override
  public void get(Caller caller, GetRequest request, FrameSink<GetFrame> answer)
      throws InterruptedException {
    byte[] file = shards.get(request.getShard());
    if (file == null) {
      throw new OperationFailed(FailureCode.SHARD_UNKNOWN, "beta", "x");
    }
    int from = (int) request.getOffset();
    int size = request.getLength() == 0 ? file.length - from : (int) request.getLength();
    answer.send(Framed.of(GetFrame.newBuilder().setTotal(file.length).build()));
    answer.send(GetFrame.getDefaultInstance(), file, from, size);
  }

  @Override
  public ProveAnswer prove(Caller caller, ProveRequest request) {
    throw new IllegalStateException("secret detail");
  }

  @Override
  public ForwardAnswer forward(Caller caller, ForwardRequest request) {
    return ForwardAnswer.getDefaultInstance();
  }

  @Override
  public RebuildAnswer rebuild(Caller caller, RebuildOrder order) {
    return RebuildAnswer.getDefaultInstance();
  }

  @Override
  public ContributeAnswer contribute(Caller caller, FrameSource<ContributeFrame> sum)
      throws InterruptedException {
    byte[] all = sum.rest(IncomingShards.LARGEST);
    received.addAndGet(all.length);
    return ContributeAnswer.getDefaultInstance();
  }

  @Override
  public TrashAnswer trash(Caller caller, TrashRequest request) {
    return TrashAnswer.getDefaultInstance();
  }

  @Override
  public void scrub(Caller caller, ScrubRequest request, AnswerSink<ScrubReport> reports)
      throws InterruptedException {
    for (int i = 1; i <= 1000; i++) {
      reports.send(ScrubReport.newBuilder().setChecked(i).build());
    }
  }

  @Override
  public void inventory(Caller caller, InventoryRequest request, AnswerSink<InventoryPage> pages) {}

  @Override
  public ProbeAnswer probe(Caller caller, ProbeRequest request) {
    return ProbeAnswer.newBuilder().setPeerId(Caller.current().id()).setReached(true).build();
  }

  @Override
  public CapsuleAnswer putCapsule(Caller caller, FrameSource<CapsuleFrame> capsule)
      throws InterruptedException {
    long length = 0;
    for (var frame = capsule.next(); frame != null; frame = capsule.next()) {
      ByteArrayOutputStream file =
          capsules.computeIfAbsent(frame.head().getGeneration(), _ -> new ByteArrayOutputStream());
      file.writeBytes(frame.bytes());
      length = file.size();
    }
    return CapsuleAnswer.newBuilder().setLength(length).build();
  }

  @Override
  public void getCapsule(Caller caller, CapsuleRequest request, FrameSink<CapsuleFrame> sink)
      throws InterruptedException {
    if (request.getGeneration().isEmpty()) {
      for (var one : capsules.entrySet()) {
        sink.send(
            Framed.of(
                CapsuleFrame.newBuilder()
                    .setGeneration(one.getKey())
                    .setOffset(one.getValue().size())
                    .build()));
      }
      return;
    }
    byte[] all = Objects.requireNonNull(capsules.get(request.getGeneration())).toByteArray();
    sink.send(CapsuleFrame.getDefaultInstance(), all, 0, all.length);
  }

  @Override
  public KeyRingAnswer putKeyRing(Caller caller, KeyRingUpdate update) {
    return KeyRingAnswer.getDefaultInstance();
  }

  @Override
  public KeyRingList getKeyRings(Caller caller, KeyRingRequest request) {
    return KeyRingList.getDefaultInstance();
  }

  @Override
  public ObeyAnswer obey(Caller caller, EpochGrant grant) {
    return ObeyAnswer.getDefaultInstance();
  }
}
