/// The checks that the shared module runs on itself.
@NullMarked
package com.plexichat.backup.shared;

import org.jspecify.annotations.NullMarked;
