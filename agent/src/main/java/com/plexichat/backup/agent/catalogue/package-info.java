/// The command log, its projection in H2, all SQL, cluster views and snapshots. A command is the
/// only way in; what leaves the machine goes through a port that the root wires.
@NullMarked
package com.plexichat.backup.agent.catalogue;

import org.jspecify.annotations.NullMarked;
