/// Who may hold what, on the coordinator: reservations, receipts and commits of stripes, for
/// backups and for repair.
///
/// Rule: may-hold is in the command log before an order leaves this room, and a copy counts only
/// when its receipt was verified here.
@NullMarked
package com.plexichat.backup.agent.ledger;

import org.jspecify.annotations.NullMarked;
