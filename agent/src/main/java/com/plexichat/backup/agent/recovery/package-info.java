/// Restore, restore certificate, rebuild of the catalogue, drills and the recovery clocks. What is
/// restored equals the source byte for byte, or the files that are not whole are named.
@NullMarked
package com.plexichat.backup.agent.recovery;

import org.jspecify.annotations.NullMarked;
