package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.CatchUp.Candidate;
import com.plexichat.backup.agent.catalogue.LogOpening.OtherHistory;
import com.plexichat.backup.agent.catalogue.LogWriter.Request;
import com.plexichat.backup.proto.Checkpoint;
import com.plexichat.backup.proto.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/// The state of record of a cluster: a command log, and a database that is only its projection.
///
/// [#submit] is the only way in. It returns when its commands are durable and applied, and has
/// changed nothing when it throws: OperationFailed for what the present state or the disk refuses,
/// IllegalArgumentException for a command that is not well formed. Reading is by subject: [#peers],
/// [#stripes]… Every read sees one moment; whoever reads after a submission returned sees it. All
/// methods may be called from any thread.
public final class Catalogue implements AutoCloseable {
  private final CommandLog log;
  private final CatalogueWriter writer;
  private final Opening opening;
  private final Tables tables = new Tables(this::read);
  private final StripeMap map;
  private final StripeHistory history;

  private Catalogue(CommandLog log, CatalogueWriter writer, Opening opening) {
    this.log = log;
    this.writer = writer;
    this.opening = opening;
    this.map = new StripeMap(this::read, log);
    this.history = new StripeHistory(this::read, log);
  }

  /// Opens the catalogue below a folder (`log/`, `db/`), and makes an empty one where none is.
  ///
  /// A torn end of the log is cut, what the database misses is replayed, and a database that is
  /// missing, broken or of another log is made anew. A damaged log is CATALOGUE_DAMAGED.
  ///
  /// @param epoch the fencing epoch that entries are written under
  public static Catalogue open(
      Path folder, InstantSource clock, LongSupplier epoch, CheckpointSigner signer) {
    return open(folder, LogDisk.real(), new LogWriter(clock, epoch, signer));
  }

  static Catalogue open(Path folder, LogDisk disk, LogWriter entries) {
    Path data = folder.resolve("db");
    Candidate found = CatchUp.candidate(data);
    CommandLog log;
    try {
      log = openLog(folder.resolve("log"), disk, found.applied());
    } catch (RuntimeException failed) {
      if (found.database() != null) {
        found.database().abandon();
      }
      throw failed;
    }
    try {
      CatchUp.Ready ready = new CatchUp(data, log).bring(found);
      CatalogueWriter writer = new CatalogueWriter(data, log, entries, ready.database());
      writer.start();
      Opening opening =
          new Opening(log.head().index(), log.tornBytes(), ready.replayed(), ready.rebuilt());
      return new Catalogue(log, writer, opening);
    } catch (RuntimeException failed) {
      log.close();
      throw failed;
    }
  }

  /// Writes a log below a folder that has none, from the bytes of a capsule ([CommandLog#copyTo]
  /// from entry 1 on), checking its chain; [#open] then makes the database.
  ///
  /// @return the last entry; what stands behind it in a capsule that ends early is left out
  public static LogHead restore(Path folder, InputStream capsule) throws IOException {
    return LogRestore.restore(folder.resolve("log"), LogDisk.real(), capsule);
  }

  /// How far the log in a capsule goes, checking its chain.
  ///
  /// @param what names it in failures
  public static LogExtent scan(String what, InputStream frames) throws IOException {
    return LogRestore.scan(what, frames);
  }

  /// Opens the log from what the database knows; the whole of it when that does not agree.
  private static CommandLog openLog(Path folder, LogDisk disk, LogHead known) {
    try {
      CommandLog log = CommandLog.open(folder, disk, known);
      if (log.head().index() >= known.index()) {
        return log;
      }
      log.close();
    } catch (OtherHistory other) {
      // Said again, with the reason, where the database is made anew.
    }
    return CommandLog.open(folder, disk, LogHead.NONE);
  }

  /// Appends commands as consecutive entries and applies them, all or none.
  ///
  /// @param actor "person:NAME", "peer:ID" or "coordinator"
  /// @param planHash of the plan that they execute; empty: none
  public Submitted submit(String actor, String reason, String planHash, Command... commands) {
    if (actor.isEmpty() || commands.length == 0) {
      throw new IllegalArgumentException("a submission has an actor and a command");
    }
    return writer.submit(new Request(actor, reason, planHash, List.of(commands)));
  }

  /// Appends a signed checkpoint of the chain.
  public Submitted checkpoint(String reason) {
    Command command = Command.newBuilder().setCheckpoint(Checkpoint.getDefaultInstance()).build();
    return submit("coordinator", reason, "", command);
  }

  /// Tells a listener of every entry that is applied from now on.
  public Subscription onApplied(AppliedListener listener) {
    writer.listeners().add(listener);
    return () -> writer.listeners().remove(listener);
  }

  /// Whether a command changes copies of stripes, or what is asked of stripes.
  public static boolean touchesStripes(Command command) {
    return TouchedStripes.touches(command);
  }

  /// The last entry that is applied.
  public LogHead head() {
    return writer.applied();
  }

  /// What opening found.
  public Opening opening() {
    return opening;
  }

  /// The log, to read: entries from an index, raw bytes for capsules, hashes.
  public CommandLog log() {
    return log;
  }

  public ClusterTable cluster() {
    return tables.cluster();
  }

  public PeerTable peers() {
    return tables.peers();
  }

  public PersonTable persons() {
    return tables.persons();
  }

  public VaultTable vaults() {
    return tables.vaults();
  }

  public SetTable sets() {
    return tables.sets();
  }

  public BackupTable backups() {
    return tables.backups();
  }

  public StripeTable stripes() {
    return tables.stripes();
  }

  public ShardTable shards() {
    return tables.shards();
  }

  public StripeMap map() {
    return map;
  }

  public StripeHistory history() {
    return history;
  }

  public TrashTable trash() {
    return tables.trash();
  }

  public TierTable tiers() {
    return tables.tiers();
  }

  public ConfigTable config() {
    return tables.config();
  }

  public StripeUse use() {
    return tables.use();
  }

  public StripeSpares spares() {
    return tables.spares();
  }

  public SparseTable sparse() {
    return tables.sparse();
  }

  public JobTable jobs() {
    return tables.jobs();
  }

  public ScheduleTable schedules() {
    return tables.schedules();
  }

  private <T> T read(Function<Handle, T> work) {
    try {
      return writer.database().read(work);
    } catch (RuntimeException failed) {
      if (!Database.isBroken(failed)) {
        throw failed;
      }
      // The writer opens it anew; what then fails is told.
      writer.submit(null);
      return writer.database().read(work);
    }
  }

  @Override
  public void close() {
    writer.close();
    log.close();
  }
}
