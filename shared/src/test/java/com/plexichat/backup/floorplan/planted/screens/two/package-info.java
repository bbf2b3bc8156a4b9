/// Planted for the tests of the checks.
@NullMarked
package com.plexichat.backup.floorplan.planted.screens.two;

import org.jspecify.annotations.NullMarked;
