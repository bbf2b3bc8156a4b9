/// The registry of figures and the endpoint that serves them. Every figure is measured, and the
/// room depends on no other.
@NullMarked
package com.plexichat.backup.agent.metrics;

import org.jspecify.annotations.NullMarked;
