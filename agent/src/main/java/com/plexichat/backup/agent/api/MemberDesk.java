package com.plexichat.backup.agent.api;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TokenRow;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.Enrolment;
import com.plexichat.backup.agent.security.Rights;
import com.plexichat.backup.agent.security.TokenRecord;
import com.plexichat.backup.agent.security.Tokens;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.EnrolPeerRequest;
import com.plexichat.backup.proto.EnrolPersonRequest;
import com.plexichat.backup.proto.Enrolled;
import com.plexichat.backup.proto.Invitation;
import com.plexichat.backup.proto.InvitePeerRequest;
import com.plexichat.backup.proto.InvitePersonRequest;
import com.plexichat.backup.proto.KitStored;
import com.plexichat.backup.proto.Noted;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.proto.TokenIssued;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.EnrolmentToken;
import com.plexichat.backup.shared.model.Role;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Invites and admits machines and people.
public final class MemberDesk {
  private static final Duration DEFAULT_TTL = Duration.ofHours(24);

  private final Catalogue catalogue;
  private final Office office;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();

  /// What the coordinator admits with.
  ///
  /// @param enrolEndpoint host:port that tokens name
  /// @param directory the newest, for those who join
  public record Office(
      Tokens tokens,
      Enrolment enrolment,
      X509Certificate root,
      String enrolEndpoint,
      Supplier<SignedDirectory> directory) {}

  public MemberDesk(Catalogue catalogue, Office office, InstantSource time) {
    this.catalogue = catalogue;
    this.office = office;
    this.time = time;
  }

  Invitation invite(InvitePeerRequest ask, String actor) {
    TokenIssued.Builder issued =
        TokenIssued.newBuilder()
            .setUses(Math.max(1, ask.getUses()))
            .setOwner(ask.getOwner())
            .setRegion(ask.getRegion())
            .setSite(ask.getSite());
    return issue(issued, ask.getTtlMs(), actor, "plexichat agent join ");
  }

  Invitation invite(InvitePersonRequest ask, Caller by) {
    Set<Role> roles = new TreeSet<>();
    for (String name : ask.getRolesList()) {
      roles.add(role(name));
    }
    if (roles.isEmpty()) {
      throw new OperationFailed(FailureCode.USAGE, "A person has at least one role.");
    }
    if (!Rights.mayGive(by.roles(), roles)) {
      throw new OperationFailed(FailureCode.NOT_ALLOWED, by.actor(), "of the roles it would give");
    }
    TokenIssued.Builder issued = TokenIssued.newBuilder().setUses(1).setPerson(ask.getName());
    roles.forEach(role -> issued.addRoles(role.name()));
    return issue(
        issued,
        ask.getTtlMs(),
        by.actor(),
        "plexichat context add " + office.enrolEndpoint() + " ");
  }

  private Invitation issue(TokenIssued.Builder issued, long ttlMs, String actor, String command) {
    EnrolmentToken token = office.tokens().make(office.enrolEndpoint(), office.root());
    long expires = time.millis() + (ttlMs > 0 ? ttlMs : DEFAULT_TTL.toMillis());
    issued
        .setSecretHash(ByteString.copyFrom(Tokens.hash(token.secret()).toArray()))
        .setExpiresMs(expires);
    submit(actor, Command.newBuilder().setTokenIssued(issued).build());
    return Invitation.newBuilder()
        .setToken(token.text())
        .setExpiresMs(expires)
        .setRootFingerprint(HexFormat.of().formatHex(Certificates.fingerprint(office.root())))
        .setCommand(command + token.text())
        .setUses(issued.getUses())
        .build();
  }

  /// Admits a machine. The log has it before it gets its certificate.
  public Enrolled admit(EnrolPeerRequest request) {
    lock.lock();
    try {
      TokenRecord token = judged(request.getSecret());
      Enrolment.AdmittedPeer admitted = office.enrolment().peer(token, request, this::isTaken);
      submit("coordinator", Command.newBuilder().setPeerJoined(admitted.joined()).build());
      return answer(admitted.joined().getPeer().getName(), admitted.chain());
    } finally {
      lock.unlock();
    }
  }

  /// Admits a person.
  public Enrolled admit(EnrolPersonRequest request) {
    lock.lock();
    try {
      TokenRecord token = judged(request.getSecret());
      Enrolment.AdmittedPerson admitted = office.enrolment().person(token, request);
      submit("coordinator", Command.newBuilder().setPersonJoined(admitted.joined()).build());
      return answer(admitted.joined().getName(), admitted.chain());
    } finally {
      lock.unlock();
    }
  }

  void kitStored(String note, String actor) {
    submit(actor, Command.newBuilder().setKitStored(KitStored.newBuilder().setNote(note)).build());
  }

  /// Writes down an act that changes nothing.
  static void note(Catalogue catalogue, String actor, String act, String detail) {
    Noted noted = Noted.newBuilder().setAct(act).setDetail(detail).build();
    catalogue.submit(actor, "", "", Command.newBuilder().setNoted(noted).build());
  }

  private Enrolled answer(String name, List<X509Certificate> chain) {
    return office
        .enrolment()
        .answer(name, chain)
        .setDirectory(office.directory().get())
        .setCoordinatorEndpoint(coordinatorEndpoint())
        .build();
  }

  private String coordinatorEndpoint() {
    return catalogue.peers().all().stream()
        .filter(peer -> peer.coordinator())
        .map(peer -> peer.endpoint())
        .findFirst()
        .orElse("");
  }

  private TokenRecord judged(ByteString secret) {
    Bytes given = Bytes.of(secret.toByteArray());
    List<TokenRecord> known =
        catalogue.persons().token(Tokens.hash(given)).map(MemberDesk::record).stream().toList();
    return office.tokens().judge(given, known);
  }

  private static TokenRecord record(TokenRow row) {
    TokenIssued.Builder issued =
        TokenIssued.newBuilder()
            .setSecretHash(Messages.bytes(row.secretHash()))
            .setExpiresMs(row.expiresMs())
            .setUses(row.usesLeft())
            .setPerson(row.person())
            .setOwner(row.owner())
            .setRegion(row.region())
            .setSite(row.site());
    row.roles().forEach(role -> issued.addRoles(role.name()));
    return TokenRecord.of(issued.build(), 0);
  }

  private boolean isTaken(String name) {
    return catalogue.peers().all().stream().anyMatch(peer -> peer.name().equals(name));
  }

  private void submit(String actor, Command command) {
    catalogue.submit(actor, "", "", command);
  }

  private static Role role(String name) {
    try {
      return Role.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(e, FailureCode.USAGE, "There is no role " + name + ".");
    }
  }
}
