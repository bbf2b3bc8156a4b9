package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.planning.PrunePlanner.Candidate;
import com.plexichat.backup.agent.planning.PrunePlanner.UnderWay;
import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.shared.model.Tier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What goes, and every single thing that keeps a backup.
class PrunePlannerTest {
  private static final UnderWay NOTHING = new UnderWay(Set.of(), Map.of());

  /// Of a tier that keeps everything for its days.
  private static Candidate candidate(
      String id,
      String set,
      long number,
      boolean deleted,
      boolean ended,
      List<String> keeps,
      boolean restorable) {
    return new Candidate(
        id, set, "v-" + set, number, deleted, ended, keeps, restorable, number, Tier.SILVER);
  }

  private static Candidate ended(String set, long number) {
    return candidate(set + number, set, number, false, true, List.of(), true);
  }

  private static Candidate living(String set, long number) {
    return candidate(set + number, set, number, false, false, List.of(), true);
  }

  private static Candidate deleted(String set, long number) {
    return candidate(set + number, set, number, true, true, List.of(), false);
  }

  private static Candidate broken(Candidate of) {
    return candidate(of.id(), of.set(), of.number(), false, of.hasEnded(), of.keeps(), false);
  }

  private static List<String> going(UnderWay underWay, Candidate... all) {
    return PrunePlanner.judge(List.of(all), underWay).stream()
        .filter(Verdict::goes)
        .map(Verdict::id)
        .toList();
  }

  private static String reason(UnderWay underWay, String id, Candidate... all) {
    return PrunePlanner.judge(List.of(all), underWay).stream()
        .filter(one -> one.id().equals(id))
        .map(Verdict::reason)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatHasEndedGoesAndTheRestStays() {
    Candidate[] all = {ended("a", 1), ended("a", 2), living("a", 3), living("b", 1)};
    assertEquals(List.of("a1", "a2"), going(NOTHING, all));
    assertEquals("Its retention has ended.", reason(NOTHING, "a1", all));
    assertEquals("Its retention goes on.", reason(NOTHING, "a3", all));
    assertEquals(
        Arrays.stream(all).map(Candidate::id).toList(),
        PrunePlanner.judge(List.of(all), NOTHING).stream().map(Verdict::id).toList(),
        "one verdict for each, in their order");
  }

  @Test
  void aSetKeepsTheNewestThatItCanBeRestoredFrom() {
    assertEquals(List.of("a1"), going(NOTHING, ended("a", 1), ended("a", 2)));
    assertEquals(
        List.of("a2"),
        going(NOTHING, ended("a", 1), broken(ended("a", 2))),
        "the newest is no use: the one before it stays");
    assertEquals(List.of("a1"), going(NOTHING, deleted("a", 1)), "a person may take even the last");
  }

  @Test
  void nothingGoesWhileWhatStaysIsDamaged() {
    assertEquals(
        List.of("b1"),
        going(
            NOTHING,
            ended("a", 1),
            broken(living("a", 2)),
            living("a", 3),
            ended("b", 1),
            living("b", 2)));
    assertEquals(
        List.of("a1"),
        going(NOTHING, deleted("a", 1), broken(living("a", 2)), living("a", 3)),
        "but for what a person deleted");
  }

  @Test
  void holdsReadersAndRunningBackupsKeep() {
    Candidate held = candidate("a1", "a", 1, false, true, List.of("hold case 7"), true);
    Candidate heldAndDeleted = candidate("a2", "a", 2, true, true, List.of("pin"), true);
    assertEquals(List.of(), going(NOTHING, held, heldAndDeleted, living("a", 3)));
    assertEquals("It is kept: hold case 7.", reason(NOTHING, "a1", held, living("a", 3)));
    UnderWay read = new UnderWay(Set.of(), Map.of("a1", "job9"));
    assertEquals(List.of("a2"), going(read, ended("a", 1), ended("a", 2), living("a", 3)));
    assertEquals("Job job9 reads it.", reason(read, "a1", ended("a", 1), living("a", 3)));
    UnderWay busy = new UnderWay(Set.of("v-a"), Map.of());
    assertEquals(
        List.of("b1"),
        going(busy, ended("a", 1), deleted("a", 2), living("a", 3), ended("b", 1), living("b", 2)));
  }

  /// By the rules of what has ended: what is kept, the newest and what is worth more stays.
  @Test
  void setsOfLowPriorityMayEndEarly() {
    Candidate gold =
        new Candidate("a4", "a", "v-a", 4, false, false, List.of(), true, 4, Tier.GOLD);
    Candidate[] all = {
      ended("a", 1),
      living("a", 2),
      candidate("a3", "a", 3, false, false, List.of("pin"), true),
      gold,
      living("a", 5),
      living("a", 6),
      living("b", 1),
      living("b", 2)
    };
    List<Verdict> early = PrunePlanner.judgeEarly(List.of(all), Set.of("a"), NOTHING);
    assertEquals(
        List.of("a1 ended", "a2 early", "a5 early"),
        early.stream().filter(Verdict::goes).map(one -> one.id() + " " + one.code()).toList());
    assertEquals(List.of("a1"), going(NOTHING, all));
  }

  /// What is damaged now may be whole again after a repair: its retention goes on.
  @Test
  void nothingEndsEarlyWhileWhatGoesOnIsDamaged() {
    List<Candidate> all = List.of(living("a", 1), living("a", 2), broken(living("a", 3)));
    List<Verdict> early = PrunePlanner.judgeEarly(all, Set.of("a"), NOTHING);
    assertEquals(List.of(), early.stream().filter(Verdict::goes).map(Verdict::id).toList());
    assertEquals("Its retention goes on.", early.getLast().reason());
  }
}
