package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Theme;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.state.Preferences;
import com.plexichat.backup.console.state.Sessions;
import com.plexichat.backup.console.state.Settings;

/// What the console's parts are put together from.
record Surroundings(
    Kit kit, Navigator navigator, Sessions sessions, Preferences preferences, Theme theme) {
  /// From light to dark and back; from then on the desktop's wish no longer counts.
  void toggleTheme() {
    Settings now = preferences.settings().get();
    preferences.keep(now.with(theme.isDark() ? Settings.Look.LIGHT : Settings.Look.DARK));
  }
}
