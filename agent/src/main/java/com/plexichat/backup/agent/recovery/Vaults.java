package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.model.VaultId;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;

/// Port to the vaults that this agent was given.
public interface Vaults {
  /// The vault's keys and index; VAULT_CLOSED when this agent was not given it.
  Opened open(VaultId vault);

  /// An open vault. It stays its owner's, who closes it after its last reader.
  ///
  /// @param index what this agent knows of where the vault's chunks lie; a reader adds to it
  /// @param trusted whether a certificate is of an agent of this cluster, whatever its age
  record Opened(Vault vault, ChunkIndex index, Predicate<X509Certificate> trusted) {}
}
