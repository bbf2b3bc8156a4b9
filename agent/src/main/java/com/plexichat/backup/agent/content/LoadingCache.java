package com.plexichat.backup.agent.content;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The values used last, up to a total weight. Threads that ask for the same one at the same time
/// load it once; a failed load is not kept.
final class LoadingCache<K, V> {
  private final long weightMax;
  private final ToLongFunction<V> weigher;
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  private static final class Entry<V> {
    private final CompletableFuture<V> value = new CompletableFuture<>();
  }

  LoadingCache(long weightMax, ToLongFunction<V> weigher) {
    this.weightMax = weightMax;
    this.weigher = weigher;
  }

  V get(K key, Supplier<V> loader) {
    Entry<V> mine = new Entry<>();
    Entry<V> found;
    synchronized (entries) {
      found = entries.get(key);
      if (found == null) {
        entries.put(key, mine);
      }
    }
    return found == null ? load(key, mine, loader) : await(found);
  }

  /// Empties the cache and hands over what was in it. What left earlier may still be in use and
  /// goes with the garbage collector.
  void clear(Consumer<V> dropped) {
    synchronized (entries) {
      for (Entry<V> entry : entries.values()) {
        if (entry.value.isDone() && !entry.value.isCompletedExceptionally()) {
          dropped.accept(entry.value.join());
        }
      }
      entries.clear();
      weight = 0;
    }
  }

  private V load(K key, Entry<V> entry, Supplier<V> loader) {
    try {
      V value = loader.get();
      synchronized (entries) {
        entry.value.complete(value);
        if (entries.get(key) == entry) {
          weight += weigher.applyAsLong(value);
          evict(entry);
        }
      }
      return value;
    } catch (RuntimeException | Error failed) {
      synchronized (entries) {
        entries.remove(key, entry);
      }
      entry.value.completeExceptionally(failed);
      throw failed;
    }
  }

  private void evict(Entry<V> newest) {
    Iterator<Entry<V>> oldest = entries.values().iterator();
    while (weight > weightMax && oldest.hasNext()) {
      Entry<V> entry = oldest.next();
      if (entry != newest && entry.value.isDone()) {
        weight -= weigher.applyAsLong(entry.value.join());
        oldest.remove();
      }
    }
  }

  private static <V> V await(Entry<V> entry) {
    try {
      return entry.value.join();
    } catch (CompletionException failed) {
      @Nullable Throwable cause = failed.getCause();
      if (cause instanceof RuntimeException why) {
        throw why;
      }
      throw failed;
    }
  }
}
