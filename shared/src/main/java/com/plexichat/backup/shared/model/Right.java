package com.plexichat.backup.shared.model;

/// What a caller must be allowed to do; every method on the wire asks for exactly one.
public enum Right {
  /// A valid one-time token, checked by the method.
  ENROL,
  /// Any enrolled agent.
  PEER,
  /// The coordinator with the highest epoch.
  COORDINATE,
  VIEW,
  BACKUP,
  /// Restore to an agent's machine.
  RESTORE,
  /// Bring file contents to one's own machine.
  DOWNLOAD,
  INTEGRITY,
  /// End a backup's retention.
  RETAIN,
  /// Invite peers and people, change a peer's state.
  ADMIT,
  /// Vault grants, recovery kit.
  KEYS
}
