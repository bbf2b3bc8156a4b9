package com.plexichat.backup.agent.audit;

import com.plexichat.backup.agent.catalogue.CommandLog;
import com.plexichat.backup.agent.catalogue.EntryRow;
import com.plexichat.backup.agent.catalogue.LogCursor;
import com.plexichat.backup.agent.catalogue.LogHead;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The chain of acts: reading it, and verifying that it is what it was.
///
/// The chain alone shows edits by anyone who does not write it anew to the end. A log that was
/// written anew, or cut at the end of an entry, shows only against what others remember: the
/// signatures of checkpoints, and anchors.
public final class AuditChain {
  private final CommandLog log;
  private final Anchors anchors;
  private final CheckpointTrust trust;

  public AuditChain(CommandLog log, Anchors anchors, CheckpointTrust trust) {
    this.log = log;
    this.anchors = anchors;
    this.trust = trust;
  }

  /// A page of entries.
  ///
  /// @param after index of the entry before the first wanted; 0: from the beginning
  public List<EntryRow> page(long after, int most) {
    return log.rows(after, most);
  }

  /// Reads the whole log from the disk and compares it with the anchors.
  public Verdict verify() {
    LogHead end = log.head();
    Map<Long, List<Anchor>> expected = new TreeMap<>();
    int checked = 0;
    for (Anchor anchor : anchors.all()) {
      expected.computeIfAbsent(anchor.head().index(), _ -> new ArrayList<>()).add(anchor);
      checked++;
    }
    Walk walk = new Walk(expected);
    try (LogCursor cursor = log.from(1)) {
      while (cursor.next()) {
        walk.entry(cursor.row());
      }
    } catch (OperationFailed broken) {
      if (broken.code() != FailureCode.CATALOGUE_DAMAGED) {
        throw broken;
      }
      walk.bad(walk.entries + 1, broken.args().getLast());
    }
    walk.end(end);
    return new Verdict(
        walk.firstBad == 0,
        walk.entries,
        walk.firstBad,
        walk.why,
        checked,
        walk.matching,
        walk.checkpoints);
  }

  /// One verification under way.
  private final class Walk {
    private final Map<Long, List<Anchor>> expected;
    private long entries;
    private long firstBad;
    private String why = "";
    private int matching;
    private long checkpoints;
    private Bytes hash = LogHead.NONE.hash();

    Walk(Map<Long, List<Anchor>> expected) {
      this.expected = expected;
      compare(0);
    }

    void entry(EntryRow row) {
      entries = row.index();
      hash = row.hash();
      compare(row.index());
      row.checkpoint().ifPresent(checkpoint -> signature(row.index(), checkpoint));
    }

    private void compare(long index) {
      for (Anchor anchor : expected.getOrDefault(index, List.of())) {
        if (anchor.head().hash().equals(hash)) {
          matching++;
        } else {
          bad(index, anchor.holder() + " remembers another entry " + index);
        }
      }
    }

    private void signature(long index, EntryRow.Checkpoint checkpoint) {
      try {
        X509Certificate certificate =
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                        new ByteArrayInputStream(checkpoint.certificate().toArray()));
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(checkpoint.message().toArray());
        if (!verifier.verify(checkpoint.signature().toArray())) {
          bad(index, "the signature of the checkpoint is wrong");
        } else if (!trust.isCoordinator(certificate)) {
          bad(index, "the checkpoint was not signed by a coordinator of this cluster");
        } else {
          checkpoints++;
        }
      } catch (GeneralSecurityException unreadable) {
        bad(index, "the checkpoint cannot be verified: " + unreadable.getMessage());
      }
    }

    /// Compares the end of what was read with the end that the running catalogue knows, and with
    /// anchors behind it.
    void end(LogHead known) {
      if (firstBad == 0 && entries == known.index() && !hash.equals(known.hash())) {
        bad(entries, "the last entry is another one than was written");
      }
      for (Map.Entry<Long, List<Anchor>> anchor : expected.entrySet()) {
        if (anchor.getKey() > entries) {
          bad(
              entries + 1,
              "%s remembers entry %d, and the log ends with %d"
                  .formatted(anchor.getValue().getFirst().holder(), anchor.getKey(), entries));
        }
      }
    }

    void bad(long index, String sentence) {
      if (firstBad == 0 || index < firstBad) {
        firstBad = index;
        why = sentence;
      }
    }
  }
}
