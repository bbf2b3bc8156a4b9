/// What takes long: live, with what came of it.
@NullMarked
package com.plexichat.backup.console.screens.jobs;

import org.jspecify.annotations.NullMarked;
