package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.ledger.Ledger;
import com.plexichat.backup.agent.policy.ConfigBook;
import com.plexichat.backup.shared.model.Parameter;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What all upkeep works with.
///
/// @param random for nonces, leaves and tokens: unpredictable, and safe for several threads
/// @param untold who may not know of every lock
public record UpkeepBase(
    Catalogue catalogue,
    Ledger ledger,
    Holders holders,
    InstantSource time,
    RandomGenerator random,
    Untold untold) {

  /// As it is when the coordinator starts.
  public UpkeepBase(
      Catalogue catalogue,
      Ledger ledger,
      Holders holders,
      InstantSource time,
      RandomGenerator random) {
    this(catalogue, ledger, holders, time, random, new Untold());
  }

  /// A parameter of the configuration as it is now.
  int tuned(Parameter parameter) {
    return new ConfigBook(catalogue).tuning().count(parameter);
  }

  long now() {
    return time.millis();
  }

  /// How far the log goes now: what is asked from here on is news of copies as they are then.
  long asOf() {
    return catalogue.head().index();
  }

  byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
