package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.Tier;
import java.util.List;

/// Says before a backup what a tier would get from the peers that there are.
public final class Preflight {
  private Preflight() {}

  public static Verdict judge(Tier tier, String sourceOwner, List<PeerView> peers) {
    throw new UnsupportedOperationException();
  }
}
