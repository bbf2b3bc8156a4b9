package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.RestoreAsk;
import java.time.Duration;

/// Restores: whether one could be done, and the wish for one.
public final class Restores {
  private Restores() {}

  public static Certificate certificate(CertificateAnswer message) {
    return new Certificate(
        message.getRestorable(),
        message.getMissingShards(),
        message.getSourcesList().stream()
            .map(one -> new Certificate.Source(one.getPeer(), one.getShards(), one.getBytes()))
            .toList(),
        Moments.measured(message.getEtaLowMs()),
        Moments.measured(message.getEtaHighMs()),
        Duration.ofMillis(message.getLossWindowMs()),
        message.getKeysPresent(),
        message.getBlockersList(),
        message.getEtaBasis());
  }

  public static RestoreRequest message(RestoreAsk ask) {
    return RestoreRequest.newBuilder()
        .setBackupId(ask.backupId())
        .setTo(FilePaths.message(ask.to()))
        .addAllIncludes(ask.includes())
        .setOverwrite(ask.overwrite())
        .setDryRun(ask.dryRun())
        .setHost(ask.host())
        .build();
  }
}
