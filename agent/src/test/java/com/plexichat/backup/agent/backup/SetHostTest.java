package com.plexichat.backup.agent.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A set belongs to the machine that it was made for; `docs` is a set of machine 1.
class SetHostTest {
  private static final PeerId OWN = Acts.peer(1);
  private static final PeerId OTHER = Acts.peer(2);

  @TempDir Path folder;
  private Catalogue catalogue;
  private BackupDesk desk;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    desk = new BackupDesk(catalogue, InstantSource.system(), new SecureRandom());
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private static SetSpec.Builder asked(String name, String host) {
    return SetSpec.newBuilder().setName(name).setHost(host);
  }

  private static SetSpec withPath(String name, String host) {
    return asked(name, host).addPaths(ByteString.copyFromUtf8("/srv")).build();
  }

  private void assertRefused(FailureCode code, List<String> args, SetSpec asked, PeerId own) {
    SetRow before = catalogue.sets().find("docs").orElseThrow();
    long head = catalogue.head().index();
    OperationFailed defining =
        assertThrows(OperationFailed.class, () -> desk.define(asked, own, "person:anna"));
    OperationFailed looking = assertThrows(OperationFailed.class, () -> desk.meant(asked, own));
    for (OperationFailed failed : List.of(defining, looking)) {
      assertEquals(code, failed.code(), failed::sentence);
      assertEquals(args, failed.args());
    }
    assertEquals(head, catalogue.head().index());
    assertEquals(before, catalogue.sets().find("docs").orElseThrow());
  }

  @Test
  void aSetOfAnotherMachineIsNotTakenOver() {
    List<String> args = List.of("docs", "machine1", "machine2");
    assertRefused(FailureCode.SET_ELSEWHERE, args, withPath("docs", "machine2"), OWN);
    assertRefused(FailureCode.SET_ELSEWHERE, args, withPath("docs", OTHER.hex()), OWN);
    assertRefused(FailureCode.SET_ELSEWHERE, args, withPath("docs", ""), OTHER);
    assertRefused(FailureCode.SET_ELSEWHERE, args, asked("docs", "machine2").build(), OWN);
  }

  @Test
  void itsOwnMachineChangesIt() {
    assertEquals(OWN.hex(), desk.define(asked("docs", "").build(), OTHER, "a").getHost());
    assertEquals(OWN.hex(), desk.define(asked("docs", "machine1").build(), OTHER, "a").getHost());
    SetSpec changed = desk.define(withPath("docs", "machine1"), OTHER, "person:anna");
    assertEquals("/srv", changed.getPaths(0).toStringUtf8());
    assertEquals(changed, SetMessages.message(catalogue.sets().find("docs").orElseThrow()));
  }

  /// The machine that stands in for one that was lost backs up under another name.
  @Test
  void aSetOfARemovedMachineStaysItsOwn() {
    TestCatalogue.submit(
        catalogue,
        Command.newBuilder()
            .setPeerChanged(
                PeerChanged.newBuilder().setPeerId(OWN.hex()).setState(PeerState.REMOVED))
            .build());
    assertRefused(
        FailureCode.HOST_GONE, List.of("docs", "machine1"), withPath("docs", "machine2"), OTHER);
    assertEquals(
        OTHER.hex(), desk.define(withPath("docs-new", ""), OTHER, "person:anna").getHost());
  }
}
