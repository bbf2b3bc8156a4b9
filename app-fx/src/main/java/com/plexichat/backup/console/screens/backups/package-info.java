/// Sets and their backups, what is in them, search over all of them, and what differs between two.
/// What takes a stream reads it to the end beside the toolkit's thread and shows it as it comes.
@NullMarked
package com.plexichat.backup.console.screens.backups;

import org.jspecify.annotations.NullMarked;
