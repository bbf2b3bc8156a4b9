/// The wizard that brings a backup, or a part of it, back to a machine, and tells each file that is
/// not whole.
@NullMarked
package com.plexichat.backup.console.screens.restore;

import org.jspecify.annotations.NullMarked;
