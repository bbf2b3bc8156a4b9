package com.plexichat.backup.agent.transport;

/// Takes the answers of a call that has many, and waits while the network has enough.
public interface AnswerSink<R> {
  void send(R answer) throws InterruptedException;
}
