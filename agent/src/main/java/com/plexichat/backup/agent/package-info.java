/// The agent's start, wiring and configuration. This is the one place where rooms are put together,
/// and it may use all of them.
@NullMarked
package com.plexichat.backup.agent;

import org.jspecify.annotations.NullMarked;
