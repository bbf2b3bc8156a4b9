package com.plexichat.backup.shared.model;

/// What a person does here. Which rights each role has is one table in the agent's security room.
public enum Role {
  /// Everything; the founder's.
  ADMINISTRATOR,
  BACKUP_ADMINISTRATOR,
  SYSTEM_ADMINISTRATOR,
  NETWORK_ADMINISTRATOR,
  RECOVERY_COORDINATOR,
  RECOVERY_SPECIALIST,
  AUDIT_VIEWER
}
