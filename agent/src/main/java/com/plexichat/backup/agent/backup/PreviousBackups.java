package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.ManifestReader;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;
import java.util.Optional;

/// Port to what earlier backups left on the peers.
public interface PreviousBackups {
  /// Opens a backup of the set; empty when it cannot be read now, which costs time and nothing
  /// else.
  Optional<Previous> open(Vault vault, ChunkIndex index, String backupId);

  /// Opens stripes by themselves.
  ContentReader stripes(Vault vault, Collection<StripeId> stripes);

  /// An earlier backup: its record and its directories. The closer ends the connections behind
  /// them.
  record Previous(Record record, ManifestReader manifest, Runnable closer) {}
}
