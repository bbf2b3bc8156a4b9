/// Procedures as data: phases, steps and gates, and their definitions. Nothing runs here; only
/// `model` may be used.
@NullMarked
package com.plexichat.backup.shared.procedure;

import org.jspecify.annotations.NullMarked;
