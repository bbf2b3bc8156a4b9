/// The commands of `plexichat`, one class for each verb. They translate words into calls of the
/// ports and answers into data and tables; they decide nothing.
@NullMarked
package com.plexichat.backup.agent.cli.commands;

import org.jspecify.annotations.NullMarked;
