/// What can go wrong while operating: codes, and one sentence and one next action for each. Console
/// and command line read the same words from here; only `model` may be used.
@NullMarked
package com.plexichat.backup.shared.failure;

import org.jspecify.annotations.NullMarked;
