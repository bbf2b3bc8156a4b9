/// The machines that keep each other's copies: how they stand, where they are, and how another one
/// is asked in.
@NullMarked
package com.plexichat.backup.console.screens.peers;

import org.jspecify.annotations.NullMarked;
