/// Reading, verifying and anchoring the chain of acts, and evidence bundles. It reads the command
/// log and never writes a second one; what leaves the machine goes through a port.
@NullMarked
package com.plexichat.backup.agent.audit;

import org.jspecify.annotations.NullMarked;
