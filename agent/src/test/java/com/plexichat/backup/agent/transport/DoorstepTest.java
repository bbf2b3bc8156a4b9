package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who makes room for whom before the handshake is done.
class DoorstepTest {
  private final Doorstep doorstep = new Doorstep();

  private EmbeddedChannel from(String address) {
    EmbeddedChannel channel = new EmbeddedChannel();
    doorstep.enter(address, channel);
    return channel;
  }

  @Test
  void theOldestOfAnAddressMakesRoom() {
    EmbeddedChannel other = from("b");
    List<EmbeddedChannel> same = new ArrayList<>();
    for (int i = 0; i < Doorstep.FROM_ONE + 2; i++) {
      same.add(from("a"));
    }
    assertFalse(same.get(0).isOpen());
    assertFalse(same.get(1).isOpen());
    assertTrue(same.get(2).isOpen());
    assertTrue(other.isOpen());
    assertEquals(Doorstep.FROM_ONE + 1, doorstep.waiting());
  }

  @Test
  void theOldestOfAllMakesRoom() {
    EmbeddedChannel first = from("first");
    for (int i = 0; i < Doorstep.IN_ALL; i++) {
      assertTrue(first.isOpen());
      from("address " + i);
    }
    assertFalse(first.isOpen());
    assertEquals(Doorstep.IN_ALL, doorstep.waiting());
  }

  @Test
  void whoHasProvenItselfStays() {
    EmbeddedChannel proven = from("a");
    doorstep.leave(proven);
    doorstep.leave(proven);
    for (int i = 0; i < 2 * Doorstep.FROM_ONE; i++) {
      from("a");
    }
    assertTrue(proven.isOpen());
    assertEquals(Doorstep.FROM_ONE, doorstep.waiting());
  }
}
