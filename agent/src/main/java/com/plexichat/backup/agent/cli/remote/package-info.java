/// The way to a cluster: calls over the shared client as the person of a context.
@NullMarked
package com.plexichat.backup.agent.cli.remote;

import org.jspecify.annotations.NullMarked;
