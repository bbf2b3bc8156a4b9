package com.plexichat.backup.agent.exchange;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.Directory;
import com.plexichat.backup.proto.SignedDirectory;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What comes from outside: time, chance, and the newest directory that this agent has with its
/// version.
public record Surroundings(
    InstantSource clock,
    SecureRandom random,
    Supplier<SignedDirectory> directory,
    LongSupplier directoryVersion) {

  /// Whether a certificate is revoked, as that directory has it.
  boolean isRevoked(String serial) {
    try {
      return Directory.parseFrom(directory.get().getDirectory())
          .getRevokedSerialsList()
          .contains(serial);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a directory that was verified", e);
    }
  }
}
