/// Backup sets, tiers, lifecycle rules, schedules, tuning and the scheduler. It says what should be
/// and when, and starts jobs; it moves no byte.
@NullMarked
package com.plexichat.backup.agent.policy;

import org.jspecify.annotations.NullMarked;
