package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.Difference;
import com.plexichat.backup.proto.PreviewExclude;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.SetSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is asked for a look ahead and for a look back, and what is shown of it.
class PreviewAndCompareTest {
  private final Fixture cli = CommandsTest.cluster();

  static PreviewSetAnswer preview() {
    return PreviewSetAnswer.newBuilder()
        .setFiles(12_345)
        .setDirectories(678)
        .setBytes(3_450_000_000L)
        .setExcluded(42)
        .addExcludes(
            PreviewExclude.newBuilder()
                .setPattern("**/a-very-long-folder-name-of-some-build-tool/cache/")
                .setMatches(40)
                .addExamples(
                    ByteString.copyFromUtf8("/home/ann/documents/a/long/way/down/to/the/cache"))
                .addExamples(ByteString.fromHex("2f6574632fff0a")))
        .addExcludes(PreviewExclude.newBuilder().setPattern("*.bak"))
        .setPartial(true)
        .addWarnings(Samples.warning())
        .build();
  }

  static ComparePage differences() {
    return ComparePage.newBuilder()
        .addDifferences(
            Difference.newBuilder()
                .setPath(ByteString.copyFromUtf8("/home/ann/documents"))
                .setChange("metadata")
                .setKind("directory")
                .setFromMtimeMs(Fixture.NOW)
                .setToMtimeMs(Fixture.NOW + 1_000))
        .addDifferences(
            Difference.newBuilder()
                .setPath(ByteString.fromHex("2f6574632fff0a"))
                .setChange("changed")
                .setKind("file")
                .setFromSize(17)
                .setToSize(3_450_000)
                .setFromMtimeMs(Fixture.NOW)
                .setToMtimeMs(Fixture.NOW + 1_000))
        .addDifferences(
            Difference.newBuilder()
                .setPath(
                    ByteString.copyFromUtf8(
                        "/home/ann/documents/some/where/far/below/it/a file with a long name.odt"))
                .setChange("added")
                .setKind("file")
                .setToSize(5)
                .setToMtimeMs(Fixture.NOW))
        .build();
  }

  @Test
  void aPreviewIsOfWhatIsStoredOrSaid() {
    assertEquals(2, cli.run("set", "preview", "documents"), "it has a warning");
    SetSpec stored = cli.request(PreviewSetRequest.class).getSet();
    assertEquals("documents", stored.getName());
    assertEquals(0, stored.getPathsCount());
    cli.run("set", "preview", "--path", "/etc", "--exclude", "*.bak", "--host", "alpha");
    SetSpec said = cli.request(PreviewSetRequest.class).getSet();
    assertEquals("", said.getName());
    assertEquals(List.of(ByteString.copyFromUtf8("/etc")), said.getPathsList());
    assertEquals(List.of("*.bak"), said.getExcludesList());
    assertEquals(Fixture.ONE, said.getHost());
    assertEquals(64, cli.run("set", "preview"));
    assertEquals(64, cli.run("backup", "compare", "0011", "latest", "--path", "relative"));
  }

  @Test
  void whatDiffers() {
    cli.run("backup", "compare", "0011", "latest");
    assertEquals(
        """
        CHANGE    KIND       BEFORE    AFTER  PATH
        metadata  directory       -        -  /home/ann/documents
        changed   file         17 B  3.3 MiB  /etc/\\xff\\x0a
        added     file            -      5 B  /home/ann/documents/s…with a long name.odt
        """,
        cli.out());
    cli.on("compare", List.of());
    assertEquals(0, cli.run("backup", "compare", "0011", "latest"));
    assertEquals("They are the same.\n", cli.out());
  }
}
