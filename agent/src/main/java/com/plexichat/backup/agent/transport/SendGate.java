package com.plexichat.backup.agent.transport;

import java.time.Duration;

/// What every byte of a shard passes before it leaves this machine.
public interface SendGate {
  /// Lets everything pass.
  SendGate OPEN =
      new SendGate() {
        @Override
        public void send(String peer, Cause cause, long bytes) {}

        @Override
        public void serve(String reader, long bytes) {}

        @Override
        public int piece(int usual) {
          return usual;
        }

        @Override
        public Duration slack() {
          return Duration.ZERO;
        }
      };

  /// What shards are sent for; where there is not room for all, they share by weight.
  enum Cause {
    /// A backup.
    SAVE(3),
    /// Copies that should be there and are not.
    MEND(5);

    private final int weight;

    Cause(int weight) {
      this.weight = weight;
    }

    int weight() {
      return weight;
    }
  }

  /// Waits until so many bytes may be sent to a peer. An interrupt ends the waiting.
  void send(String peer, Cause cause, long bytes) throws InterruptedException;

  /// Waits until so many bytes may be served to a reader, who asked for them.
  void serve(String reader, long bytes) throws InterruptedException;

  /// Bytes to send at once: small ones where they are to keep to a rate.
  int piece(int usual);

  /// How much longer than usual an answer may take, because others keep to the same rates.
  Duration slack();
}
