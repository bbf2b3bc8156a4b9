package com.plexichat.backup.agent.io;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// The one door to the kernel: libc's `syscall`, with errno captured.
///
/// One handle serves all calls, because the numbers and structures of the kernel are the same in
/// every libc, while names and variadic signatures differ.
final class Libc {
  private static final int ARGUMENTS = 6;
  private static final MethodHandle SYSCALL = syscall();

  private Libc() {}

  @SuppressWarnings("restricted")
  private static MethodHandle syscall() {
    Linker linker = Linker.nativeLinker();
    MemoryLayout[] arguments = new MemoryLayout[1 + ARGUMENTS];
    Arrays.fill(arguments, ValueLayout.JAVA_LONG);
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /// Makes the call, again when a signal interrupted it; the result, or minus errno.
  static long call(Scratch scratch, Syscall call, long a, long b, long c, long d, long e) {
    while (true) {
      long result = once(scratch, call, a, b, c, d, e);
      if (result != -Errno.EINTR) {
        return result;
      }
    }
  }

  /// Makes the call once; the result, or minus errno.
  static long once(Scratch scratch, Syscall call, long a, long b, long c, long d, long e) {
    try {
      long result = (long) SYSCALL.invokeExact(scratch.state(), call.number(), a, b, c, d, e, 0L);
      return result == -1 ? -scratch.errno() : result;
    } catch (RuntimeException | Error problem) {
      throw problem;
    } catch (Throwable problem) {
      throw new IllegalStateException(problem);
    }
  }
}
