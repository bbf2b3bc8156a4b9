/// The driver of the step machines: the holder's side and the sender's side of a shard's life. It
/// performs the effects that `protocol` asks for and decides nothing by itself.
@NullMarked
package com.plexichat.backup.agent.exchange;

import org.jspecify.annotations.NullMarked;
