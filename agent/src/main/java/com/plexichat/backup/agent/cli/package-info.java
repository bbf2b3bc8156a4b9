/// The command line: commands, and the tool names of the runbooks. It talks to an agent through the
/// shared client and reaches local work through a port that the root implements.
@NullMarked
package com.plexichat.backup.agent.cli;

import org.jspecify.annotations.NullMarked;
