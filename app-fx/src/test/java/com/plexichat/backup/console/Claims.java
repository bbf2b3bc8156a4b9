package com.plexichat.backup.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;

/// What a screen has to show, each text said from what the command line told, and where it stands.
/// A screen that shows a number besides, of which nothing was said, is wrong too.
final class Claims {
  private static final Pattern FIGURE = Pattern.compile("\\p{Nd}");

  private final List<Claim> claims = new ArrayList<>();

  private interface Claim {
    /// What is wrong, and which texts it spoke of.
    List<String> wrong(Node root, Set<Node> spokenOf);
  }

  /// All texts below a node, in their order.
  Claims texts(String query, Supplier<List<String>> wanted) {
    return claim(query, root -> Seen.node(root, query).map(Seen::in).orElse(List.of()), wanted);
  }

  /// The text of one node.
  Claims text(String query, Supplier<String> wanted) {
    return texts(query, () -> List.of(wanted.get()));
  }

  /// What is read aloud of a node, which is exact where the screen rounds.
  Claims heard(String query, Supplier<String> wanted) {
    claims.add((root, _) -> {
      String heard = Seen.node(root, query).map(Node::getAccessibleText).orElse("");
      return heard.equals(wanted.get()) ? List.of() : differ(query, heard, wanted.get());
    });
    return this;
  }

  /// The value beside a name in a list of facts.
  Claims fact(String within, String name, Supplier<String> wanted) {
    return facts(within, name, () -> List.of(wanted.get()));
  }

  /// As [#fact], where the name stands several times.
  Claims facts(String within, String name, Supplier<List<String>> wanted) {
    return claim(
        within + " " + name,
        root -> Seen.node(root, within).map(one -> Seen.fact(one, name)).orElse(List.of()),
        wanted);
  }

  /// The value beside a name, which is one of several: it is told of a moment just past.
  Claims among(String within, String name, Supplier<Set<String>> wanted) {
    claims.add((root, spokenOf) -> {
      List<Seen.Words> found =
          Seen.node(root, within).map(one -> Seen.fact(one, name)).orElse(List.of());
      found.forEach(one -> spokenOf.add(one.node()));
      List<String> shown = Seen.words(found);
      return shown.size() == 1 && wanted.get().contains(shown.getFirst())
          ? List.of()
          : differ(within + " " + name, shown.toString(), wanted.get().toString());
    });
    return this;
  }

  /// One of the nodes of a query shows just these texts.
  Claims line(String query, Supplier<List<String>> wanted) {
    return claim(
        query,
        root -> {
          List<List<Seen.Words>> all =
              root.lookupAll(query).stream().filter(Seen::isShown).map(Seen::in).toList();
          return all.stream()
              .filter(one -> Seen.words(one).equals(wanted.get()))
              .findFirst()
              .orElseGet(() -> all.stream().flatMap(List::stream).toList());
        },
        wanted);
  }

  /// All rows of a table, by the titles of its columns, as far as they are drawn.
  Claims rows(String query, Supplier<List<Map<String, String>>> wanted) {
    claims.add((root, spokenOf) ->
        Seen.node(root, query)
            .map(node -> rows((TableView<?>) node, wanted.get(), spokenOf))
            .orElse(List.of(query + " is missing")));
    return this;
  }

  /// Below this node stand numbers of which the command line knows nothing.
  Claims own(String query) {
    claims.add((root, spokenOf) -> {
      Seen.node(root, query)
          .ifPresent(node -> Seen.in(node).forEach(one -> spokenOf.add(one.node())));
      return List.of();
    });
    return this;
  }

  private Claims claim(
      String what, Function<Node, List<Seen.Words>> where, Supplier<List<String>> wanted) {
    claims.add((root, spokenOf) -> {
      List<Seen.Words> found = where.apply(root);
      found.forEach(one -> spokenOf.add(one.node()));
      List<String> shown = Seen.words(found);
      return shown.equals(wanted.get())
          ? List.of()
          : differ(what, shown.toString(), wanted.get().toString());
    });
    return this;
  }

  private static List<String> differ(String what, String shown, String wanted) {
    return List.of(what + "\n  shows  " + shown + "\n  wanted " + wanted);
  }

  private static List<String> rows(
      TableView<?> table, List<Map<String, String>> wanted, Set<Node> spokenOf) {
    List<TableRow<?>> drawn = Seen.rows(table);
    String name = "#" + table.getId();
    if (table.getItems().size() != wanted.size()) {
      return differ(name, table.getItems().size() + " rows", wanted.size() + " rows");
    }
    List<String> wrong = new ArrayList<>();
    if (drawn.isEmpty() != wanted.isEmpty()) {
      wrong.add(name + " is not drawn yet");
    }
    for (TableRow<?> row : drawn) {
      Map<String, String> told = wanted.get(row.getIndex());
      if (!told.keySet().equals(Seen.columns(table))) {
        return differ(name, Seen.columns(table).toString(), told.keySet().toString());
      }
      told.forEach((column, words) -> {
        List<Seen.Words> found = Seen.cell(row, column);
        found.forEach(one -> spokenOf.add(one.node()));
        String shown = String.join(" ", Seen.words(found));
        if (!shown.equals(words)) {
          wrong.addAll(differ(name + " " + row.getIndex() + " " + column, shown, words));
        }
      });
    }
    return wrong;
  }

  /// What is wrong with what is shown below a node now; on the toolkit's thread.
  List<String> wrong(Node root) {
    Set<Node> spokenOf = Collections.newSetFromMap(new IdentityHashMap<>());
    List<String> wrong = new ArrayList<>();
    claims.forEach(claim -> wrong.addAll(claim.wrong(root, spokenOf)));
    Seen.in(root).stream()
        .filter(one -> isFigure(one) && !spokenOf.contains(one.node()))
        .forEach(one -> wrong.add("nothing tells of “" + one.words() + "” in " + place(one)));
    return wrong;
  }

  private static boolean isFigure(Seen.Words one) {
    return FIGURE.matcher(one.words()).find() || one.node().getStyleClass().contains("figure");
  }

  private static String place(Seen.Words one) {
    StringBuilder place = new StringBuilder();
    for (Node node = one.node(); node != null; node = node.getParent()) {
      if (node.getId() != null) {
        place.append('#').append(node.getId()).append(' ');
      }
    }
    return place.append(one.node().getStyleClass()).toString();
  }
}
