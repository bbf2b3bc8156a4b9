package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PersonJoined;
import com.plexichat.backup.proto.TokenIssued;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Applies what concerns machines and people: tokens, joining, changes of a peer.
final class MemberActs {
  private MemberActs() {}

  static void tokenIssued(Work work, TokenIssued act) {
    byte[] hash = act.getSecretHash().toByteArray();
    Demand.wellFormed(hash.length == Demand.HASH_BYTES, "a token's hash has 32 bytes");
    Demand.wellFormed(act.getUses() > 0, "a token has at least one use");
    Demand.fits(
        work.handle()
            .select("SELECT 1 FROM token WHERE secret_hash = ?", hash)
            .mapTo(Integer.class)
            .findOne()
            .isEmpty(),
        "The token",
        "its secret was used for another one");
    work.handle()
        .execute(
            "INSERT INTO token VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            hash,
            act.getExpiresMs(),
            act.getUses(),
            act.getPerson(),
            roles(act.getRolesList()),
            act.getOwner(),
            act.getRegion(),
            act.getSite());
  }

  static void peerJoined(Work work, PeerJoined act) {
    PeerEntry peer = act.getPeer();
    String id = new PeerId(peer.getPeerId()).hex();
    String state = state(peer.getState()).name();
    Demand.wellFormed(!peer.getOwner().isEmpty(), "peer %s has no owner", id);
    Demand.wellFormed(peer.getCapacity() >= 0, "peer %s has a negative capacity", id);
    useToken(work, act.getTokenHash(), "");
    Optional<Known> known = known(work, id);
    if (known.isEmpty()) {
      work.handle()
          .execute(
              "INSERT INTO peer SELECT COALESCE(MAX(no), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                  + " ?, ?, '', 0, 0, 0 FROM peer",
              id,
              peer.getName(),
              peer.getEndpoint(),
              peer.getEnrolEndpoint(),
              peer.getOwner(),
              peer.getRegion(),
              peer.getSite(),
              state,
              peer.getCapacity(),
              peer.getSealingKey().toByteArray(),
              peer.getCertificate().toByteArray(),
              work.atMs(),
              act.getCertificateExpiresMs());
      return;
    }
    String what = "Joining peer " + id;
    Demand.fits(known.get().state() != PeerState.BANNED, what, "it is banned");
    // May-hold belongs to the owner: were he replaced, what his machine may hold would be
    // forgotten.
    Demand.fits(known.get().owner().equals(peer.getOwner()), what, "it belongs to another owner");
    work.handle()
        .execute(
            "UPDATE peer SET name = ?, endpoint = ?, enrol_endpoint = ?, region = ?, site = ?,"
                + " state = ?, capacity = ?, sealing_key = ?, certificate = ?,"
                + " certificate_expires_ms = ? WHERE id = ?",
            peer.getName(),
            peer.getEndpoint(),
            peer.getEnrolEndpoint(),
            peer.getRegion(),
            peer.getSite(),
            state,
            peer.getCapacity(),
            peer.getSealingKey().toByteArray(),
            peer.getCertificate().toByteArray(),
            act.getCertificateExpiresMs(),
            id);
  }

  static void personJoined(Work work, PersonJoined act) {
    Demand.wellFormed(!act.getName().isEmpty(), "a person has a name");
    useToken(work, act.getTokenHash(), act.getName());
    work.handle()
        .execute(
            "MERGE INTO person KEY (name) VALUES (?, ?, ?,"
                + " COALESCE((SELECT joined_ms FROM person WHERE name = ?), ?), ?, ?)",
            act.getName(),
            roles(act.getRolesList()),
            act.getSerial(),
            act.getName(),
            work.atMs(),
            act.getCertificateExpiresMs(),
            act.getKeyHash().toByteArray());
  }

  static void peerChanged(Work work, PeerChanged act) {
    String id = new PeerId(act.getPeerId()).hex();
    Optional<Known> known = known(work, id);
    Demand.known(known.isPresent(), FailureCode.PEER_UNKNOWN, id);
    Demand.wellFormed(act.getCapacity() >= 0, "peer %s has a negative capacity", id);
    PeerState before = known.get().state();
    boolean changesState =
        act.getState() != com.plexichat.backup.proto.PeerState.PEER_STATE_UNSPECIFIED;
    PeerState after = changesState ? state(act.getState()) : before;
    Demand.fits(
        before != PeerState.BANNED || after == PeerState.BANNED,
        "Changing peer " + id,
        "it is banned");
    Demand.fits(
        before != PeerState.REMOVED || after == PeerState.REMOVED || after == PeerState.BANNED,
        "Changing peer " + id,
        "it was removed");
    work.handle()
        .execute(
            "UPDATE peer SET state = ?, endpoint = COALESCE(NULLIF(?, ''), endpoint),"
                + " capacity = COALESCE(NULLIF(?, 0), capacity), why = ? WHERE id = ?",
            after.name(),
            act.getEndpoint(),
            act.getCapacity(),
            act.getWhy(),
            id);
  }

  private record Known(PeerState state, String owner) {}

  private static Optional<Known> known(Work work, String id) {
    return work.handle()
        .select("SELECT state, owner FROM peer WHERE id = ?", id)
        .map((row, _) -> new Known(PeerState.valueOf(row.getString(1)), row.getString(2)))
        .findOne();
  }

  private record Token(long expiresMs, int usesLeft, String person) {}

  /// Takes one use of a token away; no hash: the founder, or a rebuild.
  private static void useToken(Work work, ByteString hash, String person) {
    if (hash.isEmpty()) {
      return;
    }
    Optional<Token> token =
        work.handle()
            .select(
                "SELECT expires_ms, uses_left, person FROM token WHERE secret_hash = ?",
                hash.toByteArray())
            .map((row, _) -> new Token(row.getLong(1), row.getInt(2), row.getString(3)))
            .findOne();
    Demand.known(
        token.isPresent() && token.get().person().equals(person), FailureCode.TOKEN_INVALID);
    if (token.get().expiresMs() <= work.atMs()) {
      throw new OperationFailed(
          FailureCode.TOKEN_EXPIRED, Instant.ofEpochMilli(token.get().expiresMs()).toString());
    }
    Demand.known(token.get().usesLeft() > 0, FailureCode.TOKEN_USED);
    work.handle()
        .execute(
            "UPDATE token SET uses_left = uses_left - 1 WHERE secret_hash = ?", hash.toByteArray());
  }

  private static PeerState state(com.plexichat.backup.proto.PeerState state) {
    return switch (state) {
      case PEER_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("not a peer's state: " + state);
      default -> PeerState.valueOf(state.name());
    };
  }

  private static String roles(List<String> roles) {
    return roles.stream().map(role -> Role.valueOf(role).name()).collect(Collectors.joining(","));
  }
}
