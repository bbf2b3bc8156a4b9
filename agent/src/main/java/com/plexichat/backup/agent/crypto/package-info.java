/// Keys, key ring, sealing, recovery kit and quorum; secrets here have types that die. It depends
/// on no other room, and `storage` and `upkeep` never depend on it.
@NullMarked
package com.plexichat.backup.agent.crypto;

import org.jspecify.annotations.NullMarked;
