/// The translation between messages and our own types. It is the only place in this module, besides
/// `client`, that knows generated types.
@NullMarked
package com.plexichat.backup.shared.wire;

import org.jspecify.annotations.NullMarked;
