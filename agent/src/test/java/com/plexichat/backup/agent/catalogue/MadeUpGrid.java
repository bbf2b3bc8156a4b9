package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;

import com.plexichat.backup.proto.CommittedStripe;
import com.plexichat.backup.proto.ReservedStripe;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.List;

/// One backup of very many stripes, as large as a grid gets: each of 10 shards in 26 copies.
public final class MadeUpGrid {
  /// Copies of a stripe.
  public static final int COPIES = 26;

  private static final int BATCH = 256;
  private static final int COPIES_OF_DATA = 3;

  private MadeUpGrid() {}

  /// Founds the cluster and commits all stripes of a backup that goes on.
  ///
  /// @return their numbers
  public static List<Integer> open(Catalogue catalogue, int stripes) {
    TestCatalogue.found(catalogue);
    submit(catalogue, Acts.opened(1, "docs", 1, Tier.SILVER));
    List<Integer> all = new ArrayList<>();
    for (int first = 1; first <= stripes; first += BATCH) {
      List<ReservedStripe> reserved = new ArrayList<>();
      List<CommittedStripe> committed = new ArrayList<>();
      for (int stripe = first; stripe < first + BATCH && stripe <= stripes; stripe++) {
        reserved.add(Acts.reservedStripe(stripe, COPIES_OF_DATA, 2, 3, 4, 5));
        committed.add(Acts.committedStripe(stripe, COPIES_OF_DATA, 2, 3, 4, 5));
        all.add(stripe);
      }
      submit(catalogue, Acts.reserved(1, reserved));
      submit(catalogue, Acts.committed(1, committed));
    }
    return all;
  }

  /// Ends the backup, complete.
  public static void close(Catalogue catalogue, List<Integer> stripes) {
    submit(catalogue, Acts.closed(1, "complete", stripes, List.of()));
  }
}
