/// Who did what: the audit chain, and whether it is unbroken.
@NullMarked
package com.plexichat.backup.console.screens.audit;

import org.jspecify.annotations.NullMarked;
