package com.plexichat.backup.shared.failure;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/// Every way an operation fails, with one sentence on what happened, one on what to do, and the
/// exit code.
///
/// Console and command line read the same words. `{0}`… are the arguments of [OperationFailed].
public enum FailureCode {
  // Usage and input
  USAGE(64, "{0}", "Run the command with --help to see what it takes."),
  CONFIG_INVALID(
      64,
      "The configuration {0} cannot be used: {1}.",
      "Correct the file, or remove it and run `plexichat agent init` or `plexichat agent join`"
          + " again."),
  PATH_MISSING(
      1,
      "{0} does not exist on {1}.",
      "Check the path; it is read on the machine of the agent that backs up."),
  PATH_UNREADABLE(
      1,
      "{0} cannot be read: {1}.",
      "Give the agent''s user permission to read it, or exclude it."),
  PATH_NOT_ABSOLUTE(
      64, "{0} is not an absolute path.", "Give the path from the root of the file system."),
  TARGET_NOT_EMPTY(
      1,
      "The restore target {0} is not empty.",
      "Choose an empty folder, or say --overwrite changed or --overwrite always."),
  TARGET_BUSY(
      1,
      "Another restore writes into {0}.",
      "Wait for it, or cancel it: see `plexichat job list`. Or choose another folder."),
  TARGET_UNUSABLE(
      1,
      "The restore target {0} cannot be used: {1}.",
      "Choose a folder that the agent''s user may write, with no symbolic link in its path."),
  HOOK_FAILED(
      1,
      "The command before the backup, {0}, ended with {1}.",
      "Run it by hand on that machine; no backup was made."),
  NOT_CONFIRMED(
      3,
      "{0} was not confirmed; nothing was changed.",
      "It cannot be taken back: say it again with --confirm."),
  FILE_EXISTS(1, "{0} exists already.", "Choose another name, or remove it first."),
  FILE_UNWRITABLE(
      1, "{0} cannot be written: {1}.", "Choose another place, or free space and permissions."),
  TOOL_NOT_YET(64, "{0} is not available in this version.", "{1}"),
  // A cluster on this machine
  NO_LOCAL_CLUSTER(
      1,
      "There is no local cluster in {0}.",
      "Start one with `plexichat local up --dir {0} --agents 6`."),
  LOCAL_AGENT_UNKNOWN(
      1, "There is no agent {0} in {1}.", "See `plexichat local status --dir {1}`."),
  LOCAL_AGENT_ENDED(
      1, "The agent {0} ended while the cluster was starting: {1}.", "Its log is {2}."),
  LOCAL_COMMAND_FAILED(
      1, "`{0}` ended with {1}: {2}", "Correct what it says, or run it by hand in a terminal."),
  LOCAL_COMMAND_MISSING(
      1,
      "The command line plexichat is not on this machine.",
      "Install the package plexichat-agent here, or do this on a machine that has it."),
  RESTORE_DIFFERS(
      1,
      "{0} of {1} entries differ from their source after the restore.",
      "The list names each; please report it, with the folder kept by --keep."),
  // Reaching others
  UNREACHABLE(
      5,
      "{0} does not answer: {1}.",
      "Check that the agent runs there and that the port is open to this machine."),
  NOT_COORDINATOR(5, "The agent at {0} is not the coordinator.", "Use the coordinator at {1}."),
  CERTIFICATE_REFUSED(
      3,
      "{0} was refused: {1}.",
      "Join the cluster with a token from `plexichat peer invite` or `plexichat person invite`."),
  FINGERPRINT_MISMATCH(
      3,
      "The server at {0} does not belong to the cluster that made the token.",
      "Do not go on: compare the fingerprint that `peer invite` printed with an administrator."),
  CLOCK_SKEW(
      1,
      "The clock of this machine differs from {0} by {1}.",
      "Set the clock (for example with NTP) and try again."),
  PORT_TAKEN(
      1,
      "The port {0} is taken by another program.",
      "Stop that program or choose another port with --listen."),
  NO_CONTEXT(
      64,
      "No cluster is known in {0}.",
      "Run `plexichat context add ADDRESS TOKEN`, or name another folder with --home."),
  // Enrolment and rights
  NAME_INVALID(
      64,
      "{0} cannot be a name here.",
      "Take up to 64 letters, digits, dots, hyphens or underscores, a letter or digit first."),
  NAME_TAKEN(1, "The name {0} is taken.", "Choose another name."),
  SIGNATURE_INVALID(
      3,
      "{0} is not signed as it must be: {1}.",
      "Do not go on: someone may be posing as this cluster; ask an administrator."),
  TOKEN_INVALID(
      3, "The token is not valid.", "Copy it whole, or ask an administrator for a new one."),
  TOKEN_EXPIRED(3, "The token expired at {0}.", "Ask an administrator for a new one."),
  TOKEN_USED(
      3, "The token has been used as often as it may be.", "Ask an administrator for a new one."),
  NOT_ALLOWED(
      3,
      "{0} may not do this: it takes the right {1}.",
      "Ask an administrator for a role that has it."),
  ALREADY_INITIALISED(
      1,
      "{0} already belongs to a cluster.",
      "Choose another --home and --data, or remove both to begin anew."),
  KEY_FILE_UNSAFE(
      1,
      "The key file {0} cannot be used: {1}.",
      "Only the agent''s own user may read it: run `chmod 600` on it, and renew the key if others"
          + " could have read it."),
  KIT_PASSPHRASE_WRONG(
      3,
      "The passphrase does not open the recovery kit {0}.",
      "Check for another keyboard layout; every sign and blank counts."),
  KIT_DAMAGED(
      1,
      "The recovery kit {0} is damaged: {1}.",
      "Use another copy of the kit, or type it from the printed page."),
  // Placement
  TOO_FEW_OWNERS(1, "{0}", "{1}"),
  UNDER_PROTECTED(2, "{0}", "{1}"),
  NO_SPACE(
      1, "{0} has no space left: {1}.", "Free space there, raise its capacity, or add a peer."),
  // A shard's life
  ORDER_REFUSED(
      3,
      "{0} refused an order: {1}.",
      "The coordinator plans anew by itself; see `plexichat audit list` if it goes on."),
  FENCED(
      3,
      "{0} obeys a newer coordinator (epoch {1}).",
      "Stop this coordinator: another one has taken over."),
  SHARD_UNKNOWN(1, "{0} does not hold shard {1}.", "Run `plexichat integrity check`."),
  SHARD_DAMAGED(1, "Shard {1} on {0} is damaged.", "Run `plexichat integrity repair`."),
  DISK_FAILED(
      1,
      "The disk of {0} failed: {1}.",
      "Check that machine''s disk; its copies are repaired elsewhere."),
  DATA_DIR_BUSY(
      1,
      "The data folder {0} is in use by another agent.",
      "Stop that agent, or choose another folder with --data."),
  DATA_DIR_FOREIGN(
      1,
      "The data folder {0} belongs to another peer ({1}).",
      "Start that peer''s agent on it, or choose another folder with --data."),
  // Backups
  SET_UNKNOWN(1, "There is no backup set {0}.", "See `plexichat set list`."),
  SET_ELSEWHERE(
      1,
      "The set {0} belongs to {1}, not to {2}; nothing was changed.",
      "If {1} is meant, say --host {1}; for {2}, also when it takes the place of {1}, choose"
          + " another name of a set."),
  TIER_UNKNOWN(64, "There is no tier {0}; there are {1}.", "See `plexichat retention tiers`."),
  TIER_TOO_LARGE(
      3,
      "{0} needs {1} other owners, and {2} are there.",
      "Add machines of other owners, or ask fewer copies; a tier is defined all the same with"
          + " --allow-under-protected, and its backups get as many copies as there are owners."),
  RAISE_REFUSED(
      3,
      "Backup {0} cannot be raised to {1}: {2}",
      "Add machines of other owners, or choose a tier that asks fewer copies."),
  TIER_UNDECIDED(
      1,
      "The lifecycle rules do not say which tier the set gets: {0}",
      "Name it with --tier, make one set of each, or see `plexichat retention rules list`."),
  RULE_UNKNOWN(1, "There is no lifecycle rule for {0}.", "See `plexichat retention rules list`."),
  RULE_TIE(
      64,
      "The rules {0} and {1} have the same rank {2} and match the same path {3}.",
      "Give one of them another --rank: the lowest counts."),
  RAISE_UNDONE(
      2,
      "Backup {0} does not have the copies of {1} yet: {2}",
      "It keeps its tier until it has; copies are made as machines take them. Say `plexichat"
          + " retention set-tier {0} {1}` again to have it done at once."),
  BACKUP_UNKNOWN(1, "There is no backup {0}.", "See `plexichat backup list`."),
  BACKUP_KEPT(
      3,
      "Backup {0} may not end: {1}.",
      "Release it first with `plexichat retention release {0}`; `plexichat retention show {0}` says"
          + " who keeps it and why."),
  BACKUP_LOCKED(
      3,
      "Backup {0} is locked until {1}.",
      "Nobody can end, delete or prune it before; `plexichat retention show {0}` shows the lock."),
  GATE_CLOSED(
      3,
      "Pruning is refused by gate {0}: {1}",
      "See every gate with `plexichat prune plan`, put right what it says, and make a new plan."),
  PLAN_UNKNOWN(
      1, "There is no plan {0}.", "Make one with `plexichat prune plan`; it is kept for a day."),
  PLAN_STALE(
      3, "The plan {0} does not hold any more: {1}", "Make a new one with `plexichat prune plan`."),
  APPROVAL_MISSING(
      4,
      "The plan {0} is not approved: {1}",
      "Each of two people runs `plexichat prune approve {0}`; then run it again."),
  APPROVAL_REFUSED(
      4,
      "The approval is refused: {0}.",
      "See the plan and who approved it: plexichat prune show."),
  NOT_A_PRUNE(
      1,
      "Job {0} is no prune, but of kind {1}.",
      "See what was pruned with `plexichat prune list`."),
  PRUNE_UNKNOWN(
      1,
      "Nothing that job {0} pruned lies in the trash.",
      "See what can be brought back with `plexichat prune list`."),
  RULE_INVALID(
      64,
      "The rule {0} cannot be used: {1}.",
      "A rule is minute hour day month weekday, in UTC: \"0 2 * * *\" is every day at 02:00. Or say"
          + " --every 15m, or --daily-at 02:00."),
  WINDOW_INVALID(
      64,
      "The window {0} cannot be used: {1}.",
      "Give days and times in UTC, such as --days sat,sun --from 22:00 --to 06:00."),
  WINDOW_UNKNOWN(1, "There is no window {0}.", "See `plexichat window list`."),
  WINDOW_USED(
      1,
      "The window {0} is still used by {1}; nothing was changed.",
      "Give these schedules another window or none first."),
  SETTING_UNKNOWN(
      64,
      "There is no parameter {0}; the one most like it is {1}.",
      "See `plexichat config list`; nothing was changed."),
  SETTING_INVALID(64, "{0} cannot be \"{1}\": {2}.", "Give {3}; nothing was changed."),
  CONFIG_VERSION_UNKNOWN(
      64,
      "There is no version {0} of the configuration; the newest is {1}.",
      "See `plexichat config versions`; nothing was changed."),
  SCHEDULE_UNKNOWN(1, "There is no schedule {0}.", "See `plexichat schedule list`."),
  SCHEDULE_BUSY(
      1,
      "Schedule {0} cannot start now: {1}",
      "Wait until that has ended; `plexichat job list` shows how far it is."),
  KEEP_UNKNOWN(
      1, "Backup {0} has no {1}.", "See what keeps it with `plexichat retention show {0}`."),
  REASON_MISSING(64, "{0} needs a reason.", "Say why with --reason."),
  BACKUP_AMBIGUOUS(
      64, "{0} is the beginning of more than one backup id.", "Give more of its digits."),
  BACKUP_RUNNING(
      1,
      "A backup of {0} is running already.",
      "Wait for it, or cancel it with `plexichat job cancel {1}`."),
  PEER_UNKNOWN(1, "There is no peer {0}.", "See `plexichat peer list`."),
  VAULT_CLOSED(
      1,
      "{0} has not been given the vault of {1}.",
      "Run `plexichat vault grant {1} --to {0}`, or use the recovery kit."),
  VAULT_UNREADABLE(
      1,
      "No machine that answers has been given the vault of {0}.",
      "Bring {0} back, or use the recovery kit; while {0} answers, `plexichat vault grant {0} --to"
          + " PEER` gives its vault to another machine too."),
  KEY_RING_UNUSABLE(
      1,
      "The key ring of vault {0} cannot be used: {1}.",
      "Try again when more peers answer: each holds a copy of the newest ring."),
  HOST_GONE(
      1,
      "The machine of set {0}, {1}, was removed from the cluster.",
      "Its backups stay; back up the machine in its place under another name of a set."),
  VAULT_UNKNOWN(1, "There is no vault {0}.", "See `plexichat vault list`."),
  RECORD_INVALID(
      1,
      "The record of backup {0} is not valid: {1}.",
      "Verify the backup; restore another one meanwhile."),
  STRIPE_UNREADABLE(
      1, "Stripe {0} cannot be read: {1}.", "Run `plexichat integrity check`, then repair."),
  MANIFEST_INVALID(
      1,
      "A folder of the backup is not valid: {0}.",
      "Verify the backup; restore another one meanwhile."),
  NOT_RESTORABLE(
      1,
      "{0} cannot be read: {1} shards of stripe {2} are left and it takes {3}.",
      "Bring the missing peers back, or restore what is whole."),
  FILES_NOT_WHOLE(
      1,
      "{0} of {1} files could not be restored whole.",
      "The list names each; other backups may have them."),
  PATH_NOT_IN_BACKUP(1, "{0} is not in backup {1}.", "See `plexichat backup show {1}`."),
  JOB_UNKNOWN(1, "There is no job {0}.", "See `plexichat job list`."),
  CANCELLED(1, "{0} was cancelled.", "Start it again; what was done is kept."),
  INTERRUPTED(
      1, "{0} was interrupted: {1}.", "Run the same command again: it goes on where it stopped."),
  TIMED_OUT(
      1, "{0} did not end within {1}.", "Give it more time with --timeout; it goes on meanwhile."),
  // Catalogue
  CATALOGUE_DAMAGED(
      1,
      "The catalogue in {0} is damaged: {1}.",
      "Stop the agent and run `plexichat agent recover` with the recovery kit."),
  CATALOGUE_REFUSED(
      1,
      "The catalogue could not be written: {0}.",
      "Free space on the coordinator''s disk; nothing was changed."),
  ACT_REFUSED(
      1,
      "{0} was refused: {1}.",
      "Look at how things stand now and ask again; nothing was changed."),
  NOTHING_TO_RECOVER(
      1,
      "No peer at {0} holds anything of this cluster.",
      "Give the address of a peer that belongs to it with --peer."),
  CAPSULE_UNUSABLE(
      1,
      "The capsule {0} cannot be used: {1}.",
      "Give more peers with --peer: each holds a copy of its own."),
  INTERNAL(
      1,
      "An internal error: {0}.",
      "Please report it with the output of the same command under --verbose.");

  private final int exitCode;
  private final String what;
  private final String next;

  FailureCode(int exitCode, String what, String next) {
    this.exitCode = exitCode;
    this.what = what;
    this.next = next;
  }

  public int exitCode() {
    return exitCode;
  }

  /// Whether somebody did not answer: of what was asked nothing is known.
  public boolean isSilence() {
    return this == UNREACHABLE || this == TIMED_OUT;
  }

  /// One sentence: what happened.
  public String sentence(List<String> args) {
    return format(what, args);
  }

  /// One sentence: what to do.
  public String nextAct(List<String> args) {
    return format(next, args);
  }

  /// An argument may be a sentence: one full stop ends both.
  private static String format(String pattern, List<String> args) {
    String text = new MessageFormat(pattern, Locale.ROOT).format(args.toArray());
    return text.endsWith("..") ? text.substring(0, text.length() - 1) : text;
  }
}
