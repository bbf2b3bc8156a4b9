/// What runs when by itself: the days to come, what meets, what became of it, and how much would be
/// lost now.
@NullMarked
package com.plexichat.backup.console.screens.schedule;

import org.jspecify.annotations.NullMarked;
