/// A cluster of agents on this machine, for trying out, tests and drills, and the demonstration
/// that runs on one. Agents are processes of their own; cluster and machine are reached through the
/// ports.
@NullMarked
package com.plexichat.backup.agent.cli.local;

import org.jspecify.annotations.NullMarked;
