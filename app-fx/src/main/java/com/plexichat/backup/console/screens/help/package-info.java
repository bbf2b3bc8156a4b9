/// Help: a page for each screen, and the sheet of shortcuts.
@NullMarked
package com.plexichat.backup.console.screens.help;

import org.jspecify.annotations.NullMarked;
