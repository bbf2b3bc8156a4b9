package com.plexichat.backup.agent.audit;

import com.plexichat.backup.agent.catalogue.LogHead;

/// What somebody else remembers of the chain: an entry with its hash.
///
/// @param holder who remembers it, such as a peer's id
public record Anchor(String holder, LogHead head) {}
