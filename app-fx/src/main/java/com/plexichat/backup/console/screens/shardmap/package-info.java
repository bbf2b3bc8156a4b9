/// The map of all shards, one cell each, and what is known of the one that is selected.
@NullMarked
package com.plexichat.backup.console.screens.shardmap;

import org.jspecify.annotations.NullMarked;
