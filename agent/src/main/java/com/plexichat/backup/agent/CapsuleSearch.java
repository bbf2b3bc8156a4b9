package com.plexichat.backup.agent;

import com.plexichat.backup.agent.Survivors.Survivor;
import com.plexichat.backup.agent.catalogue.CapsuleReader;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.LogExtent;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.proto.CapsuleFrame;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds, among the capsules that survivors hold, the one whose proven part of the log goes
/// furthest.
///
/// Of each generation the longest file is looked at first, and the next ones only when that is torn
/// or damaged: what is whole holds all that a shorter file of its generation does.
final class CapsuleSearch {
  private static final Logger LOG = LoggerFactory.getLogger(CapsuleSearch.class);

  /// Of one machine; twice what holders keep.
  private static final int MOST = 4;

  private final Path folder;
  private final String clusterId;
  private final HybridKey recoveryKey;

  /// @param folder for what is fetched
  CapsuleSearch(Path folder, String clusterId, HybridKey recoveryKey) {
    this.folder = folder;
    this.clusterId = clusterId;
    this.recoveryKey = recoveryKey;
  }

  private record Candidate(Survivor holder, String generation, long length) {}

  /// The best one.
  ///
  /// @param file fetched copy
  record Found(Path file, String generation, String holder, LogExtent extent) {}

  Optional<Found> best(List<Survivor> survivors) throws InterruptedException {
    Map<String, List<Candidate>> generations = new TreeMap<>(Comparator.reverseOrder());
    for (Survivor survivor : survivors) {
      for (Candidate one : held(survivor)) {
        generations.computeIfAbsent(one.generation, _ -> new ArrayList<>()).add(one);
      }
    }
    Optional<Found> best = Optional.empty();
    for (List<Candidate> candidates : generations.values()) {
      candidates.sort(Comparator.comparingLong(Candidate::length).reversed());
      for (Candidate candidate : candidates) {
        Optional<Looked> looked = look(candidate);
        if (looked.isPresent()) {
          LogExtent before = best.map(Found::extent).orElse(LogExtent.NONE);
          if (looked.get().extent.compareTo(before) > 0) {
            best = Optional.of(kept(candidate, looked.get()));
          }
          if (looked.get().isWhole) {
            break;
          }
        }
      }
    }
    return best;
  }

  private static List<Candidate> held(Survivor survivor) throws InterruptedException {
    try {
      List<Candidate> held = new ArrayList<>();
      for (CapsuleFrame one : survivor.link().capsules(MOST)) {
        held.add(new Candidate(survivor, one.getGeneration(), one.getOffset()));
      }
      return held;
    } catch (OperationFailed e) {
      LOG.warn("{} does not show its capsules: {}", survivor.name(), e.sentence());
      return List.of();
    }
  }

  private record Looked(Path file, LogExtent extent, boolean isWhole) {}

  private Optional<Looked> look(Candidate candidate) throws InterruptedException {
    Path file = folder.resolve("fetched");
    try {
      Files.createDirectories(folder);
      if (candidate.length > Files.getFileStore(folder).getUsableSpace()) {
        LOG.warn(
            "capsule {} of {} has no room here: it is said to have {} bytes",
            candidate.generation,
            candidate.holder.name(),
            candidate.length);
        return Optional.empty();
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        var size = candidate.holder.link().getCapsule(candidate.generation, candidate.length, out);
        LOG.info(
            "{} bytes of capsule {} came from {}",
            size,
            candidate.generation,
            candidate.holder.name());
      }
      try (CapsuleReader reader = open(file, candidate.generation)) {
        LogExtent extent = Catalogue.scan(candidate.generation, reader);
        return Optional.of(new Looked(file, extent, reader.end() == CapsuleReader.End.WHOLE));
      }
    } catch (OperationFailed e) {
      LOG.warn("capsule {} of {}: {}", candidate.generation, candidate.holder.name(), e.sentence());
      return Optional.empty();
    } catch (IOException e) {
      throw new OperationFailed(
          e, FailureCode.FILE_UNWRITABLE, file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private Found kept(Candidate candidate, Looked looked) {
    Path file = folder.resolve("best");
    try {
      Files.move(looked.file, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new OperationFailed(
          e, FailureCode.FILE_UNWRITABLE, file.toString(), String.valueOf(e.getMessage()));
    }
    return new Found(file, candidate.generation, candidate.holder.name(), looked.extent);
  }

  /// The log in a fetched capsule.
  CapsuleReader open(Path file, String generation) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      return CapsuleReader.open(generation, in, clusterId, recoveryKey);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
