package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Finds where retention is not as its tiers and people's decisions say.
///
/// It looks at what the catalogue knows; what lies on disks is the integrity check's.
public final class RetentionAudit {
  /// Closing a backup and writing it down are two readings of one clock.
  private static final long SLACK_MS = Duration.ofMinutes(1).toMillis();

  private static final long DAY_MS = RetentionSimulation.DAY_MS;

  private final View view;
  private final List<Finding> findings = new ArrayList<>();

  private RetentionAudit(View view) {
    this.view = view;
  }

  /// What is looked for.
  public enum Kind {
    ENDS_EARLY("See who moved it with `plexichat audit list`; extend it with `retention extend`."),
    ENDS_LATE("See `plexichat audit list`; end it with `retention expire` if it need not stay."),
    NEVER_ENDS("Give it an end with `plexichat retention extend` or `retention expire`."),
    TOO_FEW_COPIES("Run `plexichat integrity repair`; `plexichat backup show` says what it lacks."),
    NOT_PRUNED("Run `plexichat prune plan`, then `prune run`."),
    NOT_SWEPT("Run `plexichat prune sweep`."),
    HOLD_BROKEN("Bring it back with `plexichat prune rollback` while it lies in the trash."),
    HOLD_UNFOUNDED("Release it and hold it again with --owner and --reason."),
    TIER_UNKNOWN("Define the tier with `plexichat retention set`, or give the set another one."),
    VERSION_GONE("Give it a known one with `plexichat retention set-tier`."),
    TIER_WEAKER("See what `plexichat retention apply --dry-run` would change, then apply it."),
    NO_RESTORE_POINT("Back the set up now, and see why the last ones did not."),
    SEPARATION("Run `plexichat integrity repair`; see `plexichat distribution status`.");

    private final String next;

    Kind(String next) {
      this.next = next;
    }

    /// What to do about it.
    public String next() {
      return next;
    }
  }

  /// One violation.
  ///
  /// @param backup empty: it is not of one backup
  public record Finding(Kind kind, String backup, String set, String sentence) {}

  /// A hold as it was placed.
  public record Hold(String name, String owner, String reason) {}

  /// A backup.
  ///
  /// @param isListed not deleted and not pruned
  /// @param movedBy who moved its end last; empty: nobody
  /// @param isUnswept it was pruned so long ago that its trash should have been swept
  /// @param stays why a prune leaves it; empty: it takes it
  /// @param isShort of copies that its tier asks
  /// @param isRestorable as a whole
  public record Backup(
      String id,
      String set,
      Tier tier,
      boolean isListed,
      long createdMs,
      long closedMs,
      long endsMs,
      long tierEndsMs,
      String movedBy,
      List<Hold> holds,
      boolean isKept,
      boolean isUnswept,
      String stays,
      boolean isShort,
      boolean isRestorable) {
    public Backup {
      holds = List.copyOf(holds);
    }
  }

  /// A set and its tier.
  public record SetView(String name, Tier tier) {}

  /// All that is looked at.
  ///
  /// @param newest newest version of each tier, by name
  /// @param graceMs how long what has ended may wait for its prune
  /// @param trashMs how long what was pruned may wait for its sweep
  /// @param crowdedOwners that may hold so much of a stripe that they could read it
  public record View(
      long nowMs,
      List<Backup> backups,
      List<SetView> sets,
      Map<String, Tier> newest,
      long graceMs,
      long trashMs,
      long crowdedOwners) {
    public View {
      backups = List.copyOf(backups);
      sets = List.copyOf(sets);
      newest = Map.copyOf(newest);
    }
  }

  /// By kind, then in the order of the view.
  public static List<Finding> of(View view) {
    RetentionAudit audit = new RetentionAudit(view);
    view.backups().forEach(audit::backup);
    view.sets().forEach(audit::set);
    if (view.crowdedOwners() > 0) {
      audit.add(
          Kind.SEPARATION,
          "",
          "",
          "%d times an owner may hold enough of a stripe to read it."
              .formatted(view.crowdedOwners()));
    }
    return audit.findings.stream().sorted(Comparator.comparing(Finding::kind)).toList();
  }

  private void backup(Backup one) {
    if (!one.isListed()) {
      gone(one);
      return;
    }
    end(one);
    version(one);
    for (Hold hold : one.holds()) {
      if (hold.owner().isBlank() || hold.reason().isBlank()) {
        String what = hold.owner().isBlank() ? "nobody answers for it" : "no reason is given";
        add(Kind.HOLD_UNFOUNDED, one, "The hold %s stands, but %s.".formatted(hold.name(), what));
      }
    }
    if (one.isShort()) {
      add(
          Kind.TOO_FEW_COPIES,
          one,
          "Something of it has fewer than the %d copies that %s asks."
              .formatted(one.tier().copies(), one.tier().name()));
    }
    long overdue = view.nowMs() - one.endsMs();
    if (!one.isKept() && one.endsMs() > 0 && overdue > view.graceMs() && one.stays().isEmpty()) {
      add(
          Kind.NOT_PRUNED,
          one,
          "It ended %d days ago, and is neither held nor pruned.".formatted(overdue / DAY_MS));
    }
  }

  private void gone(Backup one) {
    if (!one.holds().isEmpty()) {
      add(
          Kind.HOLD_BROKEN,
          one,
          "It is held for %s, and is deleted or pruned all the same."
              .formatted(one.holds().getFirst().name()));
    }
    if (one.isUnswept()) {
      add(
          Kind.NOT_SWEPT,
          one,
          "It was pruned more than %d days ago, and its trash has not been swept."
              .formatted(view.trashMs() / DAY_MS));
    }
  }

  /// When its tier ends it: not before its days after it was begun, nor later than after it was
  /// closed. What a person moved is as that person wants it.
  private void end(Backup one) {
    if (one.endsMs() == 0) {
      add(Kind.NEVER_ENDS, one, "It is whole and has no end.");
      return;
    }
    if (one.movedBy().startsWith("person:")) {
      return;
    }
    long days = one.tier().days() * DAY_MS;
    long least = one.createdMs() + days;
    long most = Math.max(one.createdMs(), one.closedMs()) + days;
    String says = "%s says %d days".formatted(one.tier().label(), one.tier().days());
    if (one.endsMs() < least - SLACK_MS) {
      add(
          Kind.ENDS_EARLY,
          one,
          "It ends %s, %s days earlier than %s; no person decided that."
              .formatted(
                  Instant.ofEpochMilli(one.endsMs()),
                  Math.ceilDiv(least - one.endsMs(), DAY_MS),
                  says));
    } else if (one.endsMs() > most + SLACK_MS) {
      add(
          Kind.ENDS_LATE,
          one,
          "It ends %s, %s days later than %s; no person decided that."
              .formatted(
                  Instant.ofEpochMilli(one.endsMs()),
                  Math.ceilDiv(one.endsMs() - most, DAY_MS),
                  says));
    }
  }

  private void version(Backup one) {
    Tier newest = view.newest().get(one.tier().name());
    if (newest == null || one.tier().version() > newest.version()) {
      if (one.tier().version() > 0) {
        add(
            Kind.VERSION_GONE,
            one,
            "It was made under %s, which the cluster does not know.".formatted(one.tier().label()));
      }
      return;
    }
    boolean isWeaker = one.tier().days() < newest.days() || one.tier().copies() < newest.copies();
    if (one.tier().version() > 0 && isWeaker) {
      add(
          Kind.TIER_WEAKER,
          one,
          "It is kept as %s says, which asks less than %s: %s."
              .formatted(
                  one.tier().label(),
                  newest.label(),
                  String.join(", ", TierChange.between(one.tier(), newest).all())));
    }
  }

  private void set(SetView set) {
    if (!view.newest().containsKey(set.tier().name())) {
      add(
          Kind.TIER_UNKNOWN,
          "",
          set.name(),
          "Its tier %s is not defined; its backups get the set's own numbers."
              .formatted(set.tier().name()));
    }
    Tier tier = Objects.requireNonNullElse(view.newest().get(set.tier().name()), set.tier());
    Duration rpo = RecoveryClass.of(tier).rpo();
    Optional<Long> newest =
        view.backups().stream()
            .filter(one -> one.set().equals(set.name()) && one.isListed() && one.isRestorable())
            .map(Backup::createdMs)
            .max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      add(Kind.NO_RESTORE_POINT, "", set.name(), "No backup of it can be restored.");
    } else if (view.nowMs() - newest.get() > rpo.toMillis()) {
      add(
          Kind.NO_RESTORE_POINT,
          "",
          set.name(),
          "Its newest backup that can be restored is of %s; %s allows %d hours."
              .formatted(
                  Instant.ofEpochMilli(newest.get()),
                  RecoveryClass.of(tier).word(),
                  Math.max(1, rpo.toHours())));
    }
  }

  private void add(Kind kind, Backup one, String sentence) {
    add(kind, one.id(), one.set(), sentence);
  }

  private void add(Kind kind, String backup, String set, String sentence) {
    findings.add(new Finding(kind, backup, set, sentence));
  }
}
