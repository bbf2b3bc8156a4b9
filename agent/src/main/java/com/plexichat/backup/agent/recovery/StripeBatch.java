package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.proto.ChangedCopy;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CommittedCopies;
import com.plexichat.backup.proto.CommittedStripe;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.ReservedCopies;
import com.plexichat.backup.proto.ReservedStripe;
import com.plexichat.backup.proto.StripesCommitted;
import com.plexichat.backup.proto.StripesReserved;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes stripes and their copies to the catalogue, some hundred in one submission.
///
/// A copy is noted as acknowledged because its peer says so now; no challenge has proven it yet.
final class StripeBatch {
  static final String REASON = "rebuilt from headers and records";

  private static final int STRIPES = 250;

  private final Catalogue catalogue;
  private final RecoveredVaults vaults;
  private final Peers peers;
  private final ByteString operation;
  private final long sequence;
  private StripesReserved.Builder reserved = StripesReserved.newBuilder();
  private StripesCommitted.Builder committed = StripesCommitted.newBuilder();
  private CopiesChanged.Builder trashed = CopiesChanged.newBuilder();
  private long stripes;
  private long copies;
  private long dropped;

  /// Whose stripes they are and who has them.
  record Parties(RecoveredVaults vaults, Peers peers) {}

  /// @param operation 16 bytes: of all reservations that are written
  /// @param sequence number of an order that is higher than any that was given before
  StripeBatch(Catalogue catalogue, Parties parties, byte[] operation, long sequence) {
    this.catalogue = catalogue;
    this.vaults = parties.vaults();
    this.peers = parties.peers();
    this.operation = ByteString.copyFrom(operation);
    this.sequence = sequence;
  }

  /// A stripe with what is claimed of its shards under these names.
  void add(FoundStripe found, List<ShardId> names) {
    ReservedStripe.Builder stripe = stripe(found, names);
    Map<Integer, Set<Integer>> held = new TreeMap<>();
    Map<Integer, Set<Integer>> served = new TreeMap<>();
    long kept = 0;
    for (int index = 0; index < names.size(); index++) {
      for (Claim claim : found.claims(index, names.get(index))) {
        kept++;
        held.computeIfAbsent(claim.peer(), _ -> new HashSet<>()).add(index);
        if (claim.trashed()) {
          trashed.addCopies(change(claim));
        } else {
          served.computeIfAbsent(claim.peer(), _ -> new HashSet<>()).add(index);
        }
      }
    }
    held.forEach((peer, indexes) ->
        stripe.addCopies(
            ReservedCopies.newBuilder()
                .setPeerId(peers.get(peer).getPeerId())
                .setOperation(operation)
                .setSequence(sequence)
                .addAllIndexes(indexes)));
    CommittedStripe.Builder there = CommittedStripe.newBuilder().setStripe(stripe.getStripe());
    served.forEach((peer, indexes) ->
        there.addCopies(
            CommittedCopies.newBuilder()
                .setPeerId(peers.get(peer).getPeerId())
                .setOperation(operation)
                .addAllIndexes(indexes)));
    committed.addStripes(there);
    copies += kept;
    dropped += found.size() - kept + found.misfits();
    add(stripe);
  }

  /// A stripe of which nobody has a shard.
  void add(ReservedStripe.Builder stripe) {
    reserved.addStripes(stripe);
    stripes++;
    if (reserved.getStripesCount() >= STRIPES) {
      flush();
    }
  }

  private ReservedStripe.Builder stripe(FoundStripe found, List<ShardId> names) {
    RecoveredVaults.Opened vault = vaults.get(found.vault());
    List<ByteString> joined = new ArrayList<>();
    ReservedStripe.Builder stripe =
        ReservedStripe.newBuilder()
            .setStripe(Ids.message(found.id()))
            .setK(found.k())
            .setM(found.m())
            .setKeyEpoch(found.epoch())
            .setVault(vault.vault().id().hex())
            .setSource(vault.host().hex());
    for (int index = 0; index < names.size(); index++) {
      joined.add(Ids.message(names.get(index)));
      stripe.addLengths(found.length(index));
    }
    return stripe.setShards(ByteString.copyFrom(joined));
  }

  private ChangedCopy change(Claim claim) {
    return ChangedCopy.newBuilder()
        .setShard(Ids.message(claim.name()))
        .setPeerId(peers.get(claim.peer()).getPeerId())
        .setState(CopyState.TRASHED.name())
        .setWhy(REASON)
        .build();
  }

  /// Writes what has come together.
  void flush() {
    if (reserved.getStripesCount() == 0) {
      return;
    }
    List<Command> commands =
        new ArrayList<>(
            Arrays.asList(
                Command.newBuilder().setStripesReserved(reserved).build(),
                Command.newBuilder().setStripesCommitted(committed).build()));
    if (trashed.getCopiesCount() > 0) {
      commands.add(Command.newBuilder().setCopiesChanged(trashed).build());
    }
    var _ = catalogue.submit("coordinator", REASON, "", commands.toArray(Command[]::new));
    reserved = StripesReserved.newBuilder();
    committed = StripesCommitted.newBuilder();
    trashed = CopiesChanged.newBuilder();
  }

  long stripes() {
    return stripes;
  }

  long copies() {
    return copies;
  }

  /// Claims that the stripes' names or shapes prove false.
  long dropped() {
    return dropped;
  }
}
