package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.InvitePersonRequest;
import com.plexichat.backup.proto.ListPersonsRequest;
import com.plexichat.backup.proto.Person;
import com.plexichat.backup.shared.model.Role;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat person …`: the people who may do something here.
final class PersonActs {
  private PersonActs() {}

  @Command(name = "invite", description = "Make a token with which a person connects.")
  static final class Invite extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The person's name here.")
    String name = "";

    @Option(
        names = "--role",
        order = 1,
        required = true,
        split = ",",
        paramLabel = "ROLE",
        description = "What the person does: ${COMPLETION-CANDIDATES}.")
    Set<Role> roles = EnumSet.noneOf(Role.class);

    @Option(
        names = "--ttl",
        order = 2,
        paramLabel = "TIME",
        description = "How long the token is good (default: 1d).")
    Duration ttl = Duration.ofDays(1);

    Invite(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return PeerActs.invitation(
          desk.cluster()
              .invitePerson(
                  InvitePersonRequest.newBuilder()
                      .setName(name)
                      .addAllRoles(roles.stream().sorted().map(Role::name).toList())
                      .setTtlMs(ttl.toMillis())
                      .build()),
          desk);
    }
  }

  @Command(name = "list", description = "List the people and what they may do.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<Person> persons =
          desk.cluster().listPersons(ListPersonsRequest.getDefaultInstance()).getPersonsList();
      Table table =
          new Table(
              Table.name("NAME"),
              Table.word("JOINED"),
              Table.word("CERTIFICATE UNTIL"),
              Table.sentence("ROLES"));
      persons.forEach(person ->
          table.row(
              person.getName(),
              Words.day(person.getJoinedMs(), desk.zone()),
              Words.day(person.getCertificateExpiresMs(), desk.zone()),
              String.join(", ", person.getRolesList()).toLowerCase(Locale.ROOT).replace('_', ' ')));
      return Answer.done(
          Fields.of()
              .list(
                  "persons",
                  persons.stream()
                      .map(person ->
                          Fields.of()
                              .put("name", person.getName())
                              .texts("roles", person.getRolesList())
                              .time("joined", person.getJoinedMs())
                              .time("certificate_expires", person.getCertificateExpiresMs()))),
          table);
    }
  }
}
