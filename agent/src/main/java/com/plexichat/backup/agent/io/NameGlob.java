package com.plexichat.backup.agent.io;

/// A pattern for one name, on bytes: `*`, `?`, `[a-z]`, `[!a-z]`, `\`.
public final class NameGlob {
  private final byte[] glob;

  public NameGlob(byte[] glob) {
    this.glob = glob;
    for (int i = 0; i < glob.length; i = next(i)) {
      if (glob[i] == '\\' && i + 1 == glob.length) {
        throw new IllegalArgumentException("it ends in a backslash");
      }
    }
  }

  private int classEnd(int open) {
    int i = open + 1;
    if (i < glob.length && (glob[i] == '!' || glob[i] == '^')) {
      i++;
    }
    for (int first = i; i < glob.length; i++) {
      if (glob[i] == '\\') {
        i++;
      } else if (glob[i] == ']' && i > first) {
        return i;
      }
    }
    throw new IllegalArgumentException("a [ has no ]");
  }

  /// Goes back only to the last star, so that time grows with the product of the lengths at most.
  public boolean matches(byte[] name) {
    int g = 0;
    int n = 0;
    int starAt = -1;
    int starName = 0;
    while (n < name.length) {
      if (g < glob.length && glob[g] == '*') {
        starAt = g++;
        starName = n;
      } else if (g < glob.length && matchesOne(g, name[n])) {
        g = next(g);
        n++;
      } else if (starAt >= 0) {
        g = starAt + 1;
        n = ++starName;
      } else {
        return false;
      }
    }
    while (g < glob.length && glob[g] == '*') {
      g++;
    }
    return g == glob.length;
  }

  private int next(int g) {
    return switch (glob[g]) {
      case '\\' -> g + 2;
      case '[' -> classEnd(g) + 1;
      default -> g + 1;
    };
  }

  private boolean matchesOne(int g, byte b) {
    return switch (glob[g]) {
      case '?' -> true;
      case '\\' -> glob[g + 1] == b;
      case '[' -> inClass(g, b);
      default -> glob[g] == b;
    };
  }

  private boolean inClass(int open, byte b) {
    int end = classEnd(open);
    int i = open + 1;
    boolean not = glob[i] == '!' || glob[i] == '^';
    if (not) {
      i++;
    }
    boolean found = false;
    while (i < end) {
      if (glob[i] == '\\') {
        i++;
      }
      int low = glob[i++] & 0xff;
      int high = low;
      if (i + 1 < end && glob[i] == '-') {
        i++;
        if (glob[i] == '\\') {
          i++;
        }
        high = glob[i++] & 0xff;
      }
      int value = b & 0xff;
      found |= value >= low && value <= high;
    }
    return found != not;
  }
}
