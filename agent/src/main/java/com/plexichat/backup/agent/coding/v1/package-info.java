/// Format version 1 of shards and stripes: header, name, parity and sizes. It is frozen: whatever
/// it once wrote must stay readable, so a change of format is a new package beside this one.
@NullMarked
package com.plexichat.backup.agent.coding.v1;

import org.jspecify.annotations.NullMarked;
