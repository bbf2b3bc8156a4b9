package com.plexichat.backup.console;

import com.plexichat.backup.console.PictureViews.State;
import com.plexichat.backup.console.PictureViews.View;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import java.time.Instant;
import java.util.List;

/// The screens of everyday work in what they can show beyond a plain list.
final class WorkPictures {
  private WorkPictures() {}

  static void jobs(List<View> all) {
    SampleFacts facts = new SampleFacts(Instant.now());
    all.add(
        PictureViews.view(
            "jobs-paused",
            (rig, _) -> {
              Job paused = SampleJobs.paused(facts);
              rig.sample().answer("diagnose", _ -> SampleJobs.diagnosis(facts, paused));
              opens(rig, paused);
              rig.fire("#why-job");
            },
            "#diagnosis"));
    all.add(
        PictureViews.view(
            "jobs-waiting", (rig, _) -> opens(rig, SampleJobs.waiting(facts)), "#behind-j-21"));
    all.add(
        PictureViews.view(
            "jobs-cancel",
            (rig, _) -> {
              opens(rig, SampleJobs.waiting(facts));
              rig.fire("#cancel-job");
            },
            "#cancel-sure"));
  }

  private static void opens(ConsoleRig rig, Job job) {
    rig.sample().answer("job", _ -> job);
    rig.sample().tell(new Change.OfJob(job));
    rig.go(new Target.Jobs(job.id()));
  }
}
