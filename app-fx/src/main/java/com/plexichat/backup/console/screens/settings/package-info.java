/// What a person chose for this console. Each choice applies at once and is remembered.
@NullMarked
package com.plexichat.backup.console.screens.settings;

import org.jspecify.annotations.NullMarked;
