package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SafeFolder;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Walks a backup's tree in the order in which it was backed up, so that shards are read one after
/// the other, and hands what is wanted to a step, several entries at a time.
final class RestoreWalk implements AutoCloseable {
  private static final int AT_ONCE = 6;
  private static final int DEPTH_MAX = 100;

  private final BackupTree tree;
  private final PathGlobs includes;
  private final RestoreStep step;
  private final RestoreTally tally;
  private final Workers workers = new Workers(AT_ONCE);
  private final Deque<Visit> deferred = new ArrayDeque<>();

  /// @param place null when everything below is wanted
  private record Visit(RestoreFolder folder, PathGlobs.@Nullable Place place) {}

  RestoreWalk(BackupTree tree, PathGlobs includes, RestoreStep step, RestoreTally tally) {
    this.tree = tree;
    this.includes = includes;
    this.step = step;
    this.tally = tally;
  }

  void walk() throws InterruptedException {
    BackupTree.Node top = tree.top();
    PathGlobs.Place place = includes.isEmpty() ? null : includes.top();
    if (place != null && place.isWanted(true)) {
      place = null;
    }
    RestoreFolder folder = new RestoreFolder(step, null, top, RawPath.EMPTY);
    deferred.add(new Visit(folder, place));
    while (!deferred.isEmpty()) {
      visit(deferred.removeLast(), 0);
    }
    workers.await();
  }

  private void visit(Visit visit, int depth) throws InterruptedException {
    RestoreFolder folder = visit.folder();
    try {
      if (visit.place() == null && !folder.make()) {
        return;
      }
      RawPath path = folder.node().path();
      tree.children(folder.node(), child -> meet(visit, child, depth), e -> tally.failed(path, e));
    } catch (OperationFailed e) {
      if (isEnding(e)) {
        throw e;
      }
      tally.failed(folder.node().path(), e);
    } catch (Interrupted e) {
      throw new InterruptedException(e.getMessage());
    } finally {
      folder.end();
    }
  }

  private void meet(Visit above, BackupTree.Node node, int depth) {
    workers.check();
    byte[] name = node.path().name();
    PathGlobs.Place place = above.place() == null ? null : above.place().enter(name);
    if (place != null && place.isWanted(node.isFolder())) {
      place = null;
    }
    if (place != null && !(node.isFolder() && place.isPromising())) {
      return;
    }
    RestoreFolder folder = above.folder();
    if (!RawPath.isName(name) || SafeFolder.isTemporaryName(name)) {
      tally.problem(
          new RestoreProblem(
              folder.target(), RestoreProblem.Code.NAME_REFUSED, RawPath.print(name)));
      return;
    }
    RawPath target = folder.target().resolve(name);
    if (node.hides()) {
      tally.problem(
          new RestoreProblem(
              target, RestoreProblem.Code.LINK_GAVE_WAY, "a path of the set leads through it"));
    }
    try {
      if (node.isFolder()) {
        Visit next = new Visit(new RestoreFolder(step, folder, node, target), place);
        if (depth < DEPTH_MAX) {
          visit(next, depth + 1);
        } else {
          deferred.add(next);
        }
      } else if (folder.make()) {
        submit(folder, node, target);
      }
    } catch (InterruptedException e) {
      throw new Interrupted(e);
    }
  }

  private void submit(RestoreFolder folder, BackupTree.Node node, RawPath target)
      throws InterruptedException {
    if (tally.isPaused()) {
      workers.await();
    }
    tally.checkpoint();
    folder.begin();
    workers.submit(() -> {
      try {
        step.entry(node, target);
      } catch (OperationFailed e) {
        if (isEnding(e)) {
          throw e;
        }
        tally.failed(node.path(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationFailed(e, FailureCode.CANCELLED, "The restore");
      }
      folder.end();
    });
  }

  /// Whether nothing else would go better.
  static boolean isEnding(OperationFailed e) {
    return switch (e.code()) {
      case NO_SPACE, TARGET_UNUSABLE, CANCELLED, INTERRUPTED, INTERNAL -> true;
      default -> false;
    };
  }

  /// An interrupt on its way out of a consumer.
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted(InterruptedException cause) {
      super(cause);
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
