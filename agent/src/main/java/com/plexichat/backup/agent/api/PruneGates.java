package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.jobs.JobClass;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerState;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether anything may be pruned at all, now.
final class PruneGates {
  static final int QUORUM = 3;
  private static final String INTERLOCK = "G15";

  private final Catalogue catalogue;
  private final InstantSource time;

  PruneGates(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  ClusterRow cluster() {
    return catalogue
        .cluster()
        .find()
        .orElseThrow(() -> new IllegalStateException("the cluster was not founded"));
  }

  /// Each gate, and why it is open or closed. G2 is asked while a prune runs.
  List<Gate> all() {
    long active =
        catalogue.peers().all().stream()
            .map(PeerRow::state)
            .filter(state -> state == PeerState.ACTIVE)
            .count();
    String busy = busy();
    long lost = catalogue.shards().distribution(time.millis()).lost();
    return List.of(
        gate("G2", true, "What stays of each set is read, every copy, before anything of it goes."),
        gate(
            "G3",
            active >= QUORUM,
            "%d peers are active, and it takes %d.".formatted(active, QUORUM)),
        gate(
            "G10",
            !cluster().rebuilt(),
            cluster().rebuilt()
                ? "The catalogue was made anew from headers and records: holds and pins are not"
                    + " known. Set them again, then allow it: plexichat prune allow."
                : "The catalogue is the one that the log began."),
        gate(
            INTERLOCK,
            busy.isEmpty() && lost == 0,
            busy.isEmpty() ? lost + " shards that backups need are lost." : busy));
  }

  /// Who works on the trash, in a sentence; empty: nobody.
  private String busy() {
    return underWay().stream()
        .filter(job -> JobClass.of(job.getKind()) == JobClass.REMOVE)
        .map(job -> "Job " + job.getJobId() + " works on the trash.")
        .collect(Collectors.joining(" "));
  }

  private static Gate gate(String name, boolean isOpen, String sentence) {
    return Gate.newBuilder().setGate(name).setOpen(isOpen).setSentence(sentence).build();
  }

  /// GATE_CLOSED of each gate that keeps backups from being pruned.
  List<OperationFailed> refusals() {
    return all().stream()
        .filter(gate -> !gate.getOpen())
        .map(gate ->
            new OperationFailed(FailureCode.GATE_CLOSED, gate.getGate(), gate.getSentence()))
        .toList();
  }

  /// Fails with the first of them.
  void requireOpen() {
    refusals().stream()
        .findFirst()
        .ifPresent(closed -> {
          throw closed;
        });
  }

  /// GATE_CLOSED while somebody works on the trash.
  Optional<OperationFailed> busyRefusal() {
    return Optional.of(busy())
        .filter(busy -> !busy.isEmpty())
        .map(busy -> new OperationFailed(FailureCode.GATE_CLOSED, INTERLOCK, busy));
  }

  List<JobEntry> underWay() {
    return catalogue.jobs().unfinished().stream().filter(job -> !Jobs.isFinal(job)).toList();
  }
}
