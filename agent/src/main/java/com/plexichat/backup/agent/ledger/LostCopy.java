package com.plexichat.backup.agent.ledger;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;

/// One copy that is not what it was.
///
/// @param asOf how far the log went when its holder was asked
public record LostCopy(
    StripeId stripe, int index, PeerId peer, CopyState state, String why, long asOf) {}
