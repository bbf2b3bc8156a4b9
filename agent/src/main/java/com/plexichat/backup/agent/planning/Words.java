package com.plexichat.backup.agent.planning;

import java.util.Locale;

/// Numbers and nouns as a sentence has them.
final class Words {
  private static final String[] NUMBERS = {
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
  };

  private Words() {}

  /// "1 copy", "2 copies", "3 machines".
  static String count(long count, String noun) {
    return count + " " + plural(count, noun);
  }

  static String plural(long count, String noun) {
    if (count == 1) {
      return noun;
    }
    return noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
  }

  /// "Two more machines", to begin a sentence with.
  static String more(int count, String noun) {
    String number = count < NUMBERS.length ? NUMBERS[count] : Integer.toString(count);
    return number.substring(0, 1).toUpperCase(Locale.ROOT)
        + number.substring(1)
        + " more "
        + plural(count, noun);
  }
}
