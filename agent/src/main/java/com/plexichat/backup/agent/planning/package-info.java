/// Pure planners: placement, retention rules, safety margins, durability mathematics. The same
/// input gives the same plan, so nothing that has effects may be imported: no file, socket, clock,
/// thread, chance or log.
@NullMarked
package com.plexichat.backup.agent.planning;

import org.jspecify.annotations.NullMarked;
