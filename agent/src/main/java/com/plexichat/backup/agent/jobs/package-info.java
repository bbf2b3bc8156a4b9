/// The durable job engine: lease, heartbeat, checkpoint, resume, cancel. It knows no concrete job;
/// rooms that have jobs register them.
@NullMarked
package com.plexichat.backup.agent.jobs;

import org.jspecify.annotations.NullMarked;
