/// Runs of procedures: gates, evidence, sign-off and resume. A run lives in the agent, so that a
/// console can die in the middle of it.
@NullMarked
package com.plexichat.backup.agent.procedures;

import org.jspecify.annotations.NullMarked;
