/// Planted for the tests of the checks.
@NullMarked
package com.plexichat.backup.floorplan.planted.kitchen;

import org.jspecify.annotations.NullMarked;
