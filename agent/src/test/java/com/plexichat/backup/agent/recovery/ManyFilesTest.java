package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.io.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Very many small files with a heap of 256 MiB, what an agent is promised to do with: they come
/// back, and what that took is printed.
class ManyFilesTest {
  private static final int MANY = 1_000_000;

  private Sandbox sandbox;

  @BeforeEach
  void open() throws IOException {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  @Test
  @Tag("ci")
  void manySmallFilesComeBack() throws Exception {
    comeBack(MANY / 50, 250);
  }

  @Test
  @Tag("ci")
  void aFolderOfManyFilesComesBack() throws Exception {
    comeBack(MANY / 40, 1);
  }

  @Test
  @Tag("soak")
  void aMillionSmallFilesComeBack() throws Exception {
    comeBack(MANY, 1_000);
  }

  private void comeBack(int files, int folders) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ManyFiles.class.getName(),
                sandbox.folder().toString(),
                Integer.toString(files),
                Integer.toString(folders))
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), said);
    said.lines().filter(line -> line.startsWith("many files: ")).forEach(System.out::println);
    assertEquals("complete " + files, said.lines().toList().getLast());
    assertEquals(list("src"), list("copy" + sandbox.folder() + "/src"));
  }

  /// Names, kinds, modes and times, and what every hundredth file holds.
  private String list(String folder) throws Exception {
    return sandbox.run(
        "cd \"$1\"; find . -type d -printf '%P %m %T@\\n' -o -printf '%P %y %m %s %T@\\n' |"
            + " LC_ALL=C sort | md5sum; find . -type f -name '*00' | LC_ALL=C sort | xargs -d '\\n'"
            + " cat | md5sum",
        folder);
  }
}
