/// The console: start, wiring and configuration. This is the one place where its parts are put
/// together, and it may use all of them.
@NullMarked
package com.plexichat.backup.console;

import org.jspecify.annotations.NullMarked;
