package com.plexichat.backup.console.screens.peers;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The peers of a cluster, and the one that is selected.
public final class PeersModel {
  private final Kit kit;
  private final ObservableList<Peer> peers = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<Peer>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ReadOnlyStringWrapper sentence = new ReadOnlyStringWrapper(this, "sentence", "");
  private Optional<PeerId> selectedId = Optional.empty();

  public PeersModel(Kit kit) {
    this.kit = kit;
  }

  /// By name; a peer that changed is replaced where it stands.
  public ObservableList<Peer> peers() {
    return peers;
  }

  public ReadOnlyObjectProperty<Optional<Peer>> selectedProperty() {
    return selected.getReadOnlyProperty();
  }

  /// What matters now.
  public ReadOnlyStringProperty sentenceProperty() {
    return sentence.getReadOnlyProperty();
  }

  public void show(ClusterState state) {
    List<Peer> now = state.peers();
    if (now.size() == peers.size() && sameIds(now)) {
      for (int i = 0; i < now.size(); i++) {
        if (!now.get(i).equals(peers.get(i))) {
          peers.set(i, now.get(i));
        }
      }
    } else {
      peers.setAll(now);
    }
    selected.set(selectedId.flatMap(state::peer));
    sentence.set(state.isKnown() ? sentence(now) : kit.text("screen.loading"));
  }

  private boolean sameIds(List<Peer> now) {
    for (int i = 0; i < now.size(); i++) {
      if (!now.get(i).id().equals(peers.get(i).id())) {
        return false;
      }
    }
    return true;
  }

  private String sentence(List<Peer> now) {
    long answering = now.stream().filter(peer -> peer.state() == PeerState.ACTIVE).count();
    TreeMap<PeerState, Integer> others = new TreeMap<>();
    now.stream()
        .filter(peer -> peer.state() != PeerState.ACTIVE)
        .forEach(peer -> others.merge(peer.state(), 1, Integer::sum));
    if (others.isEmpty()) {
      return kit.text("peers.allAnswer", now.size());
    }
    String each =
        others.entrySet().stream()
            .map(one -> kit.text("peers.others", one.getValue(), kit.texts().of(one.getKey())))
            .collect(Collectors.joining(", "));
    return kit.text("peers.someAnswer", answering, now.size(), each);
  }

  public void select(Optional<PeerId> id) {
    selectedId = id;
    selected.set(
        peers.stream().filter(peer -> id.filter(peer.id()::equals).isPresent()).findFirst());
  }
}
