/// Where a console begins: the saved clusters, a trial on this machine, and how to connect to a
/// cluster by its token.
@NullMarked
package com.plexichat.backup.console.screens.welcome;

import org.jspecify.annotations.NullMarked;
