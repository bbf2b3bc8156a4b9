/// Where one can go, and how one gets there: targets, history, the command palette. It knows
/// screens only by their targets.
@NullMarked
package com.plexichat.backup.console.nav;

import org.jspecify.annotations.NullMarked;
