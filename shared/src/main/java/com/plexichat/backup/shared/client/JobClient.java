package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.CancelJobRequest;
import com.plexichat.backup.proto.DiagnoseJobRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobsGrpc;
import com.plexichat.backup.proto.JobsGrpc.JobsBlockingStub;
import com.plexichat.backup.proto.ListJobsRequest;
import com.plexichat.backup.proto.PauseJobRequest;
import com.plexichat.backup.proto.RestartJobRequest;
import com.plexichat.backup.proto.ResumeJobRequest;
import com.plexichat.backup.proto.WatchJobRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobDiagnosis;
import com.plexichat.backup.shared.wire.Jobs;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// What takes long, and what people do with it.
final class JobClient {
  private final AgentClient agent;

  JobClient(AgentClient agent) {
    this.agent = agent;
  }

  List<Job> all() {
    ListJobsRequest ask = ListJobsRequest.getDefaultInstance();
    return agent.ask(stub -> stub.listJobs(ask)).getJobsList().stream().map(Jobs::job).toList();
  }

  Job one(String id) {
    ListJobsRequest ask = ListJobsRequest.newBuilder().setJobId(id).build();
    return agent.ask(stub -> stub.listJobs(ask)).getJobsList().stream()
        .findFirst()
        .map(Jobs::asked)
        .orElseThrow(() -> new OperationFailed(FailureCode.JOB_UNKNOWN, id));
  }

  Watch watch(String id, Consumer<? super Job> reader, Consumer<Optional<OperationFailed>> end) {
    WatchJobRequest ask = WatchJobRequest.newBuilder().setJobId(id).build();
    return agent.<JobEntry>watch(
        (stub, answers) -> stub.watchJob(ask, answers), job -> reader.accept(Jobs.asked(job)), end);
  }

  Job cancel(String id, String reason) {
    CancelJobRequest ask = CancelJobRequest.newBuilder().setJobId(id).setReason(reason).build();
    return Jobs.asked(agent.ask(stub -> stub.cancelJob(ask)));
  }

  private <A> A order(Function<JobsBlockingStub, A> question) {
    return agent.ask(AgentClient.PATIENCE, JobsGrpc::newBlockingStub, question);
  }

  Job pause(String id, String reason) {
    PauseJobRequest ask = PauseJobRequest.newBuilder().setJobId(id).setReason(reason).build();
    return Jobs.asked(order(stub -> stub.pauseJob(ask)));
  }

  Job resume(String id, String reason) {
    ResumeJobRequest ask = ResumeJobRequest.newBuilder().setJobId(id).setReason(reason).build();
    return Jobs.asked(order(stub -> stub.resumeJob(ask)));
  }

  Job restart(String id, String reason) {
    RestartJobRequest ask = RestartJobRequest.newBuilder().setJobId(id).setReason(reason).build();
    return Jobs.asked(order(stub -> stub.restartJob(ask)));
  }

  JobDiagnosis diagnose(String id) {
    DiagnoseJobRequest ask = DiagnoseJobRequest.newBuilder().setJobId(id).build();
    return Jobs.diagnosis(order(stub -> stub.diagnoseJob(ask)));
  }
}
