/// Planted for the tests of the checks.
@NullMarked
package com.plexichat.backup.floorplan.planted.garden;

import org.jspecify.annotations.NullMarked;
