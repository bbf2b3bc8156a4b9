package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `plexichat completion`: the script that lets a shell complete our words.
@Command(
    name = "completion",
    description = "Print a completion script: source <(plexichat completion bash)")
final class CompletionAct extends Act {
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(index = "0", arity = "0..1", paramLabel = "SHELL", description = "bash or zsh.")
  Shell shell = Shell.BASH;

  private final Surroundings around;

  CompletionAct(Surroundings around) {
    super(around);
    this.around = around;
  }

  @Override
  Answer act(Desk desk) throws IOException {
    String script = AutoComplete.bash("plexichat", CommandLines.of(around));
    // zsh reads the same script once its own emulation is on; the script turns it on by itself.
    String head = shell == Shell.ZSH ? "autoload -Uz compinit && compinit\n" : "";
    desk.out().write((head + script).getBytes(StandardCharsets.UTF_8));
    desk.out().flush();
    return Answer.SILENT;
  }
}
