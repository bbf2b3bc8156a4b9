package com.plexichat.backup.console.state;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;

/// What this machine is called and where others are likely to reach it. It asks the system: not on
/// the toolkit's thread.
///
/// @param address of the first network that is no loopback; 127.0.0.1 when there is none
public record ThisMachine(String name, String address) {
  private static final String LOOPBACK = "127.0.0.1";

  public static ThisMachine find() {
    try {
      String host = InetAddress.getLocalHost().getHostName();
      int dot = host.indexOf('.');
      return new ThisMachine(dot > 0 ? host.substring(0, dot) : host, firstAddress());
    } catch (IOException nameless) {
      return new ThisMachine("", LOOPBACK);
    }
  }

  private static String firstAddress() throws IOException {
    for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (one.isUp() && !one.isLoopback() && !one.isVirtual()) {
        for (InetAddress address : Collections.list(one.getInetAddresses())) {
          if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
            return address.getHostAddress();
          }
        }
      }
    }
    return LOOPBACK;
  }
}
