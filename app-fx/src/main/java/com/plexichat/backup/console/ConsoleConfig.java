package com.plexichat.backup.console;

import com.plexichat.backup.shared.client.ContextStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the console is told at its start.
///
/// @param home folder of contexts and preferences
/// @param launcher the program `plexichat` beside this console, when who started it said so
/// @param searchPath where programs are looked for
record ConsoleConfig(Path home, Optional<String> launcher, String searchPath) {
  /// Reads `--home DIR`, or `--home=DIR`; all else is left to the toolkit.
  static ConsoleConfig of(List<String> arguments, Map<String, String> environment) {
    Path home = ContextStore.defaultHome(environment);
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.startsWith("--home=")) {
        home = Path.of(word.substring("--home=".length()));
      } else if (word.equals("--home") && i + 1 < arguments.size()) {
        home = Path.of(arguments.get(i + 1));
      }
    }
    return new ConsoleConfig(
        home.toAbsolutePath(),
        Optional.ofNullable(System.getProperty("plexichat.launcher")),
        environment.getOrDefault("PATH", ""));
  }

  Path preferences() {
    return home.resolve("console.properties");
  }
}
