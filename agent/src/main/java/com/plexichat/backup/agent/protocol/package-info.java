/// Pure step machines for what agents say to each other about a shard's life. An event goes in and
/// effects come out as data; nothing that has effects and no hash-ordered collection may be
/// imported, so that a run replays from its seed.
@NullMarked
package com.plexichat.backup.agent.protocol;

import org.jspecify.annotations.NullMarked;
