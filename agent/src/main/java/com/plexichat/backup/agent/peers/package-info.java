/// The directory of peers, their life cycle, probes and reputation. A peer that did not answer has
/// no status but that.
@NullMarked
package com.plexichat.backup.agent.peers;

import org.jspecify.annotations.NullMarked;
