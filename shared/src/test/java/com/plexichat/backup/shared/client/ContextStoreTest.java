package com.plexichat.backup.shared.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contexts are kept, chosen and forgotten, and a broken one stands in nobody's way.
class ContextStoreTest {
  @TempDir private Path home;
  private ContextStore store;
  private Identity identity;

  @BeforeEach
  void anIdentity() throws Exception {
    store = new ContextStore(home);
    identity = new TestAuthority().person();
  }

  private static Context context(String name, boolean used) {
    return new Context(name, "id-" + name, "Cluster " + name, "h:1", "ann", used);
  }

  private Path folder(String name) {
    return home.resolve("contexts").resolve(name);
  }

  private static void assertFails(FailureCode code, Runnable act) {
    assertEquals(code, assertThrows(OperationFailed.class, act::run).code());
  }

  @Test
  void theLastOneAddedIsInUse() {
    assertEquals(List.of(), store.list());
    assertFails(FailureCode.NO_CONTEXT, store::used);
    assertEquals(context("b", true), store.add(context("b", false), identity));
    assertEquals(context("a", true), store.add(context("a", false), identity));
    assertEquals(List.of(context("a", true), context("b", false)), store.list());
    assertEquals(context("b", true), store.use("b"));
    assertEquals(context("b", true), store.used());
    assertEquals("ann", store.identity(store.used()).names().person().orElseThrow());
  }

  @Test
  void aNameThatNoFolderMayHaveIsChanged() {
    assertEquals("My-home-2", store.add(context("My home/2", false), identity).name());
    assertEquals("-.-", store.add(context("...", false), identity).name());
    assertEquals("-.-a", store.add(context("../a", false), identity).name());
    assertFails(FailureCode.NAME_INVALID, () -> store.add(context("", false), identity));
    assertEquals(3, store.list().size());
    assertFalse(Files.exists(home.resolve("key.pem")));
  }

  @Test
  void aNameThatIsNoneIsUnknown() throws Exception {
    store.add(context("a", false), identity);
    for (String name : List.of("", ".", "..", "../contexts/a", "a/", "b", "a\0b", "c:d")) {
      assertFails(FailureCode.NO_CONTEXT, () -> store.use(name));
      assertFails(FailureCode.NO_CONTEXT, () -> store.remove(name));
    }
    Files.writeString(home.resolve("context"), "a\0b\n");
    assertFails(FailureCode.NO_CONTEXT, store::used);
    assertEquals(List.of(context("a", false)), store.list());
  }

  @Test
  void aBrokenOneHidesNoOther() throws Exception {
    store.add(context("a", false), identity);
    store.add(context("b", false), identity);
    Files.write(folder("b").resolve("context.properties"), new byte[] {'x', '=', (byte) 0xff});
    store.add(context("c", false), identity);
    Files.writeString(folder("c").resolve("context.properties"), "x=\\uZZZZ");
    Files.writeString(home.resolve("contexts").resolve(".DS_Store"), "");
    Files.createDirectory(folder("empty"));
    assertEquals(List.of(context("a", false)), store.list());
    List<OperationFailed> broken = new ArrayList<>();
    assertEquals(List.of(context("a", false)), store.list(broken::add));
    assertEquals(2, broken.size());
    assertTrue(broken.getFirst().sentence().contains(folder("b").toString()));
    assertFails(FailureCode.CONFIG_INVALID, () -> store.use("b"));
    assertFails(FailureCode.CONFIG_INVALID, store::used);
    store.remove("b");
    store.remove("c");
    store.remove("empty");
    assertEquals(List.of(), broken(store));
  }

  private static List<OperationFailed> broken(ContextStore store) {
    List<OperationFailed> broken = new ArrayList<>();
    store.list(broken::add);
    return broken;
  }

  @Test
  void aContextWithoutItsKeySaysSoWhenOpened() throws Exception {
    Context context = store.add(context("a", false), identity);
    Files.delete(folder("a").resolve("key.pem"));
    assertEquals(List.of(context), store.list());
    assertFails(FailureCode.NO_CONTEXT, () -> store.open(context, () -> TestAuthority.NOW).close());
  }

  @Test
  void whatIsForgottenLeavesNothing() {
    store.add(context("a", false), identity);
    store.add(context("b", false), identity);
    store.remove("a");
    assertFalse(Files.exists(folder("a")));
    assertEquals(context("b", true), store.used());
    store.remove("b");
    assertFails(FailureCode.NO_CONTEXT, store::used);
    assertEquals(List.of(), store.list());
    assertFails(FailureCode.NO_CONTEXT, () -> store.remove("b"));
  }

  @Test
  void whatIsNotOursIsNotRemoved() throws Exception {
    store.add(context("a", false), identity);
    Files.createDirectories(folder("a").resolve("sub"));
    Files.writeString(folder("a").resolve("sub").resolve("f"), "x");
    assertFails(FailureCode.FILE_UNWRITABLE, () -> store.remove("a"));
    assertFalse(Files.exists(folder("a").resolve("key.pem")));
    assertEquals(
        "x", Files.readString(folder("a").resolve("sub").resolve("f"), StandardCharsets.UTF_8));
  }

  @Test
  void theHomeIsWhereThePersonSays() {
    assertEquals(
        Path.of("/p"), ContextStore.defaultHome(Map.of("PLEXICHAT_HOME", "/p", "HOME", "/h")));
    assertEquals(
        Path.of("/h", ".plexichat"),
        ContextStore.defaultHome(Map.of("PLEXICHAT_HOME", "", "HOME", "/h", "USERPROFILE", "/u")));
    assertEquals(
        Path.of("/u", ".plexichat"), ContextStore.defaultHome(Map.of("USERPROFILE", "/u")));
  }
}
