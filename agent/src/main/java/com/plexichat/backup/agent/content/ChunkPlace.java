package com.plexichat.backup.agent.content;

import com.plexichat.backup.shared.model.StripeId;

/// Where a chunk lies: which bytes of which block of which stripe.
///
/// @param blockOffset of the block's header in the stripe's plaintext
/// @param storedLength of the block, with its header
/// @param rawLength of the block once decompressed
/// @param offsetInRaw of the chunk in the decompressed block
public record ChunkPlace(
    StripeId stripe,
    int blockOffset,
    int storedLength,
    int rawLength,
    int offsetInRaw,
    int length) {}
