/// The checks that every module runs on its own code: floor plan, house rules, sizes. They know no
/// module; each module's test brings its table.
@NullMarked
package com.plexichat.backup.floorplan;

import org.jspecify.annotations.NullMarked;
