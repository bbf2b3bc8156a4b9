/// What every screen is made of: the bridge to the toolkit's thread, background tasks, texts,
/// figures, controls. It knows no screen.
@NullMarked
package com.plexichat.backup.console.kit;

import org.jspecify.annotations.NullMarked;
