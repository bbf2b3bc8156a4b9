package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.proto.GrantVaultRequest;
import com.plexichat.backup.proto.GrantVaultResult;
import com.plexichat.backup.proto.ListVaultsRequest;
import com.plexichat.backup.proto.VaultEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat vault …`: who may read which machine's backups.
final class VaultActs {
  private VaultActs() {}

  @Command(name = "list", description = "List the vaults and who can open them.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<VaultEntry> vaults =
          desk.cluster().listVaults(ListVaultsRequest.getDefaultInstance()).getVaultsList();
      Table table =
          new Table(
              Table.name("VAULT"),
              Table.name("HOST"),
              Table.number("VERSION"),
              Table.sentence("CAN BE OPENED BY"));
      vaults.forEach(vault ->
          table.row(
              vault.getVault(),
              vault.getHost(),
              Long.toString(vault.getVersion()),
              String.join(", ", vault.getReadersList())));
      return Answer.done(
          Fields.of()
              .list(
                  "vaults",
                  vaults.stream()
                      .map(vault ->
                          Fields.of()
                              .put("vault", vault.getVault())
                              .put("host", vault.getHost())
                              .put("version", vault.getVersion())
                              .texts("readers", vault.getReadersList()))),
          vaults.isEmpty() ? new Block.Sentence("There is no vault yet.") : table);
    }
  }

  @Command(name = "grant", description = "Give a machine the key to another one's backups.")
  static final class Grant extends Act {
    @Parameters(index = "0", paramLabel = "VAULT", description = "Its id, or the host's name.")
    String vault = "";

    @Option(
        names = "--to",
        order = 1,
        required = true,
        paramLabel = "AGENT",
        description = "The machine that shall be able to read it.")
    String to = "";

    Grant(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      GrantVaultResult granted =
          desk.cluster()
              .grantVault(GrantVaultRequest.newBuilder().setVault(vault).setTo(to).build());
      return Answer.done(
          Fields.of().put("vault", granted.getVault()).put("recipient", granted.getRecipient()),
          Facts.of().add("Vault", granted.getVault()).add("Opened for", granted.getRecipient()));
    }
  }
}
