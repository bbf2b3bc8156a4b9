package com.plexichat.backup.agent.backup;

/// A text of two sentences as what happened and what to do.
final class Sentences {
  private Sentences() {}

  static String first(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  static String rest(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? "Add machines with other owners." : text.substring(end + 2);
  }
}
