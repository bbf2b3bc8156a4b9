/// Files that survive a crash, and paths that cannot be led astray. It writes with a sync of file
/// and folder and depends on no other room.
@NullMarked
package com.plexichat.backup.agent.io;

import org.jspecify.annotations.NullMarked;
