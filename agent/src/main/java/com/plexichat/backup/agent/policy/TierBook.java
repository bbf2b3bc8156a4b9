package com.plexichat.backup.agent.policy;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TierRow;
import com.plexichat.backup.agent.planning.LifecycleRules;
import com.plexichat.backup.agent.planning.LifecycleRules.Decision;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which tier is meant: by name its newest version, and by a set's paths where none is named.
public final class TierBook {
  private final Catalogue catalogue;

  public TierBook(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// The newest version of a tier; upper and lower case are one where that is clear.
  ///
  /// @throws OperationFailed TIER_UNKNOWN
  public Tier newest(String name) {
    List<Tier> all = catalogue.tiers().newest().stream().map(TierRow::tier).toList();
    return all.stream()
        .filter(tier -> tier.name().equals(name))
        .findFirst()
        .or(() -> all.stream().filter(tier -> tier.name().equalsIgnoreCase(name)).findFirst())
        .orElseThrow(() ->
            new OperationFailed(
                FailureCode.TIER_UNKNOWN,
                name,
                all.stream().map(Tier::name).collect(Collectors.joining(", "))));
  }

  /// The tier that a request means: a name alone, or any version of a tier, is its newest version;
  /// numbers that are no version stay what they are.
  public Tier meant(TierSpec asked) {
    if (asked.getDays() == 0 && asked.getCopies() == 0) {
      return newest(asked.getName());
    }
    Tier tier = Tiers.tier(asked);
    return tier.version() == 0 ? tier : catalogue.tiers().find(tier.name()).orElse(tier);
  }

  /// The rules as they are now.
  public LifecycleRules rules() {
    Optional<LifecycleRules> set =
        catalogue
            .tiers()
            .rules()
            .map(rules ->
                new LifecycleRules(
                    rules.stream()
                        .map(rule ->
                            new LifecycleRules.Rule(
                                rule.getPattern(), rule.getTier(), rule.getRank()))
                        .toList()));
    return set.orElse(LifecycleRules.SEEDS);
  }

  /// The tier of a new set for which none is named.
  ///
  /// @throws OperationFailed TIER_UNDECIDED
  public Tier decided(List<ByteString> paths) {
    if (paths.isEmpty()) {
      return newest(LifecycleRules.USUAL.name());
    }
    Decision decision = rules().decide(paths.stream().map(ByteString::toStringUtf8).toList());
    if (!decision.conflict().isEmpty()) {
      throw new OperationFailed(FailureCode.TIER_UNDECIDED, decision.conflict());
    }
    return newest(decision.tier());
  }
}
