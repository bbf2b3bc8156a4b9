package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What one version of a tier says other than another, and which of that keeps less.
///
/// @param all a phrase each
/// @param weaker those of them that keep less, fewer copies, or for a shorter time
public record TierChange(List<String> all, List<String> weaker) {
  public TierChange {
    all = List.copyOf(all);
    weaker = List.copyOf(weaker);
  }

  public static TierChange between(Tier from, Tier to) {
    Phrases phrases = new Phrases(new ArrayList<>(), new ArrayList<>());
    phrases.number("days", from.days(), to.days());
    phrases.number("copies", from.copies(), to.copies());
    phrases.number("data shards", -from.dataShards(), -to.dataShards());
    phrases.number("parity shards", from.parityShards(), to.parityShards());
    phrases.of("most copies in one region", from, to, TierChange::limit, region(from) < region(to));
    phrases.number("newest kept", from.edition().newestKept(), to.edition().newestKept());
    phrases.number("lock days", from.edition().lockDays(), to.edition().lockDays());
    phrases.of("keep", from, to, tier -> tier.keep().words(), keepsLess(from.keep(), to.keep()));
    phrases.of(
        "recovery class",
        from,
        to,
        tier -> tier.edition().recovery().word(),
        from.edition().recovery().rpo().compareTo(to.edition().recovery().rpo()) < 0);
    phrases.of("colour", from, to, tier -> colour(tier.edition().colour()), false);
    return new TierChange(phrases.all, phrases.weaker);
  }

  private static String colour(String colour) {
    return colour.isEmpty() ? "none" : colour;
  }

  private static String limit(Tier tier) {
    return tier.maxCopiesPerRegion() == 0
        ? "all but one"
        : String.valueOf(tier.maxCopiesPerRegion());
  }

  private static int region(Tier tier) {
    return tier.maxCopiesPerRegion() == 0 ? tier.copies() - 1 : tier.maxCopiesPerRegion();
  }

  private static boolean keepsLess(KeepRules from, KeepRules to) {
    if (from.isNone() || to.isNone()) {
      return from.isNone() && !to.isNone();
    }
    return to.last() < from.last()
        || to.hourly() < from.hourly()
        || to.daily() < from.daily()
        || to.weekly() < from.weekly()
        || to.monthly() < from.monthly()
        || to.yearly() < from.yearly();
  }

  private record Phrases(List<String> all, List<String> weaker) {
    /// @param from negative where more of it protects less
    void number(String name, int from, int to) {
      if (from != to) {
        say("%s %d to %d".formatted(name, Math.abs(from), Math.abs(to)), to < from);
      }
    }

    void of(String name, Tier from, Tier to, Function<Tier, String> value, boolean isWeaker) {
      if (!value.apply(from).equals(value.apply(to))) {
        say("%s %s to %s".formatted(name, value.apply(from), value.apply(to)), isWeaker);
      }
    }

    private void say(String phrase, boolean isWeaker) {
      all.add(phrase);
      if (isWeaker) {
        weaker.add(phrase);
      }
    }
  }
}
