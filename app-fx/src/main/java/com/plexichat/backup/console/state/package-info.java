/// What the console knows: connection, live state of the cluster, jobs and what needs attention, as
/// plain observables. It knows no toolkit, so it is tested without one.
@NullMarked
package com.plexichat.backup.console.state;

import org.jspecify.annotations.NullMarked;
