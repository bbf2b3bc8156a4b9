package com.plexichat.backup.shared.client;

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
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The contexts of one person on one machine:
///
/// ```
/// HOME/contexts/NAME/key.pem chain.pem root.pem   who the person is there
/// HOME/contexts/NAME/context.properties           cluster and endpoint
/// HOME/context                                    the name of the one in use
/// ```
///
/// A context that cannot be read hides none of the others; it says why when it is used.
public final class ContextStore {
  private static final String FACTS = "context.properties";
  private static final String USED = "context";
  private static final String NO_NAME_SIGNS = "[^A-Za-z0-9._-]+|^\\.|\\.$";
  private static final Pattern NAME = Pattern.compile("(?!\\.)[A-Za-z0-9._-]+(?<!\\.)");

  private final Path home;

  public ContextStore(Path home) {
    this.home = home;
  }

  /// Where a person's contexts are unless they say otherwise: PLEXICHAT_HOME, else `.plexichat` in
  /// their own folder (HOME; USERPROFILE where there is none).
  public static Path defaultHome(Map<String, String> environment) {
    String named = environment.getOrDefault("PLEXICHAT_HOME", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String own = environment.getOrDefault("HOME", "");
    return Path.of(own.isEmpty() ? environment.getOrDefault("USERPROFILE", "") : own, ".plexichat");
  }

  /// Connects to the agent of a context, lazily. Fails with NO_CONTEXT or CONFIG_INVALID when the
  /// person's identity cannot be read.
  public Cluster open(Context context, InstantSource clock) {
    Identity person = identity(context);
    Channels channels = new Channels(person, clock);
    AgentClient agent = new AgentClient(channels, context.endpoint(), null);
    return new ClusterClient(agent, person, channels::close);
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

  /// Keeps a context and makes it the one in use. A context of the same name is replaced. Fails
  /// with NAME_INVALID when it has no name; signs that a folder's name may not have everywhere
  /// become hyphens.
  public Context add(Context context, Identity identity) {
    String name = context.name().replaceAll(NO_NAME_SIGNS, "-");
    if (!isName(name)) {
      throw new OperationFailed(FailureCode.NAME_INVALID, context.name());
    }
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

  /// All contexts that can be read, by name.
  public List<Context> list() {
    return list(_ -> {});
  }

  /// All contexts that can be read, by name.
  ///
  /// @param broken gets why another cannot
  public List<Context> list(Consumer<? super OperationFailed> broken) {
    Path all = home.resolve("contexts");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    List<Context> contexts = new ArrayList<>();
    try (Stream<Path> folders = Files.list(all)) {
      for (Path folder : folders.sorted().toList()) {
        try {
          named(folder.getFileName().toString()).ifPresent(contexts::add);
        } catch (OperationFailed unreadable) {
          broken.accept(unreadable);
        }
      }
    } catch (IOException unreadable) {
      throw new OperationFailed(
          unreadable, FailureCode.CONFIG_INVALID, all.toString(), unreadable.toString());
    }
    return contexts;
  }

  /// Makes a context the one in use.
  public Context use(String name) {
    if (named(name).isEmpty()) {
      throw unknown(name);
    }
    Path file = home.resolve(USED);
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

  /// Forgets a context, also one that cannot be read; the key goes first. If it was in use, none is
  /// from then on. Fails with NO_CONTEXT when there is none of this name.
  public void remove(String name) {
    if (!isName(name) || !Files.isDirectory(folder(name))) {
      throw unknown(name);
    }
    Path folder = folder(name);
    try {
      if (name.equals(usedName())) {
        Files.deleteIfExists(home.resolve(USED));
      }
      Identity.delete(folder);
      List<Path> rest;
      try (Stream<Path> files = Files.list(folder)) {
        rest = files.toList();
      }
      for (Path file : rest) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException refused) {
      throw new OperationFailed(
          refused, FailureCode.FILE_UNWRITABLE, folder.toString(), refused.toString());
    }
  }

  /// Who the person is in a context.
  public Identity identity(Context context) {
    return Identity.load(folder(context.name()));
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /// NO_CONTEXT of a name that was given, which may be none at all.
  private OperationFailed unknown(String name) {
    return new OperationFailed(FailureCode.NO_CONTEXT, home.resolve("contexts") + "/" + name);
  }

  private Optional<Context> named(String name) {
    if (!isName(name)) {
      return Optional.empty();
    }
    Path file = folder(name).resolve(FACTS);
    if (!Files.exists(file)) {
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
      return Files.readString(home.resolve(USED)).strip();
    } catch (IOException none) {
      return "";
    }
  }

  private Path folder(String name) {
    return home.resolve("contexts").resolve(name);
  }
}
