package com.plexichat.backup.agent.cli.output;

import java.util.ArrayList;
import java.util.List;

/// Names and values of one thing, a line each.
public final class Facts implements Block {
  private record Fact(String name, String value) {}

  private final List<Fact> facts = new ArrayList<>();

  public static Facts of() {
    return new Facts();
  }

  public Facts add(String name, String value) {
    facts.add(new Fact(name, value));
    return this;
  }

  /// Leaves out what is empty.
  public Facts addKnown(String name, String value) {
    return value.isEmpty() ? this : add(name, value);
  }

  @Override
  public List<String> lines(int width) {
    int left = facts.stream().mapToInt(fact -> Printable.width(fact.name())).max().orElse(0) + 2;
    List<String> lines = new ArrayList<>();
    for (Fact fact : facts) {
      String lead = fact.name() + " ".repeat(left - Printable.width(fact.name()));
      for (String part : Block.wrapped(fact.value(), width - left)) {
        lines.add((lead + part).stripTrailing());
        lead = " ".repeat(left);
      }
    }
    return lines;
  }
}
