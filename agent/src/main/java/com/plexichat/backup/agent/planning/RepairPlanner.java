package com.plexichat.backup.agent.planning;

import java.util.List;

/// Plans the copies and rebuilds that bring stripes back to what their tiers ask.
public final class RepairPlanner {
  private RepairPlanner() {}

  public static Repair plan(List<StripeView> stripes, List<PeerView> peers, long seed) {
    throw new UnsupportedOperationException();
  }
}
