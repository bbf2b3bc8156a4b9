package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.FindJobsAnswer;
import com.plexichat.backup.proto.FindJobsRequest;
import com.plexichat.backup.proto.JobDiagnosis;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobFinding;
import com.plexichat.backup.proto.PauseJobRequest;
import com.plexichat.backup.proto.RestartJobRequest;
import com.plexichat.backup.proto.ResumeJobRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `plexichat job pause|resume|restart|diagnose|queue` and the filters of `job list`: what they
/// ask, with which code they end, how they look at 80 columns.
class JobOrdersTest {
  private static final JobEntry PAUSED =
      Samples.running("prune")
          .setState("paused")
          .setReason("Paused by anna: the disk of a-machine-with-a-rather-long-name is changed")
          .setPausedMs(Fixture.NOW)
          .setPausedBy("person:anna")
          .setPauseReason("the disk of a-machine-with-a-rather-long-name is changed")
          .setProgressedMs(Fixture.NOW - 60_000)
          .setHeartbeatMs(Fixture.NOW)
          .setPriority(1)
          .build();

  private final Fixture cli = new Fixture();

  private void assertFits() {
    assertFalse(cli.out().lines().anyMatch(line -> line.length() > 80), cli::out);
  }

  @Test
  void aPauseIsAskedWithItsReasonAndShown() {
    cli.on("pauseJob", PAUSED);
    assertEquals(0, cli.run("job", "pause", Samples.JOB, "--reason", "disk"));
    assertEquals("disk", cli.request(PauseJobRequest.class).getReason());
    assertEquals(Samples.JOB, cli.request(PauseJobRequest.class).getJobId());
    assertTrue(cli.out().contains("State     paused"), cli::out);
    assertTrue(cli.out().contains("Moved "), cli::out);
    assertTrue(cli.out().contains("Heard "), cli::out);
    assertFits();
    cli.on("pauseJob", new OperationFailed(FailureCode.ACT_REFUSED, "Pausing job x", "it is done"));
    assertEquals(1, cli.run("job", "pause", "x"));
    assertEquals(64, cli.run("job", "pause"));
  }

  @Test
  void whoWaitsForAPauseIsAnsweredWhenItRests() {
    cli.on("pauseJob", Samples.running("prune").setPausedMs(1).build());
    cli.on("watchJob", List.of(Samples.running("prune").build(), PAUSED));
    assertEquals(0, cli.run("job", "pause", Samples.JOB, "--wait"));
    assertTrue(cli.out().contains("State     paused"), cli::out);
  }

  @Test
  void aResumedAndARestartedJobAreWaitedFor() {
    cli.on("resumeJob", Samples.running("restore").build());
    assertEquals(0, cli.run("job", "resume", Samples.JOB));
    assertEquals(Samples.JOB, cli.request(ResumeJobRequest.class).getJobId());
    cli.on("restartJob", Samples.running("restore").setRestartOf("0011").build());
    cli.on("watchJob", List.of(Samples.running("restore").setState("cancelled").build()));
    assertEquals(0, cli.run("job", "restart", "0011"));
    assertEquals("0011", cli.request(RestartJobRequest.class).getJobId());
    assertTrue(cli.out().contains("Restart of  0011"), cli::out);
    assertEquals(1, cli.run("job", "restart", "0011", "--wait"), "it was cancelled");
    cli.on("restartJob", new OperationFailed(FailureCode.PLAN_STALE, "x", "backup y stays."));
    assertEquals(3, cli.run("job", "restart", "0011"));
  }

  @Test
  void aDiagnosisSaysWhatItIsKnownFromAndEndsWithTwoWhenBlocked() {
    JobFinding waits =
        JobFinding.newBuilder()
            .setCode("waits")
            .setSentence("It waits for job 5f64117d668bf71a (repair), which is running.")
            .setNextAct("It begins by itself.")
            .addEvidence("prune jobs and repair jobs do not work on stripes at the same time")
            .addEvidence("job 5f64117d668bf71a last moved 2026-07-01T12:03:59Z")
            .build();
    JobDiagnosis told =
        JobDiagnosis.newBuilder().setJob(PAUSED).setBlocked(true).addFindings(waits).build();
    cli.on("diagnoseJob", told);
    assertEquals(2, cli.run("job", "diagnose", Samples.JOB));
    assertTrue(cli.out().contains("last moved"), cli::out);
    assertFits();
    assertEquals(2, cli.run("job", "diagnose", Samples.JOB, "--output", "json"));
    assertTrue(cli.out().contains("\"code\": \"waits\""), cli::out);
    cli.on("diagnoseJob", told.toBuilder().setBlocked(false).build());
    assertEquals(0, cli.run("job", "diagnose", Samples.JOB));
  }

  @Test
  void theQueueShowsWhoWaitsForWhom() {
    cli.on(
        "findJobs",
        FindJobsAnswer.newBuilder()
            .addJobs(Samples.running("repair").setPriority(5))
            .addJobs(
                Samples.running("prune")
                    .setState("queued")
                    .setReason("waits for job " + Samples.JOB + " (repair)")
                    .addWaitsFor(Samples.JOB)
                    .setPriority(1))
            .build());
    assertEquals(0, cli.run("job", "queue"));
    assertTrue(cli.request(FindJobsRequest.class).getQueue());
    assertTrue(cli.out().contains("queued"), cli::out);
    assertFits();
    assertEquals(0, cli.run("job", "queue", "--output", "json"));
    assertTrue(
        cli.out().replaceAll("\\s", "").contains("\"waits_for\":[\"" + Samples.JOB), cli::out);
    cli.on("findJobs", FindJobsAnswer.getDefaultInstance());
    assertEquals(0, cli.run("job", "queue"));
    assertTrue(cli.out().contains("Nothing works or waits."), cli::out);
  }

  @Test
  void theListIsFilteredByTheCoordinator() {
    cli.on("findJobs", FindJobsAnswer.newBuilder().addJobs(PAUSED).build());
    assertEquals(
        0,
        cli.run(
            "job",
            "list",
            "--state",
            "paused",
            "--state",
            "queued",
            "--kind",
            "prune",
            "--last",
            "3",
            "--last-24h"));
    FindJobsRequest asked = cli.request(FindJobsRequest.class);
    assertEquals(List.of("paused", "queued"), asked.getStatesList());
    assertEquals(List.of("prune"), asked.getKindsList());
    assertEquals(3, asked.getMost());
    assertEquals(Fixture.NOW - 86_400_000, asked.getSinceMs());
    assertTrue(cli.out().contains("Paused by anna"), cli::out);
    assertFits();
    assertEquals(64, cli.run("job", "list", "--state", "sleeping"));
    assertEquals(64, cli.run("job", "list", "--last", "-1"));
  }
}
