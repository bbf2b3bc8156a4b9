/// What commands print: data as JSON or YAML, tables of 80 columns, progress lines. It knows no
/// cluster and no command.
@NullMarked
package com.plexichat.backup.agent.cli.output;

import org.jspecify.annotations.NullMarked;
