package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// A lease on a file, as file servers take them: who opens the file is told to come again.
@SuppressWarnings("restricted") // calls the system, as what it stands for does
final class Lease implements AutoCloseable {
  private static final int READ_WRITE = 2;
  private static final int SET_SIGNAL = 10;
  private static final int SET_LEASE = 1024;
  private static final int WRITE = 1;

  /// What the holder is told with; the usual one would end the process.
  private static final int CHILD_ENDED = 17;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      call(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle FCNTL =
      call(
          "fcntl",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final int file;

  private Lease(int file) {
    this.file = file;
  }

  private static MethodHandle call(String name, FunctionDescriptor types) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), types, Linker.Option.firstVariadicArg(2));
  }

  static Lease on(Path path) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) OPEN.invokeExact(arena.allocateFrom(path.toString()), READ_WRITE);
      assertTrue(file >= 0, path::toString);
      assertEquals(0, (int) FCNTL.invokeExact(file, SET_SIGNAL, CHILD_ENDED));
      assertEquals(0, (int) FCNTL.invokeExact(file, SET_LEASE, WRITE));
      return new Lease(file);
    } catch (Exception failed) {
      throw failed;
    } catch (Throwable failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    try {
      assertEquals(0, (int) CLOSE.invokeExact(file));
    } catch (Throwable failed) {
      throw new IllegalStateException(failed);
    }
  }
}
