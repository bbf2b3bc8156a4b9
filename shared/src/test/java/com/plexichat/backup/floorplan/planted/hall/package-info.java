/// Planted for the tests of the checks.
@NullMarked
package com.plexichat.backup.floorplan.planted.hall;

import org.jspecify.annotations.NullMarked;
