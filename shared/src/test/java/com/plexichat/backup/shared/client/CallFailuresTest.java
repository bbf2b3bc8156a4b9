package com.plexichat.backup.shared.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Failures survive the wire, and a broken line says why.
class CallFailuresTest {
  @TempDir private Path folder;

  @Test
  void everyFailureComesBackAsItWas() {
    for (FailureCode code : FailureCode.values()) {
      OperationFailed failed = new OperationFailed(code, "ä", "b");
      Status status = CallFailures.status(failed);
      assertNotEquals(Status.Code.OK, status.getCode());
      assertNotEquals(Status.Code.UNKNOWN, status.getCode());
      OperationFailed back =
          CallFailures.failed(
              status.asRuntimeException(CallFailures.trailers(failed)), "somewhere");
      assertEquals(code, back.code());
      assertEquals(List.of("ä", "b"), back.args());
    }
  }

  @Test
  void aBrokenLineSaysWhy() {
    assertWhy(new ConnectException("x"), FailureCode.UNREACHABLE, "refused");
    assertWhy(new UnknownHostException("x"), FailureCode.UNREACHABLE, "unknown host");
    assertWhy(
        new IllegalStateException("SSLV3_ALERT_CERTIFICATE_EXPIRED"),
        FailureCode.CERTIFICATE_REFUSED,
        "it has expired");
    assertWhy(
        new IllegalStateException(new Refusal(Refusal.Reason.NOT_YET_VALID, "x")),
        FailureCode.CLOCK_SKEW,
        "not yet valid");
    assertWhy(
        new IllegalStateException(new Refusal(Refusal.Reason.OTHER_CLUSTER, "x")),
        FailureCode.CERTIFICATE_REFUSED,
        "another cluster");
  }

  private static void assertWhy(Throwable cause, FailureCode code, String words) {
    OperationFailed why =
        CallFailures.failed(Status.UNAVAILABLE.withCause(cause).asRuntimeException(), "host:1");
    assertEquals(code, why.code());
    assertTrue(why.sentence().contains(words), why::sentence);
  }

  @Test
  void aConnectionThatClosesAsItBeginsIsABrokenOne() {
    Status told =
        Status.UNKNOWN
            .withDescription("channel closed")
            .withCause(new IllegalStateException(new ClosedChannelException()));
    OperationFailed failed = CallFailures.failed(told.asRuntimeException(), "north");
    assertEquals(FailureCode.UNREACHABLE, failed.code());
    Status other = Status.UNKNOWN.withCause(new IllegalStateException("a mistake of ours"));
    assertEquals(
        FailureCode.INTERNAL, CallFailures.failed(other.asRuntimeException(), "north").code());
  }

  @Test
  void aFolderWithoutOrWithADamagedIdentityIsNamed() throws Exception {
    assertEquals(
        FailureCode.NO_CONTEXT,
        assertThrows(OperationFailed.class, () -> Identity.load(folder)).code());
    PemFile.write(folder.resolve("key.pem"), "no key", true);
    OperationFailed damaged = assertThrows(OperationFailed.class, () -> Identity.load(folder));
    assertEquals(FailureCode.CONFIG_INVALID, damaged.code());
    Files.delete(folder.resolve("key.pem"));
    PemFile.write(folder.resolve("key.pem"), "no key", false);
    OperationFailed open = assertThrows(OperationFailed.class, () -> Identity.load(folder));
    assertTrue(open.sentence().contains("others than its owner"), open::sentence);
  }
}
