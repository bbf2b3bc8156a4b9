package com.plexichat.backup.agent.backup;

import com.plexichat.backup.proto.HookSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The commands of a set that run before and after its walk, such as a database dump.
///
/// They run without a shell, with the agent's environment and the set's name beside it; what they
/// print last is kept for the message when they fail.
final class Hooks {
  private static final String SHELL = "/bin/sh";
  private static final int KEPT = 300;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

  private Hooks() {}

  /// Runs the command, when there is one; any ending but exit code 0 within its time is
  /// HOOK_FAILED.
  static void run(HookSpec hook, String set) throws InterruptedException {
    if (hook.getCommandCount() == 0) {
      return;
    }
    List<String> words = hook.getCommandList();
    String shown = words.get(0).equals(SHELL) ? words.getLast() : String.join(" ", words);
    ProcessBuilder builder = new ProcessBuilder(hook.getCommandList());
    builder.environment().put("PLEXICHAT_SET", set);
    builder.redirectErrorStream(true).redirectInput(Redirect.from(new java.io.File("/dev/null")));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new OperationFailed(e, FailureCode.HOOK_FAILED, shown, "no start: " + e.getMessage());
    }
    Tail tail = new Tail(process.getInputStream());
    Thread reader = Thread.ofVirtual().name("hook-output").start(tail);
    Duration timeout =
        hook.getTimeoutMs() > 0 ? Duration.ofMillis(hook.getTimeoutMs()) : DEFAULT_TIMEOUT;
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new OperationFailed(
            FailureCode.HOOK_FAILED, shown, "a time-out after " + timeout.toSeconds() + " s");
      }
      reader.join(TimeUnit.SECONDS.toMillis(2));
      if (process.exitValue() != 0) {
        throw new OperationFailed(
            FailureCode.HOOK_FAILED, shown, "exit code " + process.exitValue() + tail.quoted());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// Reads what a command prints, so that it never blocks, and keeps the end of it.
  private static final class Tail implements Runnable {
    private final InputStream from;
    private volatile String last = "";

    Tail(InputStream from) {
      this.from = from;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[8192];
      try {
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          String all = last + new String(buffer, 0, n, StandardCharsets.UTF_8);
          last = all.substring(Math.max(0, all.length() - KEPT));
        }
      } catch (IOException e) {
        last = last.isEmpty() ? String.valueOf(e.getMessage()) : last;
      }
    }

    @Nullable String lastLine() {
      String text = last.strip();
      return text.isEmpty() ? null : text.substring(text.lastIndexOf('\n') + 1);
    }

    String quoted() {
      String line = lastLine();
      return line == null ? "" : " (" + line + ")";
    }
  }
}
