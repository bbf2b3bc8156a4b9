package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/// Port to the agents that hold a vault: what is stored in stripes is known to them alone.
public interface LostFiles {
  /// What an agent named.
  ///
  /// @param paths by the stripe that they need
  /// @param unreadable by backup, why not all of its files can be told
  record Named(Map<StripeId, ? extends Set<ByteString>> paths, Map<String, String> unreadable) {
    public Named {
      paths = Collections.unmodifiableMap(paths);
      unreadable = Collections.unmodifiableMap(unreadable);
    }

    Set<ByteString> paths(StripeId stripe) {
      Set<ByteString> found = paths.get(stripe);
      return found == null ? Set.of() : found;
    }
  }

  /// The paths in these backups of one vault that need the stripes. Fails with VAULT_UNREADABLE
  /// when no agent that holds the vault answers.
  Named name(VaultId vault, Collection<String> backups, Collection<StripeId> stripes);
}
