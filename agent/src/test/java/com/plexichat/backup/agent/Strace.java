package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.fail;

import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `strace` at a running agent: it looks on, or strikes at one call.
///
/// Faults are counted per thread (strace 6.1): `when=3` strikes the first thread that makes its
/// third such call, on the files that the point is about.
final class Strace implements AutoCloseable {
  private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)$");
  private static final Pattern PATH = Pattern.compile("<(/[^>]*)>|^\"(/[^\"]*)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String DIED = "+++ killed by SIGKILL +++";

  private final Process process;
  private final Path out;
  private final Member member;

  private Strace(Process process, Path out, Member member) {
    this.process = process;
    this.out = out;
    this.member = member;
  }

  /// A call that was seen; `path` is empty when it names no file.
  record Seen(String thread, String call, String path, String line) {
    boolean isStruck() {
      return line.contains("(INJECTED)");
    }

    AgentFile file() {
      return AgentFile.of(path);
    }
  }

  static Strace lookOn(Member member, Path out) throws Exception {
    return attached(member, out, List.of("-e", "trace=" + String.join(",", KillPoint.CALLS)));
  }

  static Strace strike(Member member, KillPoint point, Path out) throws Exception {
    List<String> words = new ArrayList<>();
    // What a lie was told about is found by its later name.
    String also = point.fault() == KillPoint.Fault.LIE ? ",rename" : "";
    words.addAll(List.of("-e", "trace=" + point.call() + also));
    words.addAll(List.of("-e", "inject=" + point.injection()));
    point.file().paths(member.dataDir()).forEach(file -> words.addAll(List.of("-P", "" + file)));
    return attached(member, out, words);
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
    List<String> words =
        new ArrayList<>(List.of("strace", "-f", "-y", "-q", "-s", "0", "-o", out.toString()));
    words.addAll(more);
    words.addAll(List.of("-p", Long.toString(member.pid())));
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectError(told(out).toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Strace(process, out, member);
    } catch (IOException missing) {
      return fail("The kill tests need strace, which cannot be started: install it.", missing);
    }
  }

  private static Path told(Path out) {
    return out.resolveSibling(out.getFileName() + ".err");
  }

  private boolean isReady() throws IOException {
    return isOver() || isAtEveryThread() || hasStruck();
  }

  /// Whether it has ended, as it does with its agent. With an agent that runs on it was refused.
  private boolean isOver() throws IOException {
    if (!process.isAlive() && member.isRunning()) {
      refused(Files.readString(told(out)));
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

  /// Whether the agent died by it, or was told the error or the lie.
  boolean hasStruck() throws IOException {
    return text().contains(DIED) || text().contains("(INJECTED)");
  }

  private String text() throws IOException {
    return Files.exists(out) ? Files.readString(out, StandardCharsets.ISO_8859_1) : "";
  }

  /// Calls that were begun, in their order.
  List<Seen> seen() throws IOException {
    List<Seen> all = new ArrayList<>();
    Map<String, Integer> last = new HashMap<>();
    for (String line : text().lines().toList()) {
      Matcher call = CALL.matcher(line);
      if (call.matches()) {
        last.put(call.group(1), all.size());
        all.add(new Seen(call.group(1), call.group(2), path(call.group(3)), line));
      } else if (line.contains("(INJECTED)")) {
        // The end of a call, told later than its beginning.
        Integer begun = last.get(line.substring(0, line.indexOf(' ')));
        if (begun != null) {
          Seen one = all.get(begun);
          all.set(begun, new Seen(one.thread(), one.call(), one.path(), one.line() + line));
        }
      }
    }
    return all;
  }

  private static String path(String arguments) {
    Matcher path = PATH.matcher(arguments);
    if (!path.find()) {
      return "";
    }
    return path.group(1) == null ? path.group(2) : path.group(1);
  }

  /// The call at which it struck first.
  Optional<Seen> struck() throws IOException {
    List<Seen> all = seen();
    Optional<Seen> injected = all.stream().filter(Seen::isStruck).findFirst();
    if (injected.isPresent() || !text().contains(DIED)) {
      return injected;
    }
    return all.reversed().stream().filter(one -> one.line().matches(".*= \\?.*")).findFirst();
  }

  /// Whether it is this process that was looked at, not a later one of the same agent.
  boolean isOf(Member now) {
    return now.pid() == member.pid() && now.isRunning();
  }

  /// Files that were said to be synced and were not, under the names they had in the end.
  List<Path> notSynced() throws IOException {
    List<Seen> all = seen();
    List<Path> files = new ArrayList<>();
    for (Seen one : all) {
      if (one.isStruck() && one.path().contains("/store/tmp/")) {
        all.stream()
            .filter(later -> later.call().equals("rename") && later.path().equals(one.path()))
            .map(later -> later.line().split("\"", -1)[3])
            .forEach(name -> files.add(Path.of(name)));
      }
    }
    return files;
  }

  /// A call on one of an agent's files.
  record What(String call, AgentFile file) {}

  /// How many of each call on files below a folder the busiest thread made.
  Map<What, Integer> most(Path below) throws IOException {
    Map<String, Integer> made = new HashMap<>();
    Map<What, Integer> most = new HashMap<>();
    for (Seen one : seen()) {
      if (one.path().startsWith(below.toString())) {
        What what = new What(one.call(), one.file());
        most.merge(what, made.merge(what + one.thread(), 1, Integer::sum), Math::max);
      }
    }
    return most;
  }

  /// Lets the agent go on alone. What it traced may be dying, which strace now and then waits for
  /// without an end.
  @Override
  public void close() throws IOException {
    if (!text().contains(DIED)) {
      process.destroy();
    }
    if (!process.onExit().completeOnTimeout(process, 3, TimeUnit.SECONDS).join().isAlive()) {
      return;
    }
    process.destroyForcibly().onExit().join();
  }
}
