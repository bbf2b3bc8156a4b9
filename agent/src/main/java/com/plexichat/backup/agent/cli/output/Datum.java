package com.plexichat.backup.agent.cli.output;

import java.util.List;

/// A result that scripts read, free of any notation.
public sealed interface Datum permits Datum.Scalar, Datum.Items, Fields {
  /// A value without parts.
  sealed interface Scalar extends Datum {}

  record Text(String value) implements Scalar {}

  record Whole(long value) implements Scalar {}

  record Real(double value) implements Scalar {}

  record Truth(boolean value) implements Scalar {}

  /// Not known, or not there.
  enum Nothing implements Scalar {
    NOTHING
  }

  record Items(List<Datum> items) implements Datum {
    public Items {
      items = List.copyOf(items);
    }
  }
}
