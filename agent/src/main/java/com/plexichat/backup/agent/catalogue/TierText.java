package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.TierSpec;
import java.time.Instant;
import java.util.stream.Collectors;

/// Words of the audit for tiers, the backups that get them, and lifecycle rules.
final class TierText {
  private TierText() {}

  static String detail(Command command) {
    return switch (command.getActCase()) {
      case TIER_DEFINED ->
          "%s: %d days, %d copies%s"
              .formatted(
                  name(command.getTierDefined().getTier()),
                  command.getTierDefined().getTier().getDays(),
                  command.getTierDefined().getTier().getCopies(),
                  because(command.getTierDefined().getWhy()));
      case BACKUP_RETIERED ->
          "backup %s as %s until %s"
              .formatted(
                  command.getBackupRetiered().getBackupId(),
                  name(command.getBackupRetiered().getTier()),
                  Instant.ofEpochMilli(command.getBackupRetiered().getEndsMs()));
      case BACKUP_RAISED ->
          "backup %s, %d copies for %s"
              .formatted(
                  command.getBackupRaised().getBackupId(),
                  command.getBackupRaised().getWanted().getCopies(),
                  name(command.getBackupRaised().getWanted()));
      default ->
          command.getLifecycleRulesSet().getRulesList().stream()
                  .map(rule -> rule.getPattern() + " is " + rule.getTier())
                  .collect(Collectors.joining(", "))
              + because(command.getLifecycleRulesSet().getWhy());
    };
  }

  private static String name(TierSpec tier) {
    return "tier " + tier.getName() + " " + tier.getVersion();
  }

  private static String because(String why) {
    return why.isEmpty() ? "" : ": " + why;
  }
}
