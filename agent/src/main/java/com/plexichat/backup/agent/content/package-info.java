/// Sealing and opening of stripes, the chunk index and the nodes of manifests. Plaintext exists
/// here and in the rooms that call it, and `upkeep` never does.
@NullMarked
package com.plexichat.backup.agent.content;

import org.jspecify.annotations.NullMarked;
