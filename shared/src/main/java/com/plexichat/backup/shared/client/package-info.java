/// The client of an agent: channels, identity and watches. Callers see our own types and failures,
/// never a channel or a message.
@NullMarked
package com.plexichat.backup.shared.client;

import org.jspecify.annotations.NullMarked;
