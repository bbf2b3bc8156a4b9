package com.plexichat.backup.agent.exchange;

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
    LongSupplier directoryVersion) {}
