package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;

/// One copy of a shard on a peer, ordered or known.
///
/// @param owner of that peer
/// @param counts whether it is one of the copies that the tier asks: OK, on a peer whose state
///   counts
public record CopyRow(PeerId peer, String owner, CopyState state, boolean counts) {}
