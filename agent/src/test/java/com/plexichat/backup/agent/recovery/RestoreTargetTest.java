package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.backup.Excludes;
import com.plexichat.backup.agent.backup.SourceWalk;
import com.plexichat.backup.agent.io.Attributes;
import com.plexichat.backup.agent.io.Directory;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.Metadata;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SafeFolder;
import com.plexichat.backup.agent.io.SafeTree;
import com.plexichat.backup.agent.io.Sandbox;
import com.plexichat.backup.agent.io.Timestamp;
import com.plexichat.backup.agent.io.Xattr;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RestoreTargetTest {
  // Version 2; the owner, user 0, the group, the mask and others.
  private static final String ACL =
      "02000000"
          + "01000600ffffffff"
          + "0200040000000000"
          + "04000400ffffffff"
          + "10000400ffffffff"
          + "20000000ffffffff";

  private static final String TREE =
      """
      umask 022
      mkdir -p src/empty "src/with space" src/sub src/ro
      printf hello > src/plain; : > src/zero
      : > "src/$(printf 'bad\\377name')"; : > "src/$(printf 'new\\nline')"
      : > "src/$(printf '%0255d' 0)"; : > 'src/back\\slash'
      ln -s plain src/link; ln -s /nowhere/at/all src/dangling; ln -s empty src/dirlink
      ln src/plain src/plain2; ln src/plain src/sub/plain3; ln -P src/link src/link2
      truncate -s 1G src/sparse; truncate -s 3M src/allhole
      printf data | dd of=src/sparse bs=1 seek=500000000 conv=notrunc status=none
      mkfifo -m 0604 src/fifo
      head -c 3000000 /dev/zero | tr '\\0' z > src/large
      chmod 4755 src/large; chmod 0400 src/zero; chmod 1777 src/sub
      touch -d '2001-02-03 04:05:06.123456789' src/plain src/fifo src/empty
      touch -h -d '1999-12-31 23:59:59.987654321' src/link src/dangling
      touch -d '1960-01-01 00:00:00.5' src/zero
      chmod 0555 src/ro; touch -d '2030-01-01 00:00:00.000000001' src
      """;

  private static final String ROOT_TREE =
      """
      mknod src/chr c 1 3; mknod src/blk b 300 70000
      chown 1234:4321 src/large src/sub; chown -h 77:88 src/dangling; chmod 6755 src/large
      touch -d '2030-01-01 00:00:00.000000001' src
      """;

  private final List<RestoreProblem> problems = Collections.synchronizedList(new ArrayList<>());
  private Sandbox sandbox;

  @BeforeEach
  void open() throws IOException {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  private void plantTree() throws IOException, InterruptedException {
    sandbox.run(TREE);
    Path socket = sandbox.folder().resolve("src/socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }
    if (sandbox.isRoot()) {
      sandbox.run(ROOT_TREE);
    }
    List<Xattr> xattrs = new ArrayList<>();
    xattrs.add(xattr("system.posix_acl_access", ACL));
    xattrs.add(xattr("user.note", "00ff41"));
    if (sandbox.isRoot()) {
      xattrs.add(xattr("security.capability", "0100000200040000000000000000000000000000"));
      xattrs.add(xattr("trusted.note", "01"));
    }
    try (SafeTree tree = SafeTree.open(sandbox.raw("src"));
        SafeFolder folder = tree.folder(RawPath.EMPTY);
        SafeFolder sub = tree.folder(RawPath.of("empty"))) {
      assertEquals(
          List.of(), folder.apply(name("plain"), FileKind.FILE, own(folder, "plain", xattrs)));
      Xattr inherited = xattr("system.posix_acl_default", ACL);
      List<Xattr> forFolders = List.of(inherited, xattr("user.f", ""));
      assertEquals(List.of(), sub.apply(own(folder, "empty", forFolders)));
    }
  }

  private static Metadata own(SafeFolder folder, String name, List<Xattr> xattrs)
      throws IOException {
    return new Metadata(folder.stat(name(name)).orElseThrow().attributes(), xattrs);
  }

  private static Xattr xattr(String name, String hex) {
    return new Xattr(name(name), HexFormat.of().parseHex(hex));
  }

  private static byte[] name(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private TreeCopy copy(String from, String to, Overwrite overwrite) {
    try (RestoreTarget target = RestoreTarget.open(sandbox.raw(to), overwrite, problems::add)) {
      TreeCopy copy = new TreeCopy(target);
      new SourceWalk(List.of(sandbox.raw(from)), new Excludes(List.of()), "host").walk(copy);
      target.sync();
      return copy;
    }
  }

  @Test
  void bringsBackEverythingThatATreeIs() throws Exception {
    plantTree();
    List<String> source = TreeListing.of(sandbox.raw("src"));
    TreeCopy copy = copy("src", "copy/deeper", Overwrite.REFUSE);
    assertEquals(List.of(), copy.warnings);
    assertEquals(List.of(), problems);
    assertEquals(source, TreeListing.of(sandbox.raw("copy").resolve("deeper")));
    assertEquals(source, TreeListing.of(sandbox.raw("src")));
    sandbox.run("[ $(du -k copy/deeper/sparse | cut -f1) -lt 100 ]");
  }

  /// Another program's opinion.
  @Test
  @Tag("ci")
  void rsyncFindsNoDifference() throws Exception {
    plantTree();
    sandbox.run("command -v setfacl && setfacl -m u:1:rw,d:u:2:rx src/sub && touch src/sub/x");
    copy("src", "copy", Overwrite.REFUSE);
    assertEquals(List.of(), problems);
    assertEquals("", sandbox.run("rsync -naHAX --delete -i src/ copy/"));
    sandbox.run("printf j >> copy/large");
    assertTrue(sandbox.run("rsync -naHAX --delete -i src/ copy/").contains("large"));
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    plantTree();
    TreeCopy first = copy("src", "copy", Overwrite.REFUSE);
    assertEquals(0, first.whole);
    sandbox.run("rm copy/large; chmod 0700 copy/zero; printf torn > copy/sparse; rm copy/link2");
    sandbox.run("rm copy/empty -r; printf x > copy/empty");
    TreeCopy again = copy("src", "copy", Overwrite.CHANGED);
    assertEquals(List.of(), problems);
    assertEquals(2, again.written);
    assertEquals(first.written - 2, again.whole);
    assertEquals(TreeListing.of(sandbox.raw("src")), TreeListing.of(sandbox.raw("copy")));
  }

  @Test
  void asksBeforeItTouchesWhatIsThere() throws Exception {
    sandbox.run(
        "mkdir -p src/d copy/d; printf new > src/d/f; touch -d 2001-01-01 src/g; printf old >"
            + " copy/d/f; touch -d 2001-01-01 copy/d/f");
    sandbox.run("chmod 0711 copy/d; ln -s f src/d/l; touch copy/d/l");
    OperationFailed refused =
        assertThrows(OperationFailed.class, () -> copy("src", "copy", Overwrite.REFUSE));
    assertEquals(FailureCode.TARGET_NOT_EMPTY, refused.code());
    copy("src", "copy", Overwrite.NEVER);
    assertEquals("old", Files.readString(sandbox.folder().resolve("copy/d/f")));
    assertEquals("711\n", sandbox.run("stat -c %a copy/d"));
    assertTrue(Files.exists(sandbox.folder().resolve("copy/g")));
    assertEquals(
        List.of(RestoreProblem.Code.KEPT_EXISTING, RestoreProblem.Code.KEPT_EXISTING),
        problems.stream().map(RestoreProblem::code).toList());
    problems.clear();
    // What the first run restored is whole, so that a run that stopped can go on.
    assertEquals(1, copy("src", "copy", Overwrite.NEVER).whole);
    problems.clear();
    copy("src", "copy", Overwrite.CHANGED);
    assertEquals(TreeListing.of(sandbox.raw("src")), TreeListing.of(sandbox.raw("copy")));
    TreeCopy always = copy("src", "copy", Overwrite.ALWAYS);
    assertEquals(2, always.written);
    assertEquals(List.of(), problems);
  }

  @Test
  void replacesALinkInsteadOfWritingThroughIt() throws Exception {
    sandbox.run("mkdir -p src/d copy outside; printf new > src/d/f; ln -s ../outside copy/d");
    copy("src", "copy", Overwrite.NEVER);
    assertEquals(RestoreProblem.Code.KEPT_EXISTING, problems.getFirst().code());
    copy("src", "copy", Overwrite.ALWAYS);
    assertEquals("", sandbox.run("ls outside"));
    assertEquals("new", sandbox.run("cat copy/d/f"));
    sandbox.run("ln -s copy way");
    OperationFailed refused =
        assertThrows(OperationFailed.class, () -> copy("src", "way", Overwrite.ALWAYS));
    assertEquals(FailureCode.TARGET_UNUSABLE, refused.code());
  }

  @Test
  void refusesHostileNamesOneByOne() throws IOException {
    try (RestoreTarget target =
        RestoreTarget.open(sandbox.raw("copy"), Overwrite.REFUSE, problems::add)) {
      List<String> hostile =
          List.of("", ".", "..", "/", "a/b", "../x", "/etc/x", "a\0b", "..\0", "x/../../y");
      for (String text : hostile) {
        assertTrue(target.child(RawPath.EMPTY, name(text)).isEmpty(), text);
      }
      assertEquals(hostile.size(), problems.size());
      problems.clear();
      for (String text : List.of("..", "../x", "/etc/x", "a/../../x", "/")) {
        RawPath path = RawPath.of(text);
        assertInstanceOf(FileStart.Refused.class, target.file(path, 0, plain(0, 0)));
        assertTrue(!target.directory(path) && !target.hardLink(path, path));
        assertTrue(!target.symlink(path, name("x"), plain(0, 0)));
        target.seal(path.isAbsolute() ? RawPath.of("..") : path, plain(0, 0));
      }
      assertTrue(problems.stream().noneMatch(p -> p.code().isOnlyMetadata()));
      assertTrue(!target.symlink(RawPath.of("l"), name("a\0b"), plain(0, 0)));
      assertTrue(!target.hardLink(RawPath.of("h"), RawPath.of("../../etc/passwd")));
    }
    assertEquals(1, TreeListing.of(sandbox.raw("copy")).size());
  }

  @Test
  void goesOnWithoutTheRightsOfAnother() throws IOException {
    int uid = (int) Files.getAttribute(sandbox.folder(), "unix:uid");
    int gid = (int) Files.getAttribute(sandbox.folder(), "unix:gid");
    boolean root = sandbox.isRoot();
    try (RestoreTarget target =
        RestoreTarget.open(sandbox.raw("copy"), Overwrite.REFUSE, problems::add)) {
      FileStart start = target.file(RawPath.of("f"), 1, plain(uid + 1, gid));
      try (FileWriter writer = assertInstanceOf(FileStart.Write.class, start).writer()) {
        assertTrue(writer.write(0, name("x"), 0, 1));
        assertTrue(writer.commit(1, plain(uid + 1, gid)));
      }
      boolean made =
          target.special(RawPath.of("null"), FileKind.CHARACTER_DEVICE, 0x103, plain(uid, gid));
      assertEquals(root, made);
    }
    List<RestoreProblem.Code> expected =
        root
            ? List.of()
            : List.of(RestoreProblem.Code.OWNER_NOT_SET, RestoreProblem.Code.DEVICE_NOT_MADE);
    assertEquals(expected, problems.stream().map(RestoreProblem::code).toList());
    // The setuid bit goes only with its owner.
    int mode = Directory.stat(sandbox.raw("copy").resolve("f")).attributes().mode();
    assertEquals(root ? 04755 : 0755, mode);
  }

  @Test
  void leavesNothingOfAFileThatIsGivenUp() throws IOException {
    try (RestoreTarget target =
        RestoreTarget.open(sandbox.raw("copy"), Overwrite.REFUSE, problems::add)) {
      FileStart start = target.file(RawPath.of("f"), 1, plain(0, 0));
      assertInstanceOf(FileStart.Write.class, start).writer().close();
    }
    assertEquals(1, TreeListing.of(sandbox.raw("copy")).size());
  }

  @Test
  void goesDownAnyDepth() throws Exception {
    sandbox.run("mkdir src");
    sandbox.deep("src", "n".repeat(200), 100, "f");
    sandbox.deep("src", "d", 4096, "g");
    TreeCopy copy = copy("src", "copy", Overwrite.REFUSE);
    assertEquals(List.of(), problems);
    assertEquals(2, copy.written);
    assertEquals(
        "",
        sandbox.run(
            "cd src; find . | sort > ../a; cd ../copy; find . | sort > ../b;" + " cmp ../a ../b"));
  }

  private static Metadata plain(int uid, int gid) {
    Timestamp time = new Timestamp(5, 6);
    return new Metadata(new Attributes(04755, uid, gid, time, time), List.of());
  }
}
