package com.plexichat.backup.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/// The command line as it was built, with classes of its own, run within this process: to start a
/// process takes it many times as long as to answer. It talks to agents; of this machine it can do
/// nothing.
final class BuiltCommandLine {
  private static final String CLI = "com.plexichat.backup.agent.cli.";

  private final ClassLoader classes;
  private final Constructor<?> streams;
  private final Constructor<?> surroundings;
  private final Method run;
  private final Object opener;

  /// What came of a command.
  record End(int code, String out, String err) {}

  /// @param jar which names the others that it needs
  BuiltCommandLine(Path jar) throws IOException, ReflectiveOperationException {
    classes =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    streams = only(classes.loadClass(CLI + "Surroundings$Streams"));
    Class<?> around = classes.loadClass(CLI + "Surroundings");
    surroundings = only(around);
    run = classes.loadClass(CLI + "commands.CommandLines").getMethod("run", around, String[].class);
    opener =
        classes
            .loadClass(CLI + "remote.ConsoleCalls")
            .getMethod("opener", InstantSource.class)
            .invoke(null, InstantSource.system());
  }

  private static Constructor<?> only(Class<?> made) {
    return made.getConstructors()[0];
  }

  End run(String... words) throws ReflectiveOperationException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      return new End(
          (int) run.invoke(null, around(out, err), words),
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object around(OutputStream out, OutputStream err) throws ReflectiveOperationException {
    return surroundings.newInstance(
        null,
        opener,
        streams.newInstance(out, new PrintStream(err, true, StandardCharsets.UTF_8), false),
        InstantSource.system(),
        new SecureRandom(),
        ZoneId.systemDefault(),
        Map.of(),
        null);
  }
}
