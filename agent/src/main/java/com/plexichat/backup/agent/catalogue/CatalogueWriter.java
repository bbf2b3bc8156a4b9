package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.LogWriter.Chained;
import com.plexichat.backup.agent.catalogue.LogWriter.Request;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that changes the catalogue.
///
/// It takes what waits as a group: every submission is applied in the open H2 transaction (what
/// does not fit is taken back alone and refused), then the entries of the rest are appended and
/// synced once, then the transaction is committed. So nothing that cannot be applied is ever
/// appended, and a crash leaves H2 at most behind the log. A thread of its own, because an
/// interrupted submitter must not close the files under everybody.
final class CatalogueWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogueWriter.class);
  private static final int WAITING_MAX = 1024;
  private static final int GROUP_MAX = 256;
  private static final long GROUP_BYTES = 8 << 20;

  private final CommandLog log;
  private final LogWriter entries;
  private final Path folder;
  private final BlockingQueue<Submission> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final List<AppliedListener> listeners = new CopyOnWriteArrayList<>();
  private final Submission stop = new Submission(null);
  private final Thread thread;
  private volatile @Nullable Database database;
  private volatile LogHead applied;
  private volatile boolean stopped;
  private @Nullable Projection projection;

  CatalogueWriter(Path folder, CommandLog log, LogWriter entries, Database database) {
    this.folder = folder;
    this.log = log;
    this.entries = entries;
    this.database = database;
    this.applied = log.head();
    this.thread = Thread.ofPlatform().name("catalogue").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  LogHead applied() {
    return applied;
  }

  List<AppliedListener> listeners() {
    return listeners;
  }

  /// The database as it is now, opened anew when it had broken.
  Database database() {
    Database now = database;
    if (now == null) {
      submit(null);
      now = database;
    }
    if (now == null) {
      throw new OperationFailed(FailureCode.CATALOGUE_REFUSED, "its database is not open");
    }
    return now;
  }

  /// Runs a request; none: only sees that the database works.
  Submitted submit(@Nullable Request request) {
    Submission submission = new Submission(request);
    try {
      if (stopped) {
        throw new IllegalStateException("the catalogue is closed");
      }
      waiting.put(submission);
      if (stopped) {
        failWaiting();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(
          interrupted, FailureCode.INTERRUPTED, "The command", "its submitter was stopped");
    }
    return submission.await();
  }

  /// Ends the thread after what waits now, and closes the database.
  void close() {
    boolean interrupted = false;
    while (true) {
      try {
        if (!stopped) {
          waiting.put(stop);
        }
        thread.join();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Database open = database;
    if (open != null) {
      database = null;
      open.close();
    }
  }

  private void run() {
    List<Submission> group = new ArrayList<>();
    try {
      while (true) {
        group.clear();
        if (!take(group)) {
          return;
        }
        process(group);
      }
    } catch (InterruptedException nobodyInterruptsIt) {
      LOG.error("the catalogue's writer was interrupted", nobodyInterruptsIt);
    } finally {
      stopped = true;
      group.forEach(one -> one.fail(new IllegalStateException("the catalogue's writer ended")));
      failWaiting();
    }
  }

  private void failWaiting() {
    for (Submission one = waiting.poll(); one != null; one = waiting.poll()) {
      one.fail(new IllegalStateException("the catalogue is closed"));
    }
  }

  /// Takes what waits; false at the stop mark when nothing stands before it.
  private boolean take(List<Submission> group) throws InterruptedException {
    Submission one = waiting.take();
    long bytes = 0;
    while (one != null && one != stop) {
      group.add(one);
      bytes += one.bytes();
      one = group.size() < GROUP_MAX && bytes < GROUP_BYTES ? waiting.poll() : null;
    }
    if (one == stop && !group.isEmpty()) {
      waiting.put(stop);
    }
    return !group.isEmpty();
  }

  private void process(List<Submission> group) {
    List<Submission> accepted = new ArrayList<>();
    try {
      Database open = usable();
      LogHead head = apply(open, group, accepted);
      if (accepted.isEmpty()) {
        open.rollBack();
      } else {
        append(open, accepted, head);
      }
    } catch (RuntimeException failed) {
      OperationFailed refused =
          failed instanceof OperationFailed known
              ? known
              : new OperationFailed(failed, FailureCode.CATALOGUE_REFUSED, failed.toString());
      undo();
      group.forEach(one -> one.fail(refused));
      return;
    }
    for (Submission one : accepted) {
      tell(one);
    }
    for (Submission one : group) {
      if (one.request() == null) {
        one.done(new Submitted(applied.index(), applied.index(), applied));
      }
    }
  }

  /// Applies each submission for itself; those that fit are in `accepted`.
  private LogHead apply(Database open, List<Submission> group, List<Submission> accepted) {
    LogHead head = log.head();
    for (Submission one : group) {
      Request request = one.request();
      if (request == null) {
        continue;
      }
      try {
        Chained chained = entries.chain(head, request);
        open.inSavepoint(() -> chained.entries().forEach(projection(open)::apply));
        one.accept(chained);
        accepted.add(one);
        head = chained.head();
      } catch (OperationFailed | IllegalArgumentException unfit) {
        one.fail(unfit);
      } catch (RuntimeException failed) {
        if (Database.isBroken(failed)) {
          throw failed;
        }
        one.fail(new IllegalStateException("the command cannot be applied", failed));
      }
    }
    return head;
  }

  private void append(Database open, List<Submission> accepted, LogHead head) {
    List<byte[]> bytes = new ArrayList<>();
    for (Submission one : accepted) {
      Chained chained = one.chained();
      if (chained != null) {
        bytes.addAll(chained.bytes());
      }
    }
    open.setApplied(head);
    CommandLog.State before = log.mark();
    log.append(bytes, head);
    try {
      open.commit();
    } catch (RuntimeException failed) {
      // The log has it. Either the database follows now, or nobody was told and it is taken back.
      LOG.warn("the catalogue's database did not commit; it is opened anew", failed);
      giveUpDatabase();
      try {
        usable();
      } catch (RuntimeException again) {
        again.addSuppressed(failed);
        log.rollBack(before);
        throw again;
      }
    }
    applied = head;
  }

  private void tell(Submission one) {
    Chained chained = one.chained();
    if (chained == null) {
      return;
    }
    for (LogEntry entry : chained.entries()) {
      for (AppliedListener listener : listeners) {
        try {
          listener.applied(entry.getIndex(), entry);
        } catch (RuntimeException failed) {
          LOG.error("a listener failed at entry {}", entry.getIndex(), failed);
        }
      }
    }
    long first = chained.entries().getFirst().getIndex();
    one.done(new Submitted(first, chained.head().index(), chained.head()));
  }

  private Projection projection(Database open) {
    Projection now = projection;
    if (now == null) {
      now = new Projection(open.writer());
      projection = now;
    }
    return now;
  }

  /// The database, opened anew and brought to the log's end when it has broken.
  private Database usable() {
    Database now = database;
    if (now != null && now.isOpen()) {
      return now;
    }
    giveUpDatabase();
    Database opened = new CatchUp(folder, log).bring(CatchUp.candidate(folder)).database();
    database = opened;
    return opened;
  }

  private void undo() {
    Database now = database;
    if (now != null) {
      try {
        now.rollBack();
      } catch (RuntimeException broken) {
        giveUpDatabase();
      }
    }
  }

  private void giveUpDatabase() {
    Database now = database;
    database = null;
    projection = null;
    if (now != null) {
      now.abandon();
    }
  }
}
