package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.shared.model.StripeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shard files that a rebuild gathered last: what was fetched to bring one shard back is needed
/// again when its neighbours are read.
final class RecentFiles {
  private final Map<Place, byte[]> files;

  private record Place(StripeId stripe, int index) {}

  RecentFiles(int most) {
    files =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Place, byte[]> eldest) {
            return size() > most;
          }
        };
  }

  synchronized byte @Nullable [] get(StripeId stripe, int index) {
    return files.get(new Place(stripe, index));
  }

  synchronized void put(StripeId stripe, int index, byte[] file) {
    files.put(new Place(stripe, index), file);
  }
}
