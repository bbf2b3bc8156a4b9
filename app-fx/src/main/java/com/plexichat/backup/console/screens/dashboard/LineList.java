package com.plexichat.backup.console.screens.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// Lines under keys. What is shown anew keeps its node, so that focus and the reader's place stay.
///
/// @param <T> what is shown
/// @param <N> as what it is shown
final class LineList<T, N extends Node> extends VBox {
  private final Function<T, Object> key;
  private final Supplier<N> maker;
  private final BiConsumer<N, T> shower;
  private Map<Object, N> nodes = new HashMap<>();

  LineList(Function<T, Object> key, Supplier<N> maker, BiConsumer<N, T> shower) {
    this.key = key;
    this.maker = maker;
    this.shower = shower;
    getStyleClass().add("line-list");
  }

  /// Shows these, in this order.
  void show(List<T> all) {
    Map<Object, N> next = new HashMap<>();
    List<Node> order = new ArrayList<>();
    for (T one : all) {
      Object id = key.apply(one);
      N known = nodes.get(id);
      N node = known == null ? maker.get() : known;
      shower.accept(node, one);
      next.put(id, node);
      order.add(node);
    }
    nodes = next;
    if (!getChildren().equals(order)) {
      Node focused = getScene() == null ? null : getScene().getFocusOwner();
      getChildren().setAll(order);
      if (focused != null && order.contains(focused)) {
        focused.requestFocus();
      }
    }
  }
}
