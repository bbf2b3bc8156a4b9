/// What each retention tier asks for, and whether today's peers can give it.
@NullMarked
package com.plexichat.backup.console.screens.tiers;

import org.jspecify.annotations.NullMarked;
