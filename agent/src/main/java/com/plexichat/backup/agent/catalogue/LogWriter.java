package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.Checkpoint;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.shared.model.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Numbers, chains and dates entries before they are appended.
final class LogWriter {
  private final InstantSource clock;
  private final LongSupplier epoch;
  private final CheckpointSigner signer;
  private final MessageDigest sha256 = Frames.sha256();

  LogWriter(InstantSource clock, LongSupplier epoch, CheckpointSigner signer) {
    this.clock = clock;
    this.epoch = epoch;
    this.signer = signer;
  }

  /// Who asks for what.
  record Request(String actor, String reason, String planHash, List<Command> commands) {
    Request {
      commands = List.copyOf(commands);
    }
  }

  /// Entries that are not appended yet; `head` is the last of them.
  record Chained(List<LogEntry> entries, List<byte[]> bytes, LogHead head) {}

  /// What a checkpoint's signature covers: its index and the hash of the entry before it.
  static byte[] checkpointMessage(long index, byte[] previous) {
    return ByteBuffer.allocate(Long.BYTES + previous.length).putLong(index).put(previous).array();
  }

  /// Makes the entries of one request behind a head.
  Chained chain(LogHead after, Request request) {
    List<LogEntry> entries = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>();
    LogHead head = after;
    long at = clock.millis();
    for (Command command : request.commands()) {
      long index = head.index() + 1;
      byte[] previous = head.hash().toArray();
      LogEntry.Builder entry =
          LogEntry.newBuilder()
              .setIndex(index)
              .setPrevious(ByteString.copyFrom(previous))
              .setAtMs(at)
              .setActor(request.actor())
              .setEpoch(epoch.getAsLong())
              .setPlanHash(request.planHash())
              .setReason(request.reason());
      if (command.hasCheckpoint()) {
        byte[] certificate = signer.certificate();
        entry.setCommand(
            Command.newBuilder()
                .setCheckpoint(
                    Checkpoint.newBuilder().setCertificate(ByteString.copyFrom(certificate))));
        entry.setSignature(ByteString.copyFrom(signer.sign(checkpointMessage(index, previous))));
      } else {
        entry.setCommand(command);
      }
      LogEntry built = entry.build();
      byte[] encoded = built.toByteArray();
      Demand.wellFormed(encoded.length <= Frames.ENTRY_MAX, "an entry of %d bytes", encoded.length);
      entries.add(built);
      bytes.add(encoded);
      head = new LogHead(index, Bytes.of(sha256.digest(encoded)));
    }
    return new Chained(entries, bytes, head);
  }
}
