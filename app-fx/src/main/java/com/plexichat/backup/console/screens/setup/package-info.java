/// The guide from no cluster to one that has proved a restore. Where it stands is read from the
/// cluster, so that it can be left and gone on with at any time.
@NullMarked
package com.plexichat.backup.console.screens.setup;

import org.jspecify.annotations.NullMarked;
