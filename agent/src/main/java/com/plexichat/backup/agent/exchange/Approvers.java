package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.storage.DataDir;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.agent.storage.TrashRule;
import com.plexichat.backup.proto.KnownApprovers;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Since when this machine has known the people who may let something go at once, in time that it
/// served itself.
///
/// A coordinator can make certificates of people. Whoever has been known for less than what is
/// removed would rest does not count: so a coordinator that somebody took over gains nothing by
/// making two of them up.
public final class Approvers {
  private static final Logger LOG = LoggerFactory.getLogger(Approvers.class);

  private final TrashRule rule;
  private final SmallFile file;
  private final Map<ByteString, Long> since =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());

  private Approvers(TrashRule rule, SmallFile file) {
    this.rule = rule;
    this.file = file;
  }

  /// Goes on with what was written down. A file that cannot be read is forgotten: all are new then.
  public static Approvers open(DataDir dataDir, TrashRule rule) {
    Approvers opened = new Approvers(rule, SmallFile.in(dataDir, "approvers"));
    long now = rule.servedMs().getAsLong();
    try {
      KnownApprovers known = KnownApprovers.parseFrom(opened.file.read().orElse(new byte[0]));
      known
          .getPeopleList()
          .forEach(one -> opened.since.put(one.getKeyHash(), Math.min(one.getSinceMs(), now)));
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("{}: what it knew of people is damaged and begins anew", dataDir.path(), e);
    }
    return opened;
  }

  /// Takes over who may approve now. Fails with NO_SPACE or DISK_FAILED.
  public synchronized void told(Collection<ByteString> keyHashes) {
    long now = rule.servedMs().getAsLong();
    boolean isOther = since.keySet().retainAll(keyHashes);
    for (ByteString key : keyHashes) {
      isOther |= since.putIfAbsent(key, now) == null;
    }
    if (isOther) {
      KnownApprovers.Builder known = KnownApprovers.newBuilder();
      since.forEach((key, from) ->
          known.addPeople(KnownApprovers.One.newBuilder().setKeyHash(key).setSinceMs(from)));
      file.replace(known.build().toByteArray());
    }
  }

  /// Whether somebody has been known for as long as what is removed rests.
  synchronized boolean isTrusted(ByteString keyHash) {
    Long from = since.get(keyHash);
    return from != null && rule.servedMs().getAsLong() - from >= rule.least().toMillis();
  }
}
