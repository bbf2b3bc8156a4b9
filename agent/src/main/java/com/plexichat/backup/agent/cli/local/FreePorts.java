package com.plexichat.backup.agent.cli.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ports of the loopback that nobody listens on.
///
/// They lie below those that systems give to outgoing connections: an agent that connects while the
/// others are being started must not be given the port of one of them.
final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;

  private FreePorts() {}

  /// So many different ones; all are held until the last is found.
  static List<Integer> find(int count) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    // The system deals its ports at random; who looks at the same time begins elsewhere.
    int start;
    try (ServerSocket any = new ServerSocket(0, 1, loopback)) {
      start = any.getLocalPort();
    }
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; held.size() < count; i++) {
        if (i == COUNT) {
          throw new BindException("no port is free");
        }
        listen(FIRST + (start + i) % COUNT, loopback).ifPresent(held::add);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private static Optional<ServerSocket> listen(int port, InetAddress address) throws IOException {
    try {
      return Optional.of(new ServerSocket(port, 1, address));
    } catch (BindException taken) {
      return Optional.empty();
    }
  }
}
