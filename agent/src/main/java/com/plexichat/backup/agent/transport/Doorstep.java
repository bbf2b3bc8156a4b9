package com.plexichat.backup.agent.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Connections that have not proven who they are: so many from one address, so many in all.
///
/// Whoever waits longest makes room for who comes next. An honest handshake takes milliseconds, so
/// that of a thousand silent connections none keeps an honest one out, from wherever they come; a
/// limit that turned the new ones away would let a stranger shut the door for everybody behind the
/// same address.
final class Doorstep {
  static final int FROM_ONE = 256;
  static final int IN_ALL = 1024;

  private final SequencedMap<Channel, String> all = new LinkedHashMap<>();
  private final Map<String, SequencedSet<Channel>> byAddress = new HashMap<>();

  /// Lets a connection wait here. It must [#leave], also when it was closed.
  void enter(String address, Channel channel) {
    Channel first = null;
    synchronized (this) {
      SequencedSet<Channel> same = byAddress.getOrDefault(address, new LinkedHashSet<>());
      if (same.size() >= FROM_ONE) {
        first = same.getFirst();
      } else if (all.size() >= IN_ALL) {
        first = all.firstEntry().getKey();
      }
      if (first != null) {
        leave(first);
      }
      byAddress.computeIfAbsent(address, _ -> new LinkedHashSet<>()).add(channel);
      all.put(channel, address);
    }
    if (first != null) {
      shut(first);
    }
  }

  /// Without the farewell of TLS, for which a connection that says nothing would be kept on.
  private static void shut(Channel channel) {
    ChannelHandlerContext tls = channel.pipeline().firstContext();
    var _ = tls == null ? channel.close() : tls.close();
  }

  /// It has proven itself, or gone.
  synchronized void leave(Channel channel) {
    String address = all.remove(channel);
    if (address == null) {
      return;
    }
    SequencedSet<Channel> same = byAddress.get(address);
    if (same != null && same.remove(channel) && same.isEmpty()) {
      byAddress.remove(address);
    }
  }

  synchronized int waiting() {
    return all.size();
  }
}
