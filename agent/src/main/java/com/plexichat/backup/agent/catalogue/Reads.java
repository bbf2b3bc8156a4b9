package com.plexichat.backup.agent.catalogue;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Reads one state of the projection; what the tables are given.
@FunctionalInterface
interface Reads {
  <T> T read(Function<Handle, T> work);
}
