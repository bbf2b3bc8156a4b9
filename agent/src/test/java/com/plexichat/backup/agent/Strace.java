package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.fail;

import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `strace` at a running agent: it looks on, or strikes at one call.
///
/// Faults are counted per thread (strace 6.1): `when=3` strikes the first thread that makes its
/// third such call, on the files that the point is about.
final class Strace implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Process process;
  final Trace trace;
  private final Member member;

  private Strace(Process process, Trace trace, Member member) {
    this.process = process;
    this.trace = trace;
    this.member = member;
  }

  private static final List<String> ALL =
      List.of("-e", "trace=" + String.join(",", KillPoint.CALLS));

  static Strace lookOn(Member member, Path out) throws Exception {
    return attached(member, out, ALL);
  }

  static Strace strike(Member member, KillPoint point, Path out) throws Exception {
    return attached(member, out, strike(member, point));
  }

  /// Words before those of an agent, so that it is looked at from its start on. It keeps its
  /// number: who traces is a grandchild of it.
  static List<String> fromStart(Path out) {
    return fromStart(out, ALL);
  }

  static List<String> fromStart(Member member, KillPoint point, Path out) throws IOException {
    return fromStart(out, strike(member, point));
  }

  private static List<String> fromStart(Path out, List<String> more) {
    List<String> words = new ArrayList<>(words(out));
    // And it ends when it is told to.
    words.addAll(List.of("-D", "-I", "2"));
    words.addAll(more);
    return words;
  }

  /// Ends the tracing of one that was started behind such words.
  static void letGo(Member member) throws Exception {
    Path agent = Path.of("/proc/" + member.pid());
    for (String line : Files.readAllLines(agent.resolve("status"))) {
      if (line.startsWith("TracerPid:")) {
        ProcessHandle.of(Long.parseLong(line.substring("TracerPid:".length()).strip()))
            .ifPresent(ProcessHandle::destroy);
      }
    }
    RealCluster.await("strace lets go of " + member.name(), () -> !isTraced(agent));
  }

  private static List<String> words(Path out) {
    return List.of("strace", "-f", "-y", "-q", "-s", "0", "-o", out.toString());
  }

  private static List<String> strike(Member member, KillPoint point) throws IOException {
    List<String> words = new ArrayList<>();
    // What a lie was told about is found by its later name.
    String also = point.fault() == KillPoint.Fault.LIE ? ",rename" : "";
    words.addAll(List.of("-e", "trace=" + point.call() + also));
    words.addAll(List.of("-e", "inject=" + point.injection()));
    point.file().paths(member.dataDir()).forEach(file -> words.addAll(List.of("-P", "" + file)));
    return words;
  }

  /// At every thread: one that is born while strace looks for them may be overlooked, and is then
  /// never traced. So it is begun again until none is missing.
  private static Strace attached(Member member, Path out, List<String> more) throws Exception {
    while (true) {
      Strace strace = begun(member, out, more);
      long end = System.nanoTime() + PATIENCE.toNanos();
      RealCluster.await(
          "strace at " + member.name(), () -> strace.isReady() || System.nanoTime() > end);
      if (strace.isReady()) {
        return strace;
      }
      strace.close();
      KillTally.line("strace begun again at", member.name());
    }
  }

  private static Strace begun(Member member, Path out, List<String> more) {
    List<String> words = new ArrayList<>(words(out));
    words.addAll(more);
    words.addAll(List.of("-p", Long.toString(member.pid())));
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectError(told(out).toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Strace(process, new Trace(out), member);
    } catch (IOException missing) {
      return fail("The kill tests need strace, which cannot be started: install it.", missing);
    }
  }

  private static Path told(Path out) {
    return out.resolveSibling(out.getFileName() + ".err");
  }

  private boolean isReady() throws IOException {
    return isOver() || isAtEveryThread() || trace.hasStruck();
  }

  /// Whether it has ended, as it does with its agent. With an agent that runs on it was refused.
  private boolean isOver() throws IOException {
    if (!process.isAlive() && member.isRunning()) {
      refused(Files.readString(told(trace.file())));
    }
    return !process.isAlive();
  }

  private void refused(String told) {
    fail(
        ("strace cannot attach to %s: the kill tests need the right to trace processes of the same"
             + " user (kernel.yama.ptrace_scope=0, or CAP_SYS_PTRACE in a container). It said: %s")
            .formatted(member.name(), told.strip()));
  }

  private boolean isAtEveryThread() {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + member.pid() + "/task"))) {
      return threads.allMatch(Strace::isTraced);
    } catch (IOException | UncheckedIOException ended) {
      return false;
    }
  }

  private static boolean isTraced(Path thread) {
    try {
      return !Files.readString(thread.resolve("status")).contains("TracerPid:\t0\n");
    } catch (NoSuchFileException ended) {
      return true;
    } catch (IOException ended) {
      return true;
    }
  }

  /// Whether it is this process that was looked at, not a later one of the same agent.
  boolean isOf(Member now) {
    return now.pid() == member.pid() && now.isRunning();
  }

  /// Lets the agent go on alone. What it traced may be dying, which strace now and then waits for
  /// without an end.
  @Override
  public void close() throws IOException {
    if (!trace.hasDied()) {
      process.destroy();
    }
    if (!process.onExit().completeOnTimeout(process, 3, TimeUnit.SECONDS).join().isAlive()) {
      return;
    }
    process.destroyForcibly().onExit().join();
  }
}
