/// Chunker, stripe and shard format, tree hash and parity: bytes in, bytes out. It depends on no
/// other room; a released format stays in a frozen package of its own.
@NullMarked
package com.plexichat.backup.agent.coding;

import org.jspecify.annotations.NullMarked;
