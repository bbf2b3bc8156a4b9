package com.plexichat.backup.agent.cli.remote;

import com.plexichat.backup.agent.cli.LocalActs.Context;
import com.plexichat.backup.shared.client.Enroller;
import com.plexichat.backup.shared.client.Enrolment;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.EnrolmentToken;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// The contexts of one person on one machine:
///
/// ```
/// HOME/contexts/NAME/key.pem chain.pem root.pem   who the person is there
/// HOME/contexts/NAME/context.properties           cluster and endpoint
/// HOME/context                                    the name of the one in use
/// ```
public final class ContextStore {
  private static final String FACTS = "context.properties";
  private static final String NAME_SIGNS = "[^A-Za-z0-9._-]+";

  private final Path home;

  public ContextStore(Path home) {
    this.home = home;
  }

  /// Enrols a person with a token and keeps the outcome as the context in use.
  ///
  /// @param address of the enrolment listener; empty: the token's
  public Context enrol(String address, String token, InstantSource clock) {
    EnrolmentToken read;
    try {
      read = EnrolmentToken.parse(token);
    } catch (IllegalArgumentException wrong) {
      throw new OperationFailed(wrong, FailureCode.TOKEN_INVALID);
    }
    EnrolmentToken used =
        address.isEmpty()
            ? read
            : new EnrolmentToken(address, read.rootFingerprint(), read.secret());
    Enrolment enrolment = new Enroller(clock).enrolPerson(used);
    return add(
        new Context(
            enrolment.clusterId(),
            enrolment.clusterId(),
            enrolment.clusterId(),
            enrolment.coordinatorEndpoint(),
            enrolment.name(),
            true),
        enrolment.identity());
  }

  /// Keeps a context and makes it the one in use. A context of the same name is replaced.
  public Context add(Context context, Identity identity) {
    String name = context.name().replaceAll(NAME_SIGNS, "-");
    Path folder = folder(name);
    Properties facts = new Properties();
    facts.setProperty("cluster_id", context.clusterId());
    facts.setProperty("cluster_name", context.clusterName());
    facts.setProperty("endpoint", context.endpoint());
    facts.setProperty("person", context.person());
    try {
      identity.save(folder);
      try (Writer out = Files.newBufferedWriter(folder.resolve(FACTS))) {
        facts.store(out, null);
      }
      use(name);
    } catch (IOException refused) {
      throw new OperationFailed(
          refused, FailureCode.FILE_UNWRITABLE, folder.toString(), refused.toString());
    }
    return named(name).orElseThrow();
  }

  /// All contexts, by name.
  public List<Context> list() {
    Path all = home.resolve("contexts");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    List<Context> contexts = new ArrayList<>();
    try (Stream<Path> folders = Files.list(all)) {
      folders
          .sorted()
          .forEach(folder -> named(folder.getFileName().toString()).ifPresent(contexts::add));
    } catch (IOException unreadable) {
      throw new OperationFailed(
          unreadable, FailureCode.CONFIG_INVALID, all.toString(), unreadable.toString());
    }
    return contexts;
  }

  /// Makes a context the one in use.
  public Context use(String name) {
    if (named(name).isEmpty()) {
      throw new OperationFailed(FailureCode.NO_CONTEXT, folder(name).toString());
    }
    Path file = home.resolve("context");
    try {
      Path beside = home.resolve("context.new");
      Files.writeString(beside, name + "\n");
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException refused) {
      throw new OperationFailed(
          refused, FailureCode.FILE_UNWRITABLE, file.toString(), refused.toString());
    }
    return named(name).orElseThrow();
  }

  /// The context in use. Fails with NO_CONTEXT.
  public Context used() {
    return named(usedName())
        .orElseThrow(() -> new OperationFailed(FailureCode.NO_CONTEXT, home.toString()));
  }

  /// Who the person is in a context.
  public Identity identity(Context context) {
    return Identity.load(folder(context.name()));
  }

  private Optional<Context> named(String name) {
    Path file = folder(name).resolve(FACTS);
    if (name.isEmpty() || !Files.exists(file)) {
      return Optional.empty();
    }
    Properties facts = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      facts.load(in);
    } catch (IOException | IllegalArgumentException unusable) {
      throw new OperationFailed(
          unusable, FailureCode.CONFIG_INVALID, file.toString(), unusable.toString());
    }
    return Optional.of(
        new Context(
            name,
            facts.getProperty("cluster_id", ""),
            facts.getProperty("cluster_name", ""),
            facts.getProperty("endpoint", ""),
            facts.getProperty("person", ""),
            name.equals(usedName())));
  }

  private String usedName() {
    try {
      return Files.readString(home.resolve("context")).strip();
    } catch (IOException none) {
      return "";
    }
  }

  private Path folder(String name) {
    return home.resolve("contexts").resolve(name);
  }
}
