/// The wizard that makes a backup set and its first backup: what, how well protected, and what came
/// of it.
@NullMarked
package com.plexichat.backup.console.screens.newset;

import org.jspecify.annotations.NullMarked;
