package com.plexichat.backup.agent.io;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Names of users and groups by their numbers, from all sources that the machine is set up to ask.
/// Answers are kept, because a directory service may be asked over the network.
public final class AccountNames {
  private static final int KEPT = 4096;
  private static final int BUFFER = 64 << 10;
  private static final int RESULT_AT = 64;
  private static final int ENTRY_SIZE = 64;

  @SuppressWarnings("restricted")
  private static final AddressLayout TEXT =
      ValueLayout.ADDRESS.withTargetLayout(
          MemoryLayout.sequenceLayout(BUFFER, ValueLayout.JAVA_BYTE));

  private static final MethodHandle USER = function("getpwuid_r");
  private static final MethodHandle GROUP = function("getgrgid_r");

  private final Map<Integer, String> users = new LinkedHashMap<>();
  private final Map<Integer, String> groups = new LinkedHashMap<>();

  /// Empty at first; ask one instance for a whole walk.
  public AccountNames() {}

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS));
  }

  /// The user's name, or an empty text when there is none.
  public synchronized String user(int uid) {
    return kept(users, uid, USER);
  }

  /// The group's name, or an empty text when there is none.
  public synchronized String group(int gid) {
    return kept(groups, gid, GROUP);
  }

  private static String kept(Map<Integer, String> known, int id, MethodHandle function) {
    String name = known.get(id);
    if (name == null) {
      name = ask(function, id);
      if (known.size() >= KEPT) {
        known.remove(known.keySet().iterator().next());
      }
      known.put(id, name);
    }
    return name;
  }

  private static String ask(MethodHandle function, int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(ENTRY_SIZE + ValueLayout.ADDRESS.byteSize(), RESULT_AT);
      MemorySegment buffer = arena.allocate(BUFFER);
      MemorySegment result = entry.asSlice(RESULT_AT);
      int failed = (int) function.invokeExact(id, entry, buffer, (long) BUFFER, result);
      if (failed != 0 || result.get(ValueLayout.ADDRESS, 0).address() == 0) {
        return "";
      }
      // The name is the first member of both structures.
      return entry.get(TEXT, 0).getString(0, StandardCharsets.UTF_8);
    } catch (RuntimeException | Error problem) {
      throw problem;
    } catch (Throwable problem) {
      throw new IllegalStateException(problem);
    }
  }
}
