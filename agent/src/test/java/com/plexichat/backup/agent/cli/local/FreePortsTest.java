package com.plexichat.backup.agent.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  /// Where Linux begins to take ports for outgoing connections.
  private static final int OUTGOING = 32_768;

  @Test
  void portsAreFreeDifferentAndNoneThatAConnectionCouldTake() throws Exception {
    List<Integer> ports = FreePorts.find(20);
    assertEquals(20, new HashSet<>(ports).size());
    for (int port : ports) {
      assertTrue(port > 1_024 && port < OUTGOING, () -> "port " + port);
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  @Test
  void whatIsTakenIsPassedOver() throws Exception {
    List<Integer> ports = FreePorts.find(1);
    try (ServerSocket taken =
        new ServerSocket(ports.getFirst(), 1, InetAddress.getLoopbackAddress())) {
      assertTrue(!FreePorts.find(200).contains(taken.getLocalPort()));
    }
  }
}
