package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;

/// Restores that go on, found by what they do: whoever lost the sight of one gives the command
/// again.
record RestoresUnderWay(Catalogue catalogue, Jobs jobs) {
  /// The job that does just this, whoever asked for it.
  Optional<String> find(PeerId host, RestoreWork work) {
    return catalogue.jobs().unfinished().stream()
        .filter(job -> job.getKind().equals("restore") && job.getHost().equals(host.hex()))
        .filter(job -> isOf(job, work))
        .map(JobEntry::getJobId)
        .filter(id -> jobs.find(id).filter(job -> !Jobs.isFinal(job)).isPresent())
        .findFirst();
  }

  private static boolean isOf(JobEntry job, RestoreWork work) {
    try {
      RestoreWork known = RunOrder.parseFrom(job.getParameters()).getRestore();
      return known.toBuilder().setAskedBy(work.getAskedBy()).build().equals(work);
    } catch (InvalidProtocolBufferException notOurs) {
      return false;
    }
  }
}
