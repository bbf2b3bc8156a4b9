package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import java.util.ArrayList;
import java.util.List;

/// What a restore did so far and what it could not do. Tells the job's watchers, not oftener than a
/// step is worth it.
final class RestoreTally {
  private static final int WARNING_BYTES_MAX = 640 * 1024;
  private static final int FILES_STEP = 50;
  private static final long BYTES_STEP = 4L << 20;

  private final JobControl control;
  private final JobPhase phase;
  private final Totals totals;
  private final boolean keeps;
  private final List<Warning> failed = new ArrayList<>();
  private int warningBytes;
  private long failures;
  private boolean incomplete;
  private long files;
  private long directories;
  private long fileBytes;
  private long kept;
  private long written;
  private long toldFiles;
  private long toldBytes;

  /// What there is to do; 0 where it is not known.
  record Totals(long files, long bytes) {}

  /// @param keeps whether keeping what stands there is what was asked for
  RestoreTally(JobControl control, JobPhase phase, Totals totals, boolean keeps) {
    this.control = control;
    this.phase = phase;
    this.totals = totals;
    this.keeps = keeps;
  }

  /// Whether the job shall rest: then whoever submits entries waits for those under way first.
  boolean isPaused() {
    return control.isPaused();
  }

  /// The border of two entries; not to be called with this tally's lock.
  void checkpoint() {
    control.checkpoint();
  }

  synchronized void file(long size) {
    files++;
    fileBytes += size;
    tell(false);
  }

  synchronized void directory() {
    directories++;
  }

  /// Bytes that were written, of files that are not done yet too.
  synchronized void written(long bytes) {
    written += bytes;
    tell(false);
  }

  /// A file stood there whole already.
  synchronized void kept() {
    kept++;
  }

  /// Whether nothing was done and nothing failed.
  synchronized boolean isNothing() {
    return files == 0 && directories == 0 && failures == 0;
  }

  /// A path of the backup that is not whole in the target.
  synchronized void failed(RawPath path, OperationFailed failure) {
    OperationFailed named = failure;
    if (failure.code() == FailureCode.NOT_RESTORABLE) {
      List<String> args = new ArrayList<>(failure.args());
      args.set(0, path.toString());
      named = new OperationFailed(failure, failure.code(), args.toArray(String[]::new));
    }
    incomplete = true;
    add(path, named.code().name(), named.sentence());
  }

  /// What the target could not do.
  synchronized void problem(RestoreProblem problem) {
    boolean isKept = problem.code() == RestoreProblem.Code.KEPT_EXISTING;
    kept += isKept ? 1 : 0;
    incomplete |= !problem.code().isOnlyMetadata() && !(keeps && isKept);
    add(absolute(problem), problem.code().name(), sentence(problem));
  }

  synchronized long failures() {
    return failures;
  }

  /// As many as fit into a message.
  synchronized List<ByteString> failedPaths() {
    return failed.stream().map(Warning::getPath).distinct().toList();
  }

  synchronized void tell(boolean last) {
    if (last || files - toldFiles >= FILES_STEP || written - toldBytes >= BYTES_STEP) {
      toldFiles = files;
      toldBytes = written;
      control.progress(phase, files, totals.files(), written, totals.bytes());
    }
  }

  synchronized RestoreResult.Builder result() {
    return RestoreResult.newBuilder()
        .setFiles(files)
        .setDirectories(directories)
        .setBytes(fileBytes)
        .setState(incomplete ? "incomplete" : "complete")
        .addAllFailed(failed)
        .setFailures(failures)
        .setKept(kept);
  }

  private void add(RawPath path, String code, String message) {
    failures++;
    Warning warning =
        Warning.newBuilder()
            .setPath(ByteString.copyFrom(path.bytes()))
            .setCode(code)
            .setMessage(message)
            .build();
    warningBytes += warning.getSerializedSize() + 4;
    if (warningBytes <= WARNING_BYTES_MAX) {
      failed.add(warning);
    }
  }

  private static RawPath absolute(RestoreProblem problem) {
    byte[] relative = problem.path().bytes();
    byte[] bytes = new byte[relative.length + 1];
    bytes[0] = '/';
    System.arraycopy(relative, 0, bytes, 1, relative.length);
    return RawPath.of(bytes);
  }

  private static String sentence(RestoreProblem problem) {
    String what =
        switch (problem.code()) {
          case NAME_REFUSED -> "A name that no honest backup holds was left out: %s.";
          case LINK_IN_PATH ->
              "A symbolic link, or something that is no folder, stands in its way: %s.";
          case LINK_GAVE_WAY -> "The symbolic link came back as a folder: %s.";
          case KEPT_EXISTING -> "What stood there was kept: %s.";
          case FOLDER_IN_THE_WAY -> "A folder that is not empty stands in its place: %s.";
          case DEVICE_NOT_MADE -> "The agent may not make devices: %s.";
          case NOT_WRITTEN -> "It could not be written: %s.";
          case OWNER_NOT_SET -> "It has another owner: %s.";
          case MODE_NOT_SET -> "It has other permission bits: %s.";
          case XATTR_NOT_SET -> "An extended attribute is missing: %s.";
          case TIMES_NOT_SET -> "It has other times: %s.";
        };
    return what.formatted(problem.detail());
  }
}
