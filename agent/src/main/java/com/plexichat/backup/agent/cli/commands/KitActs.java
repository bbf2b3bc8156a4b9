package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.Passphrase;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.KitStatusAnswer;
import com.plexichat.backup.proto.KitStatusRequest;
import com.plexichat.backup.proto.MarkKitStoredRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `plexichat kit …`: the recovery kit, with which a cluster outlives its coordinator.
final class KitActs {
  private static final int LEAST = 12;

  private KitActs() {}

  /// A kit's file and its passphrase, from a file or from the terminal.
  static final class KitFile {
    @Option(
        names = "--kit",
        order = 13,
        paramLabel = "FILE",
        description = "The recovery kit (default: recovery-kit.pxkit here).")
    Path kit = Path.of("recovery-kit.pxkit");

    @Option(
        names = "--kit-passphrase-file",
        order = 14,
        paramLabel = "FILE",
        description = "A file whose first line is the passphrase (default: ask).")
    Optional<Path> passphraseFile = Optional.empty();

    Path file() {
      return kit.toAbsolutePath().normalize();
    }

    /// The passphrase of a kit that exists.
    Passphrase passphrase(Desk desk) {
      return passphraseFile.map(KitActs::firstLine).orElseGet(() -> ask(desk, "Passphrase: "));
    }

    /// A passphrase for a kit that will be made; long enough, and typed twice.
    Passphrase newPassphrase(Desk desk) {
      Passphrase first =
          passphraseFile
              .map(KitActs::firstLine)
              .orElseGet(() -> ask(desk, "New passphrase of the recovery kit: "));
      if (first.signs().length < LEAST) {
        first.close();
        throw new OperationFailed(
            FailureCode.USAGE, "The passphrase is shorter than " + LEAST + " signs.");
      }
      if (passphraseFile.isEmpty()) {
        try (Passphrase again = ask(desk, "Once more: ")) {
          if (!Arrays.equals(first.signs(), again.signs())) {
            first.close();
            throw new OperationFailed(FailureCode.USAGE, "The two passphrases are not the same.");
          }
        }
      }
      return first;
    }
  }

  // Older Java says null where there is no terminal; the null checker still reckons with it.
  @SuppressWarnings("SystemConsoleNull")
  private static Passphrase ask(Desk desk, String question) {
    Console console = System.console();
    char[] typed =
        console == null || !console.isTerminal() ? null : console.readPassword("%s", question);
    if (typed == null) {
      throw new OperationFailed(
          FailureCode.USAGE, "There is no terminal to ask on; give --kit-passphrase-file.");
    }
    desk.note("");
    return new Passphrase(typed);
  }

  static Passphrase firstLine(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new OperationFailed(
          unreadable, FailureCode.PATH_UNREADABLE, file.toString(), unreadable.toString());
    }
    CharBuffer signs = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    Arrays.fill(bytes, (byte) 0);
    int length = 0;
    while (length < signs.length() && "\r\n".indexOf(signs.charAt(length)) < 0) {
      length++;
    }
    char[] line = new char[length];
    signs.get(line);
    Arrays.fill(signs.array(), '\0');
    return new Passphrase(line);
  }

  private static Answer answer(KitStatusAnswer kit, Desk desk) {
    Answer answer =
        Answer.done(
            Fields.of()
                .put("stored", kit.getStored())
                .time("stored_at", kit.getStoredMs())
                .orNothing("stored_by", kit.getStoredBy())
                .orNothing("note", kit.getNote()),
            kit.getStored()
                ? Facts.of()
                    .add("Stored", Words.minute(kit.getStoredMs(), desk.zone()))
                    .add("By", kit.getStoredBy())
                    .addKnown("Where", kit.getNote())
                : new Block.Sentence(
                    "Nobody has said that the recovery kit is in a safe place. Bring it away from"
                        + " the coordinator, then say `plexichat kit stored --note WHERE`."));
    return kit.getStored() ? answer : answer.exit(2);
  }

  @Command(name = "status", description = "Show whether the recovery kit is in a safe place.")
  static final class Status extends Act {
    Status(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return answer(desk.cluster().kitStatus(KitStatusRequest.getDefaultInstance()), desk);
    }
  }

  @Command(name = "stored", description = "Say that the recovery kit is in a safe place.")
  static final class Stored extends Act {
    @Option(
        names = "--note",
        order = 1,
        required = true,
        paramLabel = "WHERE",
        description = "Where it lies, for whoever will need it.")
    String note = "";

    Stored(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return answer(
          desk.cluster().markKitStored(MarkKitStoredRequest.newBuilder().setNote(note).build()),
          desk);
    }
  }

  @Command(
      name = "print",
      description = "Write the page to print of a recovery kit (PDF); --out names it.")
  static final class Print extends Act {
    @Mixin final KitFile kit = new KitFile();

    Print(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      Path page = Path.of(desk.globals().out.orElse("recovery-kit.pdf")).toAbsolutePath();
      if (Files.exists(page)) {
        throw new OperationFailed(FailureCode.FILE_EXISTS, page.toString());
      }
      LocalActs.KitFacts facts;
      try (Passphrase passphrase = kit.passphrase(desk)) {
        facts = desk.acts().kitPrint(kit.file(), passphrase, page);
      }
      // The page took --out; what is told about it goes to stdout.
      desk.globals().out = Optional.empty();
      return Answer.done(
          Fields.of()
              .put("page", page.toString())
              .put("cluster_id", facts.clusterId())
              .put("cluster_name", facts.clusterName())
              .put("root_fingerprint", facts.fingerprint())
              .time("created", facts.created().toEpochMilli()),
          Facts.of()
              .add("Page", page.toString())
              .add("Cluster", facts.clusterName() + " (" + facts.clusterId() + ")")
              .add("Fingerprint", facts.fingerprint())
              .add("Created", Words.minute(facts.created().toEpochMilli(), desk.zone())));
    }
  }
}
