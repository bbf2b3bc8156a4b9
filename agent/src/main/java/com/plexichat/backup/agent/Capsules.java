package com.plexichat.backup.agent;

import com.plexichat.backup.agent.catalogue.CapsuleGeneration;
import com.plexichat.backup.agent.catalogue.CapsuleReader;
import com.plexichat.backup.agent.catalogue.CapsuleWriter;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.LogExtent;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.crypto.Aead;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.agent.security.KeyFolder;
import com.plexichat.backup.agent.storage.CapsuleFiles;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the command log as a capsule on up to seven other machines, sealed to the recovery key, so
/// that it outlives this one.
///
/// What is new in the log is sealed once and appended to a file here; every holder is then brought
/// the part of that file which it says it lacks, whatever it missed and however long it was away.
/// The same file and key go on after a restart. A new file is begun in a new epoch, and when what
/// lies here is not what the log says or less than a holder has.
final class Capsules {
  private static final Logger LOG = LoggerFactory.getLogger(Capsules.class);
  private static final int HOLDERS = 7;

  private final Place place;
  private final Holders holders;
  private final Errands errands;
  private final InstantSource time;
  private final SecureRandom random;
  private @Nullable CapsuleWriter writer;
  private long covered;
  private volatile boolean isOvertaken;

  /// What the capsule is made of, and where it lies on this machine.
  record Place(Catalogue catalogue, CapsuleFiles files, KeyFolder keys) {}

  /// Port to the machines that hold capsules.
  interface Holders {
    /// Appends bytes at an offset, none to ask only; the durable length there.
    long put(PeerId peer, String generation, long offset, InputStream bytes)
        throws InterruptedException;
  }

  Capsules(Place place, Holders holders, Errands errands, InstantSource time, SecureRandom random) {
    this.place = place;
    this.holders = holders;
    this.errands = errands;
    this.time = time;
    this.random = random;
  }

  /// Seals what is new and brings it to who lacks it. Never throws: the next round begins anew.
  synchronized void round(PeerId self) {
    try {
      String name = extend();
      for (PeerId peer : chosen(place.catalogue().peers().all(), self)) {
        errands.begin(peer, () -> bring(peer, name));
      }
    } catch (OperationFailed e) {
      giveUp();
      LOG.warn("the capsule could not be written: {}", e.sentence());
    } catch (IOException | RuntimeException e) {
      giveUp();
      LOG.error("the capsule could not be written", e);
    }
  }

  /// The machines that hold it: of different owners first.
  static List<PeerId> chosen(List<PeerRow> peers, PeerId self) {
    List<PeerRow> able = new ArrayList<>();
    peers.stream()
        .filter(peer -> peer.state().counts() && peer.state() != PeerState.SUSPECT)
        .filter(peer -> !peer.id().equals(self))
        .sorted(Comparator.comparing(peer -> peer.id().hex()))
        .forEach(able::add);
    List<PeerRow> chosen = new ArrayList<>();
    for (PeerRow peer : able) {
      if (chosen.stream().noneMatch(one -> one.owner().equals(peer.owner()))) {
        chosen.add(peer);
      }
    }
    able.removeAll(chosen);
    chosen.addAll(able);
    return chosen.stream().limit(HOLDERS).map(PeerRow::id).toList();
  }

  private String extend() throws IOException {
    CapsuleWriter now = writer;
    ClusterRow cluster = place.catalogue().cluster().find().orElseThrow();
    if (now == null || isOvertaken || now.generation().epoch() != cluster.epoch()) {
      now = isOvertaken ? null : resumed(cluster).orElse(null);
      now = now == null ? begun(cluster) : now;
      isOvertaken = false;
      writer = now;
    }
    String name = now.generation().name();
    if (place.catalogue().head().index() > covered) {
      covered =
          now.extend(
                  place.catalogue().log(),
                  covered + 1,
                  (offset, segment) -> place.files().append(name, offset, segment))
              .index();
    }
    return name;
  }

  /// Goes on with the file that lies here, if it is whole and of this log.
  private Optional<CapsuleWriter> resumed(ClusterRow cluster) throws IOException {
    Optional<Stored> stored = place.keys().loadCapsuleKey().map(Stored::of);
    if (stored.isEmpty() || stored.get().generation.epoch() != cluster.epoch()) {
      return Optional.empty();
    }
    String name = stored.get().generation.name();
    try (InputStream in = place.files().stream(name, 0);
        CapsuleReader reader = CapsuleReader.open(name, in, stored.get().key)) {
      LogExtent extent = Catalogue.scan(name, reader);
      boolean isOurs =
          place.catalogue().log().hashOf(extent.head().index()).equals(extent.head().hash());
      if (reader.end() != CapsuleReader.End.WHOLE
          || !isOurs
          || !reader.generation().equals(stored.get().generation)) {
        return Optional.empty();
      }
      covered = extent.head().index();
      return Optional.of(reader.writer(random));
    } catch (OperationFailed e) {
      LOG.info("a new capsule is begun: {}", e.sentence());
      return Optional.empty();
    }
  }

  private CapsuleWriter begun(ClusterRow cluster) {
    long last =
        place.keys().loadCapsuleKey().map(one -> Stored.of(one).generation.number()).orElse(0L);
    long number = Math.max(time.instant().getEpochSecond(), last + 1);
    CapsuleWriter.Begun begun =
        CapsuleWriter.begin(
            cluster.id(),
            new CapsuleGeneration(cluster.epoch(), number),
            cluster.recoveryKey(),
            random);
    try (Secret key = begun.writer().key()) {
      place.keys().saveCapsuleKey(Stored.bytes(begun.writer().generation(), key));
    }
    covered = 0;
    long length =
        place.files().append(begun.writer().generation().name(), 0, begun.head().toArray());
    LOG.info("capsule {} begins with {} bytes", begun.writer().generation().name(), length);
    return begun.writer();
  }

  private void giveUp() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  private void bring(PeerId peer, String name) {
    try {
      long length = place.files().list().getOrDefault(name, 0L);
      long there = holders.put(peer, name, 0, InputStream.nullInputStream());
      if (there > length) {
        LOG.warn("{} has more of capsule {} than lies here: a new one is begun", peer, name);
        isOvertaken = true;
      }
      while (there < length) {
        long after = holders.put(peer, name, there, place.files().stream(name, there));
        if (after <= there) {
          break;
        }
        there = after;
      }
    } catch (OperationFailed e) {
      LOG.debug("capsule {} did not reach {}: {}", name, peer, e.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The file key as it is kept: epoch, number, key.
  private record Stored(CapsuleGeneration generation, Secret key) {
    static Stored of(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      CapsuleGeneration generation = new CapsuleGeneration(in.getLong(), in.getLong());
      return new Stored(
          generation, Secret.take(Arrays.copyOfRange(bytes, in.position(), bytes.length)));
    }

    static byte[] bytes(CapsuleGeneration generation, Secret key) {
      byte[] copy = key.copy();
      try {
        return ByteBuffer.allocate(16 + Aead.KEY)
            .putLong(generation.epoch())
            .putLong(generation.number())
            .put(copy)
            .array();
      } finally {
        Arrays.fill(copy, (byte) 0);
      }
    }
  }
}
