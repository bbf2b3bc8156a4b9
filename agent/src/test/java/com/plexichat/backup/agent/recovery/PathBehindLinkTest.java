package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.Sandbox;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A set of `/x` and `/x/a/b` where `/x/a` is a symbolic link: one name cannot be both the link and
/// the folder that the second path needs. The contents win, and both backup and restore say so.
class PathBehindLinkTest {
  private Sandbox sandbox;
  private Path source;

  @BeforeEach
  void make() throws Exception {
    sandbox = new Sandbox();
    sandbox.run("mkdir -p x y/b; ln -s ../y x/a; echo kept > y/b/f; echo beside > x/z");
    source = sandbox.folder().resolve("x");
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  private static List<String> told(List<Warning> warnings) {
    return warnings.stream()
        .map(one -> one.getCode() + " " + RawPath.of(one.getPath().toByteArray()))
        .toList();
  }

  @Test
  void whatLiesBehindTheLinkComesBackAndTheLinkIsTold() throws Exception {
    try (SavedTree saved = new SavedTree(sandbox.folder(), source, source.resolve("a/b"))) {
      try (BackupContents contents = saved.open()) {
        assertEquals(
            List.of("PATH_BEHIND_LINK " + source.resolve("a")),
            told(contents.record().getWarningsList()));
      }
      Path copy = sandbox.folder().resolve("copy");
      RestoreResult result = saved.restore(SavedTree.to(copy));
      assertEquals("kept\n", Files.readString(saved.in(copy).resolve("a/b/f")));
      assertEquals("beside\n", Files.readString(saved.in(copy).resolve("z")));
      assertTrue(Files.isDirectory(saved.in(copy).resolve("a"), LinkOption.NOFOLLOW_LINKS));
      assertEquals("incomplete", result.getState());
      assertEquals(List.of("LINK_GAVE_WAY " + source.resolve("a")), told(result.getFailedList()));
      assertFalse(Files.exists(saved.in(copy).resolveSibling("y")));
    }
  }

  @Test
  void aLookAtOnePathTellsTheSameAsAWalk() throws Exception {
    try (SavedTree saved = new SavedTree(sandbox.folder(), source, source.resolve("a/b"));
        BackupContents contents = saved.open()) {
      BackupTree tree = contents.tree();
      BackupTree.Node folder = tree.find(RawPath.of(source)).orElseThrow();
      List<BackupTree.Node> walked = new ArrayList<>();
      tree.children(folder, walked::add);
      for (BackupTree.Node node : walked) {
        assertEquals(node, tree.find(node.path()).orElseThrow());
      }
      assertEquals(2, walked.size());
    }
  }

  @Test
  void aLinkWithoutAPathBehindItStaysALink() throws Exception {
    try (SavedTree saved = new SavedTree(sandbox.folder(), source)) {
      Path copy = sandbox.folder().resolve("copy");
      assertEquals("complete", saved.restore(SavedTree.to(copy)).getState());
      assertEquals(Path.of("../y"), Files.readSymbolicLink(saved.in(copy).resolve("a")));
    }
  }
}
