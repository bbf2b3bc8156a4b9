package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightTest {
  @Test
  void saysWhatThereIsAndWhatWouldChangeIt() {
    Verdict verdict = judge(Tier.SILVER, World.peers(2));
    assertEquals(
        "3 machines keep 1 copy of everything where silver asks for 3, so losing one machine can"
            + " lose data; a 4th machine makes it 2 copies, so any one machine may be lost.",
        verdict.sentence());
    assertEquals(
        "Two more machines (4 in all beside this one) give every shard 3 copies.",
        verdict.detail());
    assertEquals(Outcome.UNDER_PROTECTED, verdict.outcome());
    assertEquals(4, verdict.ownersNeeded());
    assertEquals(2, verdict.ownersPresent());
    assertEquals(1, verdict.copiesPossible());
    assertEquals(0, verdict.lossesSurvived());
    assertEquals(2, verdict.collusionNumber());
  }

  @Test
  void isPreciseForEveryTierAndNumber() {
    int[][] copies = {
      {0, 0, 1, 2, 2, 2, 2, 2, 2, 2},
      {0, 0, 1, 2, 3, 3, 3, 3, 3, 3},
      {0, 0, 1, 2, 3, 4, 5, 5, 5, 5},
      {0, 0, 1, 2, 3, 4, 5, 6, 7, 7}
    };
    for (int tier = 0; tier < 4; tier++) {
      for (int owners = 0; owners < 10; owners++) {
        Tier asked = Tier.DEFAULTS.get(tier);
        Verdict verdict = judge(asked, World.peers(owners));
        String what = asked.name() + " " + owners + ": " + verdict;
        int now = copies[tier][owners];
        assertEquals(now, verdict.copiesPossible(), what);
        assertEquals(now - 1, verdict.lossesSurvived(), what);
        assertEquals(now == asked.copies(), verdict.outcome() == Outcome.COMPLETE, what);
        assertEquals(now == 0, verdict.outcome() == Outcome.FAILED, what);
      }
    }
  }

  @Test
  void oneOtherMachineCannotKeepAnything() {
    assertEquals(
        "1 other machine cannot keep everything, because one owner may hold at most 7 of a"
            + " stripe's 8 shards; gold asks for 5 copies. Five more machines (6 in all beside"
            + " this one) give every shard 5 copies.",
        judge(Tier.GOLD, World.peers(1)).sentence());
  }

  @Test
  void enoughIsSaidToBeEnough() {
    Verdict verdict = judge(Tier.SILVER, World.peers(4));
    assertEquals(
        "4 other machines can keep 3 copies of everything, as silver asks. One more machine lets a"
            + " lost one be replaced at once.",
        verdict.sentence());
    assertEquals(
        "Any 2 machines may be lost. One more machine adds no copy; it takes over what a lost one"
            + " held.",
        verdict.detail());
  }

  @Test
  void noOtherMachine() {
    assertEquals(
        "No other machine takes shards, so nothing can be kept; bronze asks for 2 copies. Three"
            + " machines beside this one give every shard 2 copies, and 2 are the least that can"
            + " keep everything.",
        judge(Tier.BRONZE, List.of()).sentence());
  }

  @Test
  void machinesOfTheSameOwnerHoldNothingOfEachOther() {
    List<PeerView> peers = new ArrayList<>();
    for (int peer = 0; peer < 4; peer++) {
      peers.add(World.peer(peer, World.SOURCE, "here"));
    }
    Verdict verdict = judge(Tier.SILVER, peers);
    assertEquals(Outcome.FAILED, verdict.outcome());
    assertEquals(
        "All 5 machines have the same owner (--owners same), and an owner may not hold shards of"
            + " its own backups: nobody may hold anything. Give each machine an owner of its own,"
            + " or add 4 machines of other owners for 3 copies.",
        verdict.sentence());
  }

  @Test
  void ownersCountAndNotTheirMachines() {
    List<PeerView> peers = new ArrayList<>();
    for (int peer = 0; peer < 6; peer++) {
      peers.add(World.peer(peer, "owner" + peer / 2, "here"));
    }
    assertEquals(
        "4 owners keep 2 copies of everything where silver asks for 3, so any one owner may be"
            + " lost; a 5th owner makes it 3 copies, so any 2 owners may be lost.",
        judge(Tier.SILVER, peers).sentence());
  }

  @Test
  void fullMachinesAreNamed() {
    List<PeerView> peers = new ArrayList<>(World.peers(4));
    peers.set(0, peers.getFirst().withFreeBytes(0));
    peers.set(1, peers.get(1).withFreeBytes(0));
    assertEquals(
        "5 machines (2 of them without space for a shard) keep 1 copy of everything where silver"
            + " asks for 3, so losing one machine can lose data; a 6th machine makes it 2 copies,"
            + " so any one machine may be lost.",
        judge(Tier.SILVER, peers).sentence());
  }

  @Test
  void aRegionThatWouldHoldTooMuchIsTold() {
    List<PeerView> peers = new ArrayList<>(World.peers(4));
    peers.add(World.peer(9, "far", "there").withFreeBytes(World.MIB));
    Verdict verdict = judge(Tier.SILVER, peers);
    assertEquals(Outcome.UNDER_PROTECTED, verdict.outcome());
    assertEquals(
        "5 other machines can keep 3 copies of everything, but more than 2 of some shards would"
            + " lie in one region. One more machine in another region gives every shard 3 copies.",
        verdict.sentence());
  }

  private static Verdict judge(Tier tier, List<PeerView> others) {
    List<PeerView> peers = new ArrayList<>(others);
    peers.add(World.peer(99, World.SOURCE, "here"));
    return Preflight.judge(tier, World.SOURCE, peers);
  }
}
