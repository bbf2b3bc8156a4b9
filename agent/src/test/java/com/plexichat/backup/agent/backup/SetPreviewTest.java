package com.plexichat.backup.agent.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.Sandbox;
import com.plexichat.backup.proto.PreviewExclude;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A preview counts what a walk of the same set meets, and names what patterns leave out.
class SetPreviewTest {
  private final AtomicLong clock = new AtomicLong();
  private final InstantSource time = () -> Instant.ofEpochMilli(clock.get());
  private Sandbox sandbox;

  @BeforeEach
  void open() throws IOException {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  private SetSpec set(List<RawPath> paths, String... excludes) {
    SetSpec.Builder set = SetSpec.newBuilder().setName("s").addAllExcludes(List.of(excludes));
    paths.forEach(path -> set.addPaths(ByteString.copyFrom(path.bytes())));
    return set.build();
  }

  private PreviewSetAnswer preview(SetPreview.Limits limits, SetSpec set) {
    return new SetPreview(limits, time).of(set, "host");
  }

  private PreviewSetAnswer preview(String... excludes) {
    return preview(SetPreview.Limits.DEFAULT, set(List.of(sandbox.raw("src")), excludes));
  }

  private static List<String> examples(PreviewExclude exclude, RawPath top) {
    return exclude.getExamplesList().stream()
        .map(path -> RawPath.of(path.toByteArray()).toString().substring(top.toString().length()))
        .toList();
  }

  @Test
  void whatIsLeftOutIsWhatABackupLeavesOut() throws Exception {
    sandbox.run(
        "mkdir -p src/a/cache/deep src/b/cache src/keep; printf 12345 > src/a/f;"
            + " printf 123 > src/a/cache/in; printf 1 > src/b/cache.tmp; printf 22 > src/b/g;"
            + " printf x > src/keep/cache; ln -s /etc src/link; mkfifo src/fifo;"
            + " printf abc > \"src/keep/$(printf 'n\\377\\n.tmp')\"");
    String[] excludes = {"*.tmp", "cache/", "/nowhere/at/all", "b/*.tmp"};
    PreviewSetAnswer found = preview(excludes);
    Recorder walked = new Recorder(sandbox.raw());
    new SourceWalk(List.of(sandbox.raw("src")), new Excludes(List.of(excludes)), "host")
        .walk(walked);
    assertEquals(
        walked.calls.stream().filter(call -> call.startsWith("enter ")).count(),
        found.getDirectories());
    assertEquals(
        walked.calls.stream().filter(call -> call.matches("(file|SYMLINK|FIFO) .*")).count(),
        found.getFiles());
    assertEquals(5 + 2 + 1, found.getBytes());
    assertEquals(4, found.getExcluded());
    assertEquals(
        List.of(excludes),
        found.getExcludesList().stream().map(PreviewExclude::getPattern).toList());
    assertEquals(
        List.of(2L, 2L, 0L, 1L),
        found.getExcludesList().stream().map(PreviewExclude::getMatches).toList());
    RawPath top = sandbox.raw("src");
    assertEquals(
        List.of("/b/cache.tmp", "/keep/n\\xff\\x0a.tmp"), examples(found.getExcludes(0), top));
    assertEquals(List.of("/a/cache", "/b/cache"), examples(found.getExcludes(1), top));
    assertEquals(List.of("/b/cache.tmp"), examples(found.getExcludes(3), top));
    assertFalse(found.getPartial());
    assertEquals(0, found.getWarningsCount());
  }

  @Test
  void ofManyAFewAreNamed() throws Exception {
    sandbox.run("mkdir src; for i in $(seq 10 30); do : > src/$i.tmp; done; : > src/kept");
    PreviewSetAnswer found = preview("*.tmp");
    assertEquals(21, found.getExcluded());
    assertEquals(21, found.getExcludes(0).getMatches());
    assertEquals(
        List.of("/10.tmp", "/11.tmp", "/12.tmp", "/13.tmp", "/14.tmp"),
        examples(found.getExcludes(0), sandbox.raw("src")));
    assertEquals(1, found.getFiles());
  }

  @Test
  void aWalkThatTakesTooLongOrMeetsTooMuchIsEnded() throws Exception {
    sandbox.run("mkdir src; for i in $(seq 10 30); do : > src/$i; done");
    SetSpec set = set(List.of(sandbox.raw("src")));
    PreviewSetAnswer few = preview(new SetPreview.Limits(Duration.ofSeconds(10), 6), set);
    assertTrue(few.getPartial());
    assertEquals(1, few.getDirectories());
    assertEquals(5, few.getFiles());
    assertFalse(preview(new SetPreview.Limits(Duration.ofSeconds(10), 22), set).getPartial());
    InstantSource slow = () -> Instant.ofEpochMilli(clock.addAndGet(1_000));
    PreviewSetAnswer late =
        new SetPreview(new SetPreview.Limits(Duration.ofSeconds(10), 1_000), slow).of(set, "host");
    assertTrue(late.getPartial());
    assertEquals(8, late.getFiles());
    PreviewSetAnswer leftOut =
        preview(
            new SetPreview.Limits(Duration.ofSeconds(10), 6),
            set(List.of(sandbox.raw("src")), "*"));
    assertTrue(leftOut.getPartial(), "what is left out is met too");
    assertEquals(5, leftOut.getExcluded());
  }

  @Test
  void whatABackupWouldRefuseIsRefused() throws Exception {
    sandbox.run("mkdir src");
    assertEquals(FailureCode.PATH_MISSING, refused(set(List.of(sandbox.raw("none")))));
    assertEquals(FailureCode.PATH_NOT_ABSOLUTE, refused(set(List.of(RawPath.of("src")))));
    assertEquals(FailureCode.USAGE, refused(set(List.of(sandbox.raw("src")), "!keep")));
  }

  private FailureCode refused(SetSpec set) {
    return assertThrows(OperationFailed.class, () -> preview(SetPreview.Limits.DEFAULT, set))
        .code();
  }

  @Test
  void linksAreNotFollowedAndWarningsAreTold() throws Exception {
    sandbox.run("mkdir -p real/in src; : > real/in/f; ln -s ../real src/link; ln -s real top");
    assertEquals(1, preview().getFiles());
    PreviewSetAnswer link =
        preview(SetPreview.Limits.DEFAULT, set(List.of(sandbox.raw("top"), RawPath.of("/proc"))));
    assertEquals(
        List.of("PATH_IS_LINK", "PSEUDO_FILE_SYSTEM"),
        link.getWarningsList().stream().map(Warning::getCode).toList());
    assertEquals(1, link.getFiles());
    assertEquals(1, link.getDirectories());
  }
}
