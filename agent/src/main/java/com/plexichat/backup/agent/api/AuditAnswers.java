package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.audit.AuditChain;
import com.plexichat.backup.agent.audit.Verdict;
import com.plexichat.backup.proto.AuditEntry;
import com.plexichat.backup.proto.ListAuditAnswer;
import com.plexichat.backup.proto.VerifyAuditAnswer;

/// The audit chain as messages.
public record AuditAnswers(AuditChain chain) {
  private static final int MOST = 1_000;

  ListAuditAnswer list(long after, int most) {
    ListAuditAnswer.Builder answer = ListAuditAnswer.newBuilder();
    chain
        .page(after, most > 0 ? Math.min(most, MOST) : MOST)
        .forEach(row ->
            answer.addEntries(
                AuditEntry.newBuilder()
                    .setIndex(row.index())
                    .setAtMs(row.atMs())
                    .setActor(row.actor())
                    .setAct(row.act())
                    .setDetail(row.detail())
                    .setHash(row.hash().hex())));
    return answer.build();
  }

  VerifyAuditAnswer verify() {
    Verdict verdict = chain.verify();
    return VerifyAuditAnswer.newBuilder()
        .setState(verdict.unbroken() ? "unbroken" : "broken")
        .setEntries(verdict.entries())
        .setFirstBad(verdict.firstBad())
        .setAnchorsChecked(verdict.anchorsChecked())
        .setAnchorsMatching(verdict.anchorsMatching())
        .build();
  }
}
