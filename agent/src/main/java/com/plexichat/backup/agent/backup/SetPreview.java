package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.PreviewExclude;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.Warning;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Counts what a backup of a set would read and leave out: the same walk, and nothing is opened but
/// folders. The commands before and after a backup are not run.
public final class SetPreview {
  private static final int EXAMPLES = 5;

  /// For examples and warnings together, so that the answer fits into a message.
  private static final int NAMES_BYTES = 1 << 20;

  private final Limits limits;
  private final InstantSource time;

  /// When a walk is ended early.
  public record Limits(Duration time, long entries) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), 2_000_000);
  }

  public SetPreview(Limits limits, InstantSource time) {
    this.limits = limits;
    this.time = time;
  }

  /// Walks the set's paths. Fails as a backup does that cannot begin.
  ///
  /// @param host this machine's name, for messages
  public PreviewSetAnswer of(SetSpec set, String host) {
    Count count = new Count(set.getExcludesList(), time.instant().plus(limits.time()));
    SourceWalk walk =
        new SourceWalk(
            set.getPathsList().stream().map(path -> RawPath.of(path.toByteArray())).toList(),
            new Excludes(set.getExcludesList()),
            host);
    try {
      walk.walk(count);
    } catch (Enough _) {
      count.answer.setPartial(true);
    }
    return count.whole();
  }

  /// Ends a walk from within.
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  private final class Count implements SourceVisitor {
    private final PreviewSetAnswer.Builder answer = PreviewSetAnswer.newBuilder();
    private final List<PreviewExclude.Builder> excludes = new ArrayList<>();
    private final Instant end;
    private long entries;
    private int namesBytes;

    Count(List<String> patterns, Instant end) {
      this.end = end;
      patterns.forEach(one -> excludes.add(PreviewExclude.newBuilder().setPattern(one)));
    }

    PreviewSetAnswer whole() {
      excludes.forEach(answer::addExcludes);
      return answer.build();
    }

    /// Takes part in the count, if the limits allow one more.
    private void next() {
      if (++entries > limits.entries() || !time.instant().isBefore(end)) {
        throw new Enough();
      }
    }

    @Override
    public void beginRoot(RawPath root, List<Parent> parents) {}

    @Override
    public boolean enterDirectory(SourceEntry directory) {
      next();
      answer.setDirectories(answer.getDirectories() + 1);
      return true;
    }

    @Override
    public void file(SourceEntry file) {
      next();
      answer.setFiles(answer.getFiles() + 1);
      if (file.stat().kind() == FileKind.FILE) {
        answer.setBytes(answer.getBytes() + file.stat().size());
      }
    }

    @Override
    public void other(SourceEntry other) {
      file(other);
    }

    @Override
    public void leaveDirectory(SourceEntry directory) {}

    @Override
    public void endRoot(RawPath root) {}

    @Override
    public void leftOut(LeftOut what) {
      next();
      answer.setExcluded(answer.getExcluded() + 1);
      for (int pattern : what.patterns()) {
        PreviewExclude.Builder exclude = excludes.get(pattern);
        exclude.setMatches(exclude.getMatches() + 1);
        if (exclude.getExamplesCount() < EXAMPLES) {
          ByteString path = ByteString.copyFrom(what.path().bytes());
          if (fits(path.size())) {
            exclude.addExamples(path);
          }
        }
      }
    }

    @Override
    public void warning(WalkWarning warning) {
      Warning told =
          Warning.newBuilder()
              .setPath(ByteString.copyFrom(warning.path().bytes()))
              .setCode(warning.code().name())
              .setMessage(warning.detail())
              .build();
      if (fits(told.getSerializedSize())) {
        answer.addWarnings(told);
      }
    }

    private boolean fits(int bytes) {
      boolean fits = namesBytes + bytes <= NAMES_BYTES;
      namesBytes += fits ? bytes : 0;
      return fits;
    }
  }
}
