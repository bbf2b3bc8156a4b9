/// The recovery kit: whether it was put away, the page to print, and the word that it was.
@NullMarked
package com.plexichat.backup.console.screens.recoverykit;

import org.jspecify.annotations.NullMarked;
