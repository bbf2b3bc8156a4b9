/// The command line's ports: what it asks of the machine it runs on and of a cluster. The root
/// implements them; the rooms below hold the commands, their output and the local cluster.
@NullMarked
package com.plexichat.backup.agent.cli;

import org.jspecify.annotations.NullMarked;
