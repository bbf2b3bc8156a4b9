package com.plexichat.backup.agent.planning;

import com.plexichat.backup.agent.planning.Preflight.Trial;
import com.plexichat.backup.shared.model.Tier;
import java.util.Locale;

/// The sentences of a verdict: plain words with exact numbers.
///
/// They say "machines" while every machine has an owner of its own, and "owners" otherwise, because
/// owners are what counts.
///
/// @param owners beside the source's
/// @param machines beside the source's owner's
record PreflightWords(Tier tier, int owners, int machines, Trial now, Trial withOneMore) {

  /// Nobody may hold anything: every machine belongs to the owner of the source.
  String nobody(long ownMachines) {
    int needed = tier.ownersNeeded();
    if (ownMachines <= 1) {
      return "No other machine takes shards, so nothing can be kept; %s asks for %s. %s beside this one give every shard %s, and %d are the least that can keep everything."
          .formatted(
              tier.name(),
              Words.count(tier.copies(), "copy"),
              Words.more(needed, "machine").replace(" more ", " "),
              Words.count(tier.copies(), "copy"),
              tier.ownersLeast());
    }
    return "All %d machines have the same owner (--owners same), and an owner may not hold shards of its own backups: nobody may hold anything. Give each machine an owner of its own, or add %s of other owners for %s."
        .formatted(ownMachines, Words.count(needed, "machine"), Words.count(tier.copies(), "copy"));
  }

  /// @param more owners that would make it complete; −1: more owners alone do not
  /// @param full peers without space for one shard
  String sentence(int more, int full) {
    return isShort() ? brief(full) : state(full) + " " + remedy(more, full);
  }

  private boolean isShort() {
    return now.outcome() == Outcome.UNDER_PROTECTED && now.copies() < tier.copies();
  }

  /// What there is and what one more would add, in one sentence. It counts the source too: people
  /// say how many machines they have.
  private String brief(int full) {
    String space = full == 0 ? "" : " (%d of them without space for a shard)".formatted(full);
    String next = "a %dth %s".formatted(owners + 2, noun());
    String added =
        isNoMore()
            ? "adds no copy, but takes over what a lost one held"
            : "makes it %s, so %s"
                .formatted(Words.count(withOneMore.copies(), "copy"), losses(withOneMore.losses()));
    return "%d %s%s keep %s of everything where %s asks for %d, so %s; %s %s."
        .formatted(
            owners + 1,
            Words.plural(owners + 1, noun()),
            space,
            Words.count(now.copies(), "copy"),
            tier.name(),
            tier.copies(),
            losses(now.losses()),
            next,
            added);
  }

  private boolean isNoMore() {
    return withOneMore.copies() == now.copies() && withOneMore.losses() == now.losses();
  }

  private String state(int full) {
    String who = "%d other %s".formatted(owners, Words.plural(owners, noun()));
    String asked = Words.count(tier.copies(), "copy");
    String space = full == 0 ? "" : " (%d of them without space for a shard)".formatted(full);
    return switch (now.outcome()) {
      case COMPLETE ->
          "%s%s can keep %s of everything, as %s asks.".formatted(who, space, asked, tier.name());
      case UNDER_PROTECTED ->
          "%s%s can keep %s of everything, but more than %d of some shards would lie in one region."
              .formatted(who, space, asked, Shape.of(tier).regionLimit());
      case FAILED ->
          "%s%s cannot keep everything, because one owner may hold at most %d of a stripe's %d shards; %s asks for %s."
              .formatted(
                  who,
                  space,
                  tier.dataShards() - 1,
                  tier.dataShards() + tier.parityShards(),
                  tier.name(),
                  asked);
    };
  }

  private String remedy(int more, int full) {
    String asked = Words.count(tier.copies(), "copy");
    if (more == 0) {
      return owners > tier.ownersNeeded()
          ? "If one is lost for good, the others can take over what it held."
          : "One more %s lets a lost one be replaced at once.".formatted(noun());
    }
    if (more < 0) {
      return "Add %ss with free space in other regions.".formatted(noun());
    }
    String apart = now.crowded() && now.copies() >= tier.copies() ? " in another region" : "";
    String inAll =
        apart.isEmpty() && full == 0 ? " (%d in all beside this one)".formatted(owners + more) : "";
    return "%s%s%s %s every shard %s."
        .formatted(Words.more(more, noun()), apart, inAll, more == 1 ? "gives" : "give", asked);
  }

  String detail(int more, int full) {
    if (isShort()) {
      return remedy(more, full);
    }
    String state =
        now.outcome() == Outcome.FAILED
            ? "Nothing is protected."
            : capital(losses(now.losses())) + ".";
    return state + " " + oneMore();
  }

  private String oneMore() {
    if (withOneMore.outcome() == Outcome.FAILED) {
      return "With one more %s it still cannot be kept.".formatted(noun());
    }
    if (isNoMore()) {
      return "One more %s adds no copy; it takes over what a lost one held.".formatted(noun());
    }
    return "One more %s makes it %s of everything: %s."
        .formatted(noun(), Words.count(withOneMore.copies(), "copy"), losses(withOneMore.losses()));
  }

  private String losses(int losses) {
    return losses == 0
        ? "losing one %s can lose data".formatted(noun())
        : "any %s may be lost"
            .formatted(losses == 1 ? "one " + noun() : losses + " " + noun() + "s");
  }

  private String noun() {
    return machines == owners ? "machine" : "owner";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
