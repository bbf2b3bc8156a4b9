/// Planted for the tests of the checks.
@NullMarked
package com.plexichat.backup.floorplan.planted.screens.one;

import org.jspecify.annotations.NullMarked;
