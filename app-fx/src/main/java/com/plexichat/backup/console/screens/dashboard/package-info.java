/// What matters now, on one page: how well all is protected, what needs a look, what goes on.
@NullMarked
package com.plexichat.backup.console.screens.dashboard;

import org.jspecify.annotations.NullMarked;
