/// What is not needed any more: what would go and why, the deliberate act, and what can be brought
/// back.
@NullMarked
package com.plexichat.backup.console.screens.prune;

import org.jspecify.annotations.NullMarked;
