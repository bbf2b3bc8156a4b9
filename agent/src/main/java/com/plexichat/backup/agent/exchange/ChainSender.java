package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// Brings one shard to every holder of a chain: to the first, which forwards to the others.
///
/// A first holder that is away or refuses is left out and the next one becomes the first: its
/// followers have not been asked. Each holder is sent to at most once from here.
final class ChainSender {
  private final PeerCalls calls;
  private final LongAdder sent;

  ChainSender(PeerCalls calls, LongAdder sent) {
    this.calls = calls;
    this.sent = sent;
  }

  /// One answer for every order, in no particular order.
  ///
  /// @param mends whether it brings back copies that should be there
  List<HolderAnswer> send(List<Signed> chain, ShardId shard, byte[] file, boolean mends) {
    Map<String, Signed> pending = new LinkedHashMap<>();
    for (Signed order : chain) {
      pending.put(target(order), order);
    }
    List<HolderAnswer> answers = new ArrayList<>();
    while (!pending.isEmpty()) {
      String first = pending.keySet().iterator().next();
      Set<String> answered = new HashSet<>();
      for (HolderAnswer answer : ask(first, List.copyOf(pending.values()), file, shard, mends)) {
        if (pending.containsKey(answer.getPeerId()) && answered.add(answer.getPeerId())) {
          answers.add(answer);
        }
      }
      if (answered.add(first)) {
        answers.add(failure(first, new OperationFailed(FailureCode.INTERNAL, "no own answer")));
      }
      pending.keySet().removeAll(answered);
    }
    return answers;
  }

  private List<HolderAnswer> ask(
      String first, List<Signed> chain, byte[] file, ShardId shard, boolean mends) {
    PutHead head =
        PutHead.newBuilder()
            .setShard(ByteString.copyFrom(shard.bytes()))
            .setLength(file.length)
            .addAllChain(chain)
            .setMends(mends)
            .build();
    try {
      PutAnswer answer = calls.put(new PeerId(first), head, file);
      sent.add(file.length);
      return answer.getHoldersList();
    } catch (OperationFailed e) {
      return List.of(failure(first, e));
    }
  }

  static HolderAnswer failure(String peer, OperationFailed failed) {
    return HolderAnswer.newBuilder().setPeerId(peer).setFailure(Failing.message(failed)).build();
  }

  /// The peer that an order is for; who reads it there believes nothing else of it.
  static String target(Signed order) {
    return Orders.read(order).target().hex();
  }
}
