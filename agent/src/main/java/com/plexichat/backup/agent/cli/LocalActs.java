package com.plexichat.backup.agent.cli;

import com.plexichat.backup.shared.client.Context;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What the command line asks of the machine that it runs on. Everything else goes to a cluster
/// through [ClusterAccess].
///
/// Each act fails with an OperationFailed. Passphrases stay with the caller, who closes them.
public interface LocalActs {
  /// Founds a cluster: root and recovery kit, the first agent's identity and configuration, and an
  /// administrator context for the founder. Does not start the agent.
  Founded init(InitOptions options, Passphrase kitPassphrase);

  /// Makes a key pair here, enrols it with the token and writes the agent's configuration. Does not
  /// start the agent.
  Joined join(JoinOptions options);

  /// Serves the agent configured in `home` until the process is told to end.
  ///
  /// @return the process's exit code
  int run(Path home);

  /// Sets up a new coordinator from the recovery kit and what the peers hold. Does not start it.
  Recovered recover(RecoverOptions options, Passphrase kitPassphrase);

  /// Makes a key pair in `home` and enrols a person with the token of `person invite`; the new
  /// context becomes the one in use.
  ///
  /// @param address host:port of the enrolment listener; empty: the one in the token
  Context contextAdd(String address, String token, Path home);

  /// The contexts in `home`, by name; none when there is no such folder. Fails when one cannot be
  /// read, so that a script takes no part for the whole.
  List<Context> contexts(Path home);

  /// Makes a context the one in use.
  Context contextUse(String name, Path home);

  /// Reads a recovery kit, which proves the passphrase.
  KitFacts kitOpen(Path kit, Passphrase passphrase);

  /// Writes the page to print (PDF) of a recovery kit.
  KitFacts kitPrint(Path kit, Passphrase passphrase, Path page);

  /// A cluster that has just come to be.
  ///
  /// @param fingerprint of the cluster's root certificate, hex
  record Founded(
      String clusterId, String clusterName, String peerId, String fingerprint, Path kit) {}

  record Joined(String clusterId, String peerId, String coordinatorEndpoint) {}

  /// What came back with the new coordinator.
  ///
  /// @param source capsule, or headers
  /// @param lost facts that could not be brought back, one sentence each
  record Recovered(
      String clusterId,
      String peerId,
      String source,
      int peersAnswered,
      long backups,
      long stripes,
      List<String> lost) {
    public Recovered {
      lost = List.copyOf(lost);
    }
  }

  /// Whose recovery kit a file is.
  ///
  /// @param fingerprint of the cluster's root certificate, hex
  record KitFacts(String clusterId, String clusterName, String fingerprint, Instant created) {}
}
