package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.JobEntry;
import java.util.List;
import java.util.Optional;

/// Jobs as they were last changed; an entry is its own row.
public final class JobTable {
  private final Reads reads;

  JobTable(Reads reads) {
    this.reads = reads;
  }

  /// Newest first.
  public List<JobEntry> newest(int most) {
    return reads.read(handle ->
        handle
            .select("SELECT entry FROM job ORDER BY no DESC FETCH FIRST ? ROWS ONLY", most)
            .mapTo(byte[].class)
            .map(JobTable::entry)
            .list());
  }

  public Optional<JobEntry> find(String id) {
    return reads.read(handle ->
        handle
            .select("SELECT entry FROM job WHERE id = ?", id)
            .mapTo(byte[].class)
            .map(JobTable::entry)
            .findOne());
  }

  /// Those that have not ended, oldest first.
  public List<JobEntry> unfinished() {
    return reads.read(handle ->
        handle
            .select("SELECT entry FROM job WHERE ended = FALSE ORDER BY no")
            .mapTo(byte[].class)
            .map(JobTable::entry)
            .list());
  }

  private static JobEntry entry(byte[] stored) {
    try {
      return JobEntry.parseFrom(stored);
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a job in the database cannot be read", notOurs);
    }
  }
}
