package com.plexichat.backup.agent.cli.output;

import java.util.List;

/// What a command found out: as data, as people read it, and as an exit code.
public record Answer(Fields data, List<Block> blocks, int exitCode) {
  /// Prints nothing: what there was to say has been said.
  public static final Answer SILENT = new Answer(Fields.of(), List.of(), 0);

  public Answer {
    blocks = List.copyOf(blocks);
  }

  public static Answer done(Fields data, Block... blocks) {
    return new Answer(data, List.of(blocks), 0);
  }

  /// The same with another exit code.
  public Answer exit(int code) {
    return new Answer(data, blocks, code);
  }

  /// The whole text that is printed.
  public String text(Form form) {
    return switch (form) {
      case JSON -> JsonText.of(data);
      case YAML -> YamlText.of(data);
      case TABLE -> table();
    };
  }

  private String table() {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      block.lines(Block.WIDTH).forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /// How results are written.
  public enum Form {
    TABLE,
    JSON,
    YAML
  }
}
