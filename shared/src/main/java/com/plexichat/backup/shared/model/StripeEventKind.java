package com.plexichat.backup.shared.model;

/// What became of copies of a stripe.
public enum StripeEventKind {
  /// Ordered, and nothing was heard of it since.
  ORDERED,
  /// Acknowledged after fsync.
  WRITTEN,
  /// Found whole again.
  WHOLE,
  /// Not proven for too long.
  STALE,
  /// The peer answered and did not have them.
  MISSING,
  /// The peer had other bytes.
  CORRUPT,
  QUARANTINED,
  /// Given up: moved to the trash.
  TRASHED,
  /// Their owner attested not to hold them.
  GIVEN_UP,
  /// What the stripe holds lies in another one now.
  FOLDED,
  /// What other stripes held lies in this one now.
  GATHERED,
  /// Something that this version does not know.
  UNKNOWN
}
