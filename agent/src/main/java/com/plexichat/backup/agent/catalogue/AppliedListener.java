package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.LogEntry;

/// Hears of every entry after it is durable and applied, in order, before its submitter does.
///
/// It is called by the thread that writes the catalogue: it must be quick, must not wait for
/// anything and must not submit. What it throws is logged and goes no further.
@FunctionalInterface
public interface AppliedListener {
  void applied(long index, LogEntry entry);
}
