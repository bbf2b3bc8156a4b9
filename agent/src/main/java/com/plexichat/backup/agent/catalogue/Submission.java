package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.LogWriter.Chained;
import com.plexichat.backup.agent.catalogue.LogWriter.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One request on its way through the writer.
final class Submission {
  private final @Nullable Request request;
  private final CompletableFuture<Submitted> answer = new CompletableFuture<>();
  private @Nullable Chained chained;

  /// @param request null: only see that the database works
  Submission(@Nullable Request request) {
    this.request = request;
  }

  @Nullable Request request() {
    return request;
  }

  /// Bytes of its commands, roughly.
  long bytes() {
    return request == null
        ? 0
        : request.commands().stream().mapToLong(command -> command.getSerializedSize()).sum();
  }

  @Nullable Chained chained() {
    return chained;
  }

  void accept(Chained entries) {
    chained = entries;
  }

  void done(Submitted result) {
    answer.complete(result);
  }

  void fail(Throwable why) {
    answer.completeExceptionally(why);
  }

  /// Waits for the answer, whatever happens to the waiting thread meanwhile.
  Submitted await() {
    try {
      return answer.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case RuntimeException known -> throw known;
        case Error error -> throw error;
        case null, default -> throw failed;
      }
    }
  }
}
