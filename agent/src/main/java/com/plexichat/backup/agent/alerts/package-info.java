/// Alert rules, the desk where they are handled, and notification. Rules are pure functions over
/// what was measured.
@NullMarked
package com.plexichat.backup.agent.alerts;

import org.jspecify.annotations.NullMarked;
