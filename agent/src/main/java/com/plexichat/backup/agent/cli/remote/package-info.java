/// The way to a cluster: contexts in a folder of this machine, and calls over the shared client.
@NullMarked
package com.plexichat.backup.agent.cli.remote;

import org.jspecify.annotations.NullMarked;
