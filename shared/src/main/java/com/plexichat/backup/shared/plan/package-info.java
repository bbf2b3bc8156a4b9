/// What a planner reads and writes: cluster view, plan, action, reason. A plan is immutable and
/// hashed; only `model` may be used.
@NullMarked
package com.plexichat.backup.shared.plan;

import org.jspecify.annotations.NullMarked;
