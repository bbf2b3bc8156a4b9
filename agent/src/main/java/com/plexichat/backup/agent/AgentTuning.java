package com.plexichat.backup.agent;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.policy.ConfigBook;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.agent.transport.SendCaps;
import com.plexichat.backup.proto.Configuration;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.Tuning;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configuration that this agent has in force: the one that it was told last, also before it
/// hears of its coordinator after a start.
final class AgentTuning {
  private static final Logger LOG = LoggerFactory.getLogger(AgentTuning.class);

  private final SmallFile file;
  private final SendCaps caps;
  private volatile Configuration told = Configuration.getDefaultInstance();
  private volatile Tuning tuning = Tuning.USUAL;

  private AgentTuning(SmallFile file, InstantSource time) {
    this.file = file;
    this.caps = new SendCaps(System::nanoTime, time);
  }

  /// With what was told before the start.
  static AgentTuning open(SmallFile file, InstantSource time) {
    AgentTuning opened = new AgentTuning(file, time);
    try {
      file.read().ifPresent(opened::read);
    } catch (OperationFailed e) {
      LOG.warn("the configuration is asked for anew: {}", e.sentence());
    }
    return opened;
  }

  private void read(byte[] bytes) {
    try {
      apply(Configuration.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("the configuration cannot be read and is asked for anew: {}", e.getMessage());
    }
  }

  /// Puts into force what the coordinator tells, at once.
  void accept(Configuration config) {
    apply(config);
    LOG.info("configuration {} is in force", config.getVersion());
    try {
      file.replace(config.toByteArray());
    } catch (OperationFailed e) {
      LOG.warn("the configuration is not kept for the next start: {}", e.sentence());
    }
  }

  private void apply(Configuration config) {
    tuning = ConfigBook.tuning(config);
    caps.limit(tuning.limits());
    told = config;
  }

  /// What is in force, to be told apart from others.
  Configuration told() {
    return told;
  }

  int count(Parameter parameter) {
    return tuning.count(parameter);
  }

  long rate(Parameter parameter) {
    return tuning.rate(parameter);
  }

  /// The gate that shards pass.
  SendCaps caps() {
    return caps;
  }
}
