package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.content.KeyRingCodec;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The vaults that the recovery key opens, by number.
///
/// Of each vault the newest ring counts that its own machine signed, or a coordinator of the
/// cluster.
final class RecoveredVaults implements AutoCloseable {
  private final List<Opened> opened = new ArrayList<>();
  private final Map<VaultId, Integer> numbers = new HashMap<>();
  private final List<VaultId> closed = new ArrayList<>();

  /// @param ring the SignedKeyRing as it was found
  record Opened(Vault vault, PeerId host, Bytes ring) {}

  /// Whose rings are believed.
  ///
  /// @param trusted whether the cluster's root or a known authority made a certificate
  /// @param coordinators that sign rings for machines that are gone
  record Trust(Predicate<X509Certificate> trusted, Set<PeerId> coordinators) {
    Trust {
      coordinators = Set.copyOf(coordinators);
    }
  }

  private record Candidate(KeyRing ring, Bytes signed) {}

  RecoveredVaults(Collection<Bytes> rings, HybridKey recovery, KeyRings keyRings, Trust trust) {
    Map<VaultId, List<Candidate>> candidates = new LinkedHashMap<>();
    for (Bytes signed : Set.copyOf(rings)) {
      try {
        KeyRing ring = KeyRingCodec.verify(signed.toArray(), trust.trusted(), trust.coordinators());
        candidates
            .computeIfAbsent(ring.vault(), _ -> new ArrayList<>())
            .add(new Candidate(ring, signed));
      } catch (OperationFailed notOurs) {
        // Another peer may have a good one; a vault without any is told of with its shards.
      }
    }
    candidates.forEach((vault, some) -> {
      some.sort(Comparator.comparingLong((Candidate one) -> one.ring().version()).reversed());
      if (some.stream().noneMatch(one -> isOpened(one, recovery, keyRings))) {
        closed.add(vault);
      }
    });
  }

  private boolean isOpened(Candidate candidate, HybridKey recovery, KeyRings keyRings) {
    try {
      Vault vault = keyRings.open(candidate.ring(), KeyRings.RECOVERY, recovery);
      numbers.put(vault.id(), opened.size());
      opened.add(new Opened(vault, candidate.ring().host(), candidate.signed()));
      return true;
    } catch (OperationFailed notForThisKit) {
      return false;
    }
  }

  List<Opened> all() {
    return opened;
  }

  Opened get(int number) {
    return opened.get(number);
  }

  /// Its number; −1 for a vault that is not open.
  int number(VaultId vault) {
    return numbers.getOrDefault(vault, -1);
  }

  /// Vaults whose rings were found and do not open.
  List<VaultId> closed() {
    return closed;
  }

  @Override
  public void close() {
    opened.forEach(one -> one.vault().close());
  }
}
