package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.planning.DamagePattern;
import com.plexichat.backup.agent.planning.DamagePattern.Part;
import com.plexichat.backup.proto.CheckFigures;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.CopyFigures;
import com.plexichat.backup.proto.DamageFigures;
import com.plexichat.backup.proto.IntegrityFiguresAnswer;
import com.plexichat.backup.proto.IntegrityFiguresRequest;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What is known of all copies: by state, by machine and tier, and which are bad.
///
/// A proof is a challenge that the holder met. The coordinator remembers a bounded number of them,
/// and none from before its start, so what is not proven here may well have been.
record IntegrityDesk(Catalogue catalogue, PeerFigures figures) {
  private static final Duration RECENT = Duration.ofDays(7);
  private static final Duration CHECKS = Duration.ofDays(30);
  private static final int JOBS = 10_000;

  IntegrityFiguresAnswer figures(IntegrityFiguresRequest ask, long nowMs) {
    Walk walk = new Walk(figures, nowMs);
    catalogue.peers().all().forEach(walk::add);
    catalogue.stripes().forEach(nowMs, walk::add);
    IntegrityFiguresAnswer.Builder answer =
        IntegrityFiguresAnswer.newBuilder()
            .setAtMs(nowMs)
            .setAll(walk.all)
            .addAllChecks(checks(nowMs - CHECKS.toMillis()));
    walk.peers.values().forEach(answer::addPeers);
    walk.tiers.values().forEach(answer::addTiers);
    if (ask.getDamage()) {
      answer.setDamage(damage(walk, nowMs));
    }
    return answer.build();
  }

  /// One walk over all stripes.
  private static final class Walk {
    private final PeerFigures figures;
    private final long nowMs;
    private final CopyFigures.Builder all = CopyFigures.newBuilder();
    private final Map<PeerId, PeerRow> rows = new HashMap<>();
    private final Map<PeerId, CopyFigures.Builder> peers = new LinkedHashMap<>();
    private final Map<String, CopyFigures.Builder> tiers = new TreeMap<>();
    private final BadSince bad = new BadSince();

    Walk(PeerFigures figures, long nowMs) {
      this.figures = figures;
      this.nowMs = nowMs;
    }

    void add(PeerRow peer) {
      rows.put(peer.id(), peer);
      if (!peer.state().isExpelled()) {
        peers.put(
            peer.id(),
            CopyFigures.newBuilder()
                .setKey(peer.id().hex())
                .setReadMs(figures.scrubbedMs(peer.id())));
      }
    }

    void add(StripeRow stripe) {
      for (ShardRow shard : stripe.shards()) {
        for (CopyRow copy : shard.copies()) {
          count(all, shard, copy);
          CopyFigures.Builder peer = peers.get(copy.peer());
          if (peer != null) {
            count(peer, shard, copy);
          }
          if (!shard.tier().isEmpty()) {
            count(
                tiers.computeIfAbsent(shard.tier(), name -> CopyFigures.newBuilder().setKey(name)),
                shard,
                copy);
          }
          if (isBad(shard, copy) && !isAway(copy)) {
            bad.add(shard, copy.peer());
          }
        }
      }
    }

    private boolean isAway(CopyRow copy) {
      PeerRow row = rows.get(copy.peer());
      return row == null || !row.state().counts();
    }

    private static boolean isBad(ShardRow shard, CopyRow copy) {
      return shard.target() > 0
          && (copy.state() == CopyState.MISSING
              || copy.state() == CopyState.CORRUPT
              || copy.state() == CopyState.QUARANTINED);
    }

    private void count(CopyFigures.Builder into, ShardRow shard, CopyRow copy) {
      if (isAway(copy)) {
        into.setAway(into.getAway() + 1);
        return;
      }
      if (shard.target() == 0
          && copy.state() != CopyState.TRASHED
          && copy.state() != CopyState.PENDING) {
        // What is missing and not needed was deleted.
        into.setUnneeded(into.getUnneeded() + (copy.state() == CopyState.MISSING ? 0 : 1));
        return;
      }
      switch (copy.state()) {
        case OK -> whole(into, figures.provenMs(copy.peer(), shard.id()));
        case PENDING -> into.setPending(into.getPending() + 1);
        case STALE -> into.setStale(into.getStale() + 1);
        case MISSING -> into.setMissing(into.getMissing() + 1);
        case CORRUPT -> into.setCorrupt(into.getCorrupt() + 1);
        case QUARANTINED -> into.setQuarantined(into.getQuarantined() + 1);
        case TRASHED -> into.setTrashed(into.getTrashed() + 1);
      }
      if (isBad(shard, copy) && shard.counted() >= shard.target()) {
        into.setReplaced(into.getReplaced() + 1);
      }
    }

    private void whole(CopyFigures.Builder into, long provenMs) {
      into.setOk(into.getOk() + 1);
      if (provenMs > 0) {
        long oldest = into.getOldestProofMs();
        into.setOldestProofMs(oldest == 0 ? provenMs : Math.min(oldest, provenMs));
        into.setNewestProofMs(Math.max(into.getNewestProofMs(), provenMs));
        into.setProven(into.getProven() + (provenMs >= nowMs - RECENT.toMillis() ? 1 : 0));
      }
    }

    List<Part> machines() {
      return peers.entrySet().stream()
          .map(one -> {
            PeerRow row = rows.get(one.getKey());
            return part(row == null ? one.getKey().hex() : row.name(), one.getValue());
          })
          .toList();
    }

    private static Part part(String name, CopyFigures.Builder of) {
      return new Part(
          name, of.getCorrupt() + of.getQuarantined(), of.getMissing(), of.getOk() + of.getStale());
    }
  }

  private DamageFigures damage(Walk walk, long nowMs) {
    DamageFigures.Builder damage = walk.bad.look(catalogue, nowMs);
    DamagePattern pattern =
        new DamagePattern(
            walk.machines(),
            walk.tiers.values().stream().map(one -> Walk.part(one.getKey(), one)).toList(),
            walk.all.getProven(),
            damage.getLastDay());
    pattern.badOfVerified().ifPresent(damage::setBadOfVerifiedPct);
    return damage
        .setSentence(pattern.sentence())
        .setBadOfAllPct(pattern.badOfAll())
        .setOutbreak(pattern.outbreak().name().toLowerCase(Locale.ROOT))
        .build();
  }

  /// By depth, of checks that ended since; of those that were not done only how many there are.
  private Collection<CheckFigures> checks(long sinceMs) {
    Map<String, CheckFigures.Builder> byDepth = new TreeMap<>();
    for (JobEntry job : catalogue.jobs().newest(JOBS)) {
      if (!job.getKind().equals("check") || !Jobs.isFinal(job) || job.getEndedMs() < sinceMs) {
        continue;
      }
      try {
        String asked = CheckIntegrityRequest.parseFrom(job.getParameters()).getDepth();
        String depth = asked.isEmpty() ? "hash" : asked;
        CheckFigures.Builder into =
            byDepth.computeIfAbsent(depth, name -> CheckFigures.newBuilder().setDepth(name));
        if (!job.getState().equals("done")) {
          into.setFailed(into.getFailed() + 1);
          continue;
        }
        IntegrityResult result = IntegrityResult.parseFrom(job.getResult());
        into.setDone(into.getDone() + 1)
            .setCheckedCopies(into.getCheckedCopies() + result.getCheckedCopies())
            .setBadCopies(into.getBadCopies() + result.getBadCopies())
            .setNewestMs(Math.max(into.getNewestMs(), job.getEndedMs()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("check " + job.getJobId() + " cannot be read", e);
      }
    }
    return byDepth.values().stream().map(CheckFigures.Builder::build).toList();
  }
}
