package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ManifestReader;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.Record;
import java.util.Optional;

/// Port to the contents of an earlier backup of the set.
public interface PreviousBackups {
  /// Opens it; empty when it cannot be read now, which costs time and nothing else.
  Optional<Previous> open(Vault vault, ChunkIndex index, String backupId);

  /// An earlier backup: its record and its directories. The closer ends the connections behind
  /// them.
  record Previous(Record record, ManifestReader manifest, Runnable closer) {}
}
