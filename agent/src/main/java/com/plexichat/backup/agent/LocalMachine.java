package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.AgentOptions;
import com.plexichat.backup.agent.cli.InitOptions;
import com.plexichat.backup.agent.cli.JoinOptions;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.Passphrase;
import com.plexichat.backup.agent.cli.RecoverOptions;
import com.plexichat.backup.agent.crypto.KitFile;
import com.plexichat.backup.agent.crypto.KitPage;
import com.plexichat.backup.agent.crypto.RecoveryKit;
import com.plexichat.backup.agent.io.DurableFiles;
import com.plexichat.backup.agent.security.AgentKeys;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.KeyFolder;
import com.plexichat.backup.agent.security.Membership;
import com.plexichat.backup.agent.storage.DataDir;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.client.Enroller;
import com.plexichat.backup.shared.client.Enrolment;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.EnrolmentToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the command line asks of this machine: founding, joining, serving.
final class LocalMachine implements LocalActs {
  private static final Logger LOG = LoggerFactory.getLogger(LocalMachine.class);
  private static final Duration SCRUB_TRIED_OUT = Duration.ofMinutes(3);
  private static final ByteSize LEAST = new ByteSize(1L << 30);

  private final InstantSource time;
  private final SecureRandom random;

  LocalMachine(InstantSource time, SecureRandom random) {
    this.time = time;
    this.random = random;
  }

  @Override
  public Founded init(InitOptions options, Passphrase kitPassphrase) {
    KeyFolder folder = fresh(options.agent());
    AgentConfig config =
        config(options.agent(), options.enrolListen(), domains(options.agent(), options.place()));
    Founding founding = new Founding(time, random);
    return founding.found(options, config, folder, kitPassphrase);
  }

  @Override
  public Joined join(JoinOptions options) {
    EnrolmentToken token = token(options.token());
    KeyFolder folder = fresh(options.agent());
    AgentConfig config =
        config(options.agent(), "127.0.0.1:0", new AgentConfig.Domains("", "", ""));
    // A token that was refused leaves the keys; the next one is for the same machine.
    AgentKeys keys = folder.hasKeys() ? folder.loadKeys() : folder.makeKeys(random);
    Enrolment enrolment =
        new Enroller(time)
            .enrolPeer(
                token,
                keys.signing(),
                new Enroller.Applicant(
                    ByteString.copyFrom(keys.sealing().publicBytes().toArray()),
                    config.name(),
                    config.listen(),
                    config.capacity().bytes()));
    Membership membership =
        new Membership(
            enrolment.clusterId(),
            enrolment.name(),
            enrolment.coordinatorEndpoint(),
            enrolment.identity().chain(),
            enrolment.identity().root());
    try (DataDir data = DataDir.open(config.data(), keys.peerId())) {
      SmallFile.in(data, "directory").replace(enrolment.directory().toByteArray());
    }
    write(options.agent().home(), config);
    folder.save(membership);
    return new Joined(enrolment.clusterId(), keys.peerId().hex(), enrolment.coordinatorEndpoint());
  }

  @Override
  public int run(Path home) {
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  ended.countDown();
                  await(closed);
                }));
    try (Agent agent = Agent.start(home)) {
      LOG.debug("{} runs", agent);
      await(ended);
    } finally {
      closed.countDown();
    }
    return 0;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Recovered recover(RecoverOptions options, Passphrase kitPassphrase) {
    KeyFolder folder = fresh(options.agent());
    AgentConfig config =
        config(options.agent(), options.enrolListen(), domains(options.agent(), options.place()));
    String file = options.kit().toString();
    try (RecoveryKit kit = KitFile.read(file, bytes(options.kit()), kitPassphrase.signs())) {
      return new Takeover(time, random, options, kit).run(config, folder);
    }
  }

  @Override
  public Context contextAdd(String address, String token, Path home) {
    return new ContextStore(home).enrol(address, token, time);
  }

  @Override
  public List<Context> contexts(Path home) {
    return new ContextStore(home)
        .list(broken -> {
          throw broken;
        });
  }

  @Override
  public Context contextUse(String name, Path home) {
    return new ContextStore(home).use(name);
  }

  @Override
  public KitFacts kitOpen(Path kit, Passphrase passphrase) {
    RecoveryKit opened = KitFile.read(kit.toString(), bytes(kit), passphrase.signs());
    return facts(opened);
  }

  @Override
  public KitFacts kitPrint(Path kit, Passphrase passphrase, Path page) {
    byte[] file = bytes(kit);
    RecoveryKit opened = KitFile.read(kit.toString(), file, passphrase.signs());
    KitFacts facts = facts(opened);
    byte[] fingerprint = HexFormat.of().parseHex(facts.fingerprint());
    store(page, KitPage.pdf(file, facts.clusterName(), fingerprint, facts.created()));
    return facts;
  }

  private static KitFacts facts(RecoveryKit kit) {
    byte[] fingerprint =
        Certificates.fingerprint(
            Certificates.parse("The kit's root", kit.rootCertificate().toArray()));
    return new KitFacts(
        kit.clusterId(), kit.clusterName(), HexFormat.of().formatHex(fingerprint), kit.created());
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new OperationFailed(e, FailureCode.KIT_DAMAGED, file.toString(), "it cannot be read");
    }
  }

  /// Puts a file in its place, whole or not at all.
  static void store(Path file, byte[] bytes) {
    try {
      DurableFiles.createFolders(file.toAbsolutePath().resolveSibling(""));
      DurableFiles.replace(file, bytes);
    } catch (IOException e) {
      throw new OperationFailed(
          e, FailureCode.FILE_UNWRITABLE, file.toString(), String.valueOf(e.getMessage()));
    }
  }

  static void write(Path home, AgentConfig config) {
    store(home.resolve(AgentConfig.FILE), config.text().getBytes(StandardCharsets.UTF_8));
  }

  private static AgentConfig.Domains domains(AgentOptions agent, InitOptions.AgentPlace place) {
    return new AgentConfig.Domains(
        place.owner().orElse(agent.name()), place.region().orElse(""), place.site().orElse(""));
  }

  private static KeyFolder fresh(AgentOptions options) {
    KeyFolder folder = new KeyFolder(options.home());
    if (folder.isMember()) {
      throw new OperationFailed(FailureCode.ALREADY_INITIALISED, options.home().toString());
    }
    return folder;
  }

  private static EnrolmentToken token(String text) {
    try {
      return EnrolmentToken.parse(text);
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(e, FailureCode.TOKEN_INVALID);
    }
  }

  private static AgentConfig config(
      AgentOptions options, String enrolListen, AgentConfig.Domains domains) {
    return new AgentConfig(
        options.name(),
        options.data().toAbsolutePath(),
        options.listen(),
        enrolListen,
        options.capacity().orElseGet(() -> share(options.data())),
        domains,
        new AgentConfig.Timings(
            options.timing().heartbeat(),
            options.timing().suspect(),
            options.timing().down(),
            upkeep(options.timing().down()),
            scrub(options.timing().down()),
            AgentConfig.Timings.DEFAULT.trash()));
  }

  /// Small clusters that are tried out should mend themselves while somebody looks.
  private static Duration upkeep(Duration down) {
    Duration quarter = down.dividedBy(4);
    Duration most = AgentConfig.Timings.DEFAULT.upkeep();
    return quarter.compareTo(most) < 0 ? quarter : most;
  }

  /// And so should rot be found that nobody looks for.
  private static Duration scrub(Duration down) {
    boolean isTriedOut = down.compareTo(AgentConfig.Timings.DEFAULT.down()) < 0;
    return isTriedOut ? SCRUB_TRIED_OUT : AgentConfig.Timings.DEFAULT.scrub();
  }

  /// Half of what the file system has free.
  private static ByteSize share(Path data) {
    Path there = data.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null) {
      return LEAST;
    }
    try {
      return new ByteSize(Math.max(LEAST.bytes(), Files.getFileStore(there).getUsableSpace() / 2));
    } catch (IOException e) {
      throw new OperationFailed(
          e, FailureCode.FILE_UNWRITABLE, there.toString(), String.valueOf(e.getMessage()));
    }
  }
}
