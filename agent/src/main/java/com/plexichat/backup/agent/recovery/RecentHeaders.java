package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.shared.model.StripeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The headers of the stripes that were opened last. One thread loads a stripe's, others wait.
final class RecentHeaders {
  private final Map<StripeId, Loading> stripes;

  private static final class Loading {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Map<Integer, byte[]> headers;
  }

  RecentHeaders(int most) {
    stripes =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<StripeId, Loading> eldest) {
            return size() > most;
          }
        };
  }

  /// By index; without those that nobody gave.
  Map<Integer, byte[]> of(StripeId stripe, Supplier<Map<Integer, byte[]>> loader) {
    Loading loading;
    synchronized (stripes) {
      loading = stripes.computeIfAbsent(stripe, _ -> new Loading());
    }
    loading.lock.lock();
    try {
      Map<Integer, byte[]> headers = loading.headers;
      if (headers == null) {
        headers = loader.get();
        loading.headers = headers;
      }
      return headers;
    } finally {
      loading.lock.unlock();
    }
  }
}
