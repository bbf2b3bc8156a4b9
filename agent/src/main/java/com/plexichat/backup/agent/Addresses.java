package com.plexichat.backup.agent;

import java.net.InetSocketAddress;

/// host:port as configured.
final class Addresses {
  private Addresses() {}

  static InetSocketAddress of(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }
}
