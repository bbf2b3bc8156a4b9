package com.plexichat.backup.agent.security;

import com.plexichat.backup.shared.model.Right;
import com.plexichat.backup.shared.model.Role;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The one table of what each role may do.
///
/// ENROL, PEER and COORDINATE are in no row: a token, an agent's certificate and the highest epoch
/// give them, never a role. Reading file contents on one's own machine (DOWNLOAD) belongs to those
/// who restore for a living; keys and the recovery kit to the administrator alone.
public final class Rights {
  private static final Map<Role, Set<Right>> TABLE = new EnumMap<>(Role.class);

  static {
    row(
        Role.ADMINISTRATOR,
        Right.VIEW,
        Right.BACKUP,
        Right.RESTORE,
        Right.DOWNLOAD,
        Right.INTEGRITY,
        Right.RETAIN,
        Right.ADMIT,
        Right.KEYS);
    row(
        Role.BACKUP_ADMINISTRATOR,
        Right.VIEW,
        Right.BACKUP,
        Right.RESTORE,
        Right.DOWNLOAD,
        Right.INTEGRITY,
        Right.RETAIN);
    row(Role.SYSTEM_ADMINISTRATOR, Right.VIEW, Right.BACKUP, Right.INTEGRITY, Right.ADMIT);
    row(Role.NETWORK_ADMINISTRATOR, Right.VIEW, Right.ADMIT);
    row(Role.RECOVERY_COORDINATOR, Right.VIEW, Right.RESTORE, Right.DOWNLOAD, Right.INTEGRITY);
    row(Role.RECOVERY_SPECIALIST, Right.VIEW, Right.RESTORE, Right.DOWNLOAD, Right.INTEGRITY);
    row(Role.AUDIT_VIEWER, Right.VIEW);
  }

  private Rights() {}

  private static void row(Role role, Right... rights) {
    Set<Right> set = EnumSet.noneOf(Right.class);
    Collections.addAll(set, rights);
    TABLE.put(role, Collections.unmodifiableSet(set));
  }

  /// What one role may do; nothing for a role without a row.
  public static Set<Right> of(Role role) {
    return TABLE.getOrDefault(role, Set.of());
  }

  /// What somebody with these roles may do.
  public static Set<Right> of(Set<Role> roles) {
    Set<Right> all = EnumSet.noneOf(Right.class);
    roles.forEach(role -> all.addAll(of(role)));
    return all;
  }

  /// Whether somebody with roles `own` may invite a person with roles `given`: nobody gives away
  /// what they do not have, or ADMIT would be every right.
  public static boolean mayGive(Set<Role> own, Set<Role> given) {
    return of(own).contains(Right.ADMIT) && of(own).containsAll(of(given));
  }
}
