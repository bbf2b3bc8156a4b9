package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.failure.OperationFailed;
import java.lang.management.ManagementFactory;
import java.util.Set;

/// What every reader of foreign bytes owes: it takes them or fails as it was designed to, and does
/// not let a few bytes make it allocate many.
public final class Fuzzing {
  private static final long SPARE = 48L << 20;
  private static final long PER_BYTE = 256;
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Fuzzing() {}

  /// One reading.
  @FunctionalInterface
  public interface Reading {
    void run() throws Exception;
  }

  /// Runs a reading of `input`.
  ///
  /// @param designed classes of failures that the reader documents beside OperationFailed, exactly
  public static void survives(byte[] input, Reading reading, Class<?>... designed)
      throws Exception {
    long bound = SPARE + PER_BYTE * input.length;
    // A first reading may load classes, which a second one does not.
    if (allocated(reading, Set.of(designed)) > bound) {
      long again = allocated(reading, Set.of(designed));
      assertTrue(again <= bound, input.length + " bytes made it allocate " + again);
    }
  }

  private static long allocated(Reading reading, Set<Class<?>> designed) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reading.run();
    } catch (OperationFailed expected) {
      assertFalse(expected.sentence().isEmpty());
    } catch (IllegalArgumentException failure) {
      if (!designed.contains(failure.getClass())) {
        throw failure;
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
