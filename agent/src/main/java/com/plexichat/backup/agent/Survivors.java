package com.plexichat.backup.agent;

import com.plexichat.backup.agent.peers.KnownDirectory;
import com.plexichat.backup.agent.peers.PeerDirectory;
import com.plexichat.backup.agent.security.Membership;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.agent.transport.VerifiedDirectories;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.ObeyAnswer;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.ProbeAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machines that are left of a cluster, as the one that takes over finds them: first those
/// whose addresses it was told, then those that these know.
final class Survivors {
  private static final Logger LOG = LoggerFactory.getLogger(Survivors.class);
  private static final Duration WORD = Duration.ofSeconds(10);

  private final PeerLinks links;
  private final Membership membership;
  private final Map<PeerId, Survivor> answered = new TreeMap<>();
  private Optional<KnownDirectory> directory = Optional.empty();
  private long epoch;

  /// One that answers.
  record Survivor(PeerId id, String name, PeerLink link) {}

  Survivors(PeerLinks links, Membership membership) {
    this.links = links;
    this.membership = membership;
  }

  /// Asks the agents at these addresses who they are. UNREACHABLE when none answers,
  /// NOTHING_TO_RECOVER when those that do belong to another cluster than the kit.
  void meet(List<String> endpoints) {
    Map<String, Asked> asked = new TreeMap<>();
    endpoints.forEach(endpoint -> asked.put(endpoint, new Asked(endpoint)));
    together(asked.values());
    asked.values().stream()
        .filter(one -> one.probe != null)
        .forEach(one -> {
          PeerId id = new PeerId(one.probe.getPeerId());
          answered.put(id, new Survivor(id, one.endpoint, one.link));
          epoch = Math.max(epoch, one.probe.getEpoch());
        });
    if (!answered.isEmpty()) {
      return;
    }
    for (Asked one : asked.values()) {
      if (one.failure != null && one.failure.code() != FailureCode.UNREACHABLE) {
        throw new OperationFailed(
            one.failure, FailureCode.NOTHING_TO_RECOVER, String.join(", ", endpoints));
      }
    }
    throw asked.values().iterator().next().failure();
  }

  /// The highest epoch that any of them knows.
  long epoch() {
    return epoch;
  }

  /// Shows the grant to all of them, and to all that they know, until nobody new turns up.
  ///
  /// @return whether all that answered obey it; one that knows a higher epoch does not
  boolean show(EpochGrant grant) {
    Map<PeerId, Obeying> asked = new TreeMap<>();
    boolean isNew = true;
    while (isNew) {
      List<Obeying> round = new ArrayList<>();
      for (Survivor one : known(new PeerId(grant.getCoordinator()))) {
        if (!asked.containsKey(one.id())) {
          Obeying obeying = new Obeying(one, grant);
          asked.put(one.id(), obeying);
          round.add(obeying);
        }
      }
      together(round);
      round.forEach(this::heard);
      isNew = !round.isEmpty();
    }
    return asked.values().stream().allMatch(one -> one.answer == null || one.answer.getObeyed());
  }

  private void heard(Obeying one) {
    ObeyAnswer answer = one.answer;
    if (answer == null) {
      answered.remove(one.survivor.id());
      return;
    }
    answered.put(one.survivor.id(), one.survivor);
    epoch = Math.max(epoch, answer.getEpoch());
    learn(answer.getDirectory());
  }

  /// Those that answered, and those of the newest directory.
  private List<Survivor> known(PeerId self) {
    Map<PeerId, Survivor> all = new TreeMap<>(answered);
    for (PeerEntry peer : peers()) {
      PeerId id = new PeerId(peer.getPeerId());
      if (!PeerDirectory.isExpelled(peer) && !peer.getEndpoint().isEmpty() && !id.equals(self)) {
        all.put(
            id, new Survivor(id, peer.getName(), links.to(id, peer.getName(), peer.getEndpoint())));
      }
    }
    return List.copyOf(all.values());
  }

  /// Takes a directory that a peer showed, when it is genuine and the newest.
  private void learn(SignedDirectory signed) {
    if (signed.getDirectory().isEmpty()) {
      return;
    }
    try {
      KnownDirectory shown =
          VerifiedDirectories.verified(signed, membership.root(), membership.clusterId());
      if (directory.filter(one -> !shown.isNewerThan(one)).isEmpty()) {
        directory = Optional.of(shown);
      }
    } catch (OperationFailed e) {
      LOG.warn("a directory is not believed: {}", e.sentence());
    }
  }

  /// Everyone whom the newest directory of the survivors names.
  List<PeerEntry> peers() {
    return directory.map(one -> one.directory().getPeersList()).orElse(List.of());
  }

  /// The coordinator that signed it.
  Optional<PeerId> lost() {
    return directory.map(one -> new PeerId(one.grant().getCoordinator()));
  }

  /// Index of the log's entry at which that directory was made; 0: there is none.
  long directoryVersion() {
    return directory.map(KnownDirectory::version).orElse(0L);
  }

  List<Survivor> answered() {
    return List.copyOf(answered.values());
  }

  private interface Call {
    void make() throws InterruptedException;
  }

  private static void together(Collection<? extends Call> calls) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      calls.forEach(call ->
          all.add(
              threads.submit(() -> {
                call.make();
                return true;
              })));
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The takeover");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// One address and who answered there.
  private final class Asked implements Call {
    private final String endpoint;
    private final PeerLink link;
    private @Nullable ProbeAnswer probe;
    private @Nullable OperationFailed failure;

    Asked(String endpoint) {
      this.endpoint = endpoint;
      this.link = links.at(endpoint);
    }

    @Override
    public void make() throws InterruptedException {
      try {
        probe = link.probe(ProbeRequest.getDefaultInstance(), WORD);
      } catch (OperationFailed e) {
        failure = e;
      }
    }

    OperationFailed failure() {
      return failure == null
          ? new OperationFailed(FailureCode.UNREACHABLE, endpoint, "no answer")
          : failure;
    }
  }

  /// One machine and what it said to the grant.
  private static final class Obeying implements Call {
    private final Survivor survivor;
    private final EpochGrant grant;
    private @Nullable ObeyAnswer answer;

    Obeying(Survivor survivor, EpochGrant grant) {
      this.survivor = survivor;
      this.grant = grant;
    }

    @Override
    public void make() throws InterruptedException {
      try {
        answer = survivor.link().obey(grant);
      } catch (OperationFailed e) {
        LOG.info("{} was not told: {}", survivor.name(), e.sentence());
      }
    }
  }
}
