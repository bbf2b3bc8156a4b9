package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import java.util.List;
import java.util.Optional;

/// Keeps the coordinator's jobs in the catalogue.
public record CatalogueJobStore(Catalogue catalogue) implements JobStore {
  @Override
  public void save(JobEntry job, String actor, String reason) {
    Command change =
        Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(job)).build();
    catalogue.submit(actor.isEmpty() ? "coordinator" : actor, reason, "", change);
  }

  @Override
  public Optional<JobEntry> find(String jobId) {
    return catalogue.jobs().find(jobId);
  }

  @Override
  public List<JobEntry> newest(int most) {
    return catalogue.jobs().newest(most);
  }
}
