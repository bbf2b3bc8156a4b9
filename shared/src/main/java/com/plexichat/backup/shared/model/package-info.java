/// The nouns: ids, sizes, tiers, peers, backups, job states, roles, alerts. Records and sealed
/// types without effects; it depends on no other room.
@NullMarked
package com.plexichat.backup.shared.model;

import org.jspecify.annotations.NullMarked;
