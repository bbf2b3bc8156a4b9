package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which tier a new set gets by its paths, when none is named for it.
///
/// A pattern is laid over the whole absolute path of a folder, a slash behind it: `*` is any signs,
/// slashes too, `?` one sign that is none. Of the rules that match a path the one with the lowest
/// rank counts.
public record LifecycleRules(List<Rule> rules) {
  /// What no rule matches.
  public static final Tier USUAL = Tier.SILVER;

  /// Those that come with the product.
  public static final LifecycleRules SEEDS =
      new LifecycleRules(
          List.of(
              new Rule("*/critical/*", "critical", 10), new Rule("*/operational/*", "silver", 20)));

  public LifecycleRules {
    rules = rules.stream().sorted(Comparator.comparingInt(Rule::rank)).toList();
  }

  /// One rule.
  public record Rule(String pattern, String tier, int rank) {
    public boolean matches(String path) {
      return covers(path) || covers(path + "/");
    }

    /// Goes through both once; where they part it goes back to the last star, which takes one sign
    /// more.
    private boolean covers(String path) {
      int at = 0;
      int star = -1;
      int taken = 0;
      int sign = 0;
      while (sign < path.length()) {
        char asked = at < pattern.length() ? pattern.charAt(at) : 0;
        if (asked == '*') {
          star = at++;
          taken = sign;
        } else if (asked == path.charAt(sign) || (asked == '?' && path.charAt(sign) != '/')) {
          at++;
          sign++;
        } else if (star >= 0) {
          at = star + 1;
          sign = ++taken;
        } else {
          return false;
        }
      }
      return pattern.chars().skip(at).allMatch(left -> left == '*');
    }
  }

  /// What the rules say of a set.
  ///
  /// @param rule that decides; empty: none matches
  /// @param conflict why they say nothing, in a sentence; empty: they do
  public record Decision(String tier, Optional<Rule> rule, String conflict) {}

  /// The tier of a set with these paths.
  public Decision decide(List<String> paths) {
    Map<String, Optional<Rule>> byPath = new LinkedHashMap<>();
    for (String path : paths) {
      List<Rule> matching = matching(path);
      if (matching.size() > 1 && isTie(matching.get(0), matching.get(1))) {
        return undecided(
            "%s matches %s and %s, which have the same rank %d and say %s and %s."
                .formatted(
                    path,
                    matching.get(0).pattern(),
                    matching.get(1).pattern(),
                    matching.get(0).rank(),
                    matching.get(0).tier(),
                    matching.get(1).tier()));
      }
      byPath.put(path, matching.stream().findFirst());
    }
    List<String> tiers = byPath.values().stream().map(LifecycleRules::tier).distinct().toList();
    if (tiers.size() > 1) {
      List<String> says = new ArrayList<>();
      byPath.forEach(
          (path, rule) -> says.add("%s is %s by %s".formatted(path, tier(rule), name(rule))));
      return undecided("The paths of the set differ: " + String.join("; ", says) + ".");
    }
    Optional<Rule> rule = byPath.values().stream().flatMap(Optional::stream).findFirst();
    return new Decision(tier(rule), rule, "");
  }

  private static boolean isTie(Rule one, Rule other) {
    return one.rank() == other.rank() && !one.tier().equals(other.tier());
  }

  private List<Rule> matching(String path) {
    return rules.stream().filter(rule -> rule.matches(path)).toList();
  }

  private static Decision undecided(String sentence) {
    return new Decision("", Optional.empty(), sentence);
  }

  private static String tier(Optional<Rule> rule) {
    return rule.map(Rule::tier).orElse(USUAL.name());
  }

  private static String name(Optional<Rule> rule) {
    return rule.map(Rule::pattern).orElse("no rule");
  }
}
