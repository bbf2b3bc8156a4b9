package com.plexichat.backup.agent.catalogue;

import org.jdbi.v3.core.Handle;

/// One entry while its command is applied: where to write, and what the entry says beside it.
///
/// @param atMs the submitter's clock, as the entry has it
record Work(Handle handle, long index, long atMs, String actor) {}
