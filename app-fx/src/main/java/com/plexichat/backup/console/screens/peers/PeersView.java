package com.plexichat.backup.console.screens.peers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Meter;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.shared.model.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

/// Peers as a table, as cards or on the map, and the selected one at the right.
public final class PeersView extends Screen implements Arriving {
  private static final double DETAIL_WIDTH = 340;

  /// The widest word with its sign.
  private static final double STATE_WIDTH = 118;

  private static final double CAPACITY_WIDTH = 110;
  private static final double LITTLE_ROOM = 36;
  private static final double SOME_ROOM = 44;

  private static final double TIGHT = 0.75;
  private static final double FULL = 0.9;

  private final Kit kit;
  private final PeersModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final PeerDetail detail;
  private final EmptyNote none;
  private final TableView<Peer> table;
  private final PeerCards cards;
  private final PeerMap map;
  private final StackPane shape = new StackPane();
  private final StackPane side = new StackPane();
  private final Page page;

  /// How the peers are laid out.
  public enum Shape {
    TABLE,
    CARDS,
    MAP
  }

  public PeersView(Kit kit, PeersModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    this.detail = new PeerDetail(kit, navigator);
    this.none =
        new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("peers.none"), kit.text("peers.noneWhy"));
    this.table = table();
    this.cards = new PeerCards(kit, model, this::open);
    this.map = new PeerMap(kit, model, this::open);
    Button invite = new Button(kit.text("peers.invite"), Icons.INVITE.node());
    invite.setId("invite");
    invite.setDefaultButton(true);
    invite.setOnAction(_ -> navigator.go(new Target.InvitePeer()));
    SegmentedChoice<Shape> choice =
        new SegmentedChoice<>(kit.text("peers.shape"), List.of(Shape.values()), kit.texts()::of);
    choice.setId("peers-shape");
    choice.valueProperty().subscribe(this::shape);
    side.setPrefWidth(DETAIL_WIDTH);
    side.setMinWidth(DETAIL_WIDTH);
    HBox.setHgrow(shape, Priority.ALWAYS);
    page =
        new Page(kit.text("peers.title"))
            .actions(choice, invite)
            .content(new HBox(16, shape, side));
    model.sentenceProperty().subscribe(page::sentence);
    model.selectedProperty().subscribe(this::detail);
    model.peers().addListener((Observable _) -> keepSelection());
  }

  private TableView<Peer> table() {
    EmptyNote asking = new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), "");
    TableView<Peer> made = DataTable.of(kit.text("peers.title"), asking, this::open);
    made.setId("peers");
    TableColumn<Peer, String> state =
        DataTable.node(
            kit.text("peers.state"),
            STATE_WIDTH,
            peer -> state(kit, peer),
            peer -> badge(kit, peer));
    TableColumn<Peer, Double> capacity =
        DataTable.node(
            kit.text("peers.capacity"), 130, PeersView::fraction, peer -> meter(kit, peer));
    state.setMinWidth(STATE_WIDTH);
    capacity.setMinWidth(CAPACITY_WIDTH);
    TableColumn<Peer, String> region = DataTable.text(kit.text("peers.region"), 130, Peer::region);
    TableColumn<Peer, String> owner = DataTable.text(kit.text("peers.owner"), 96, Peer::owner);
    TableColumn<Peer, Long> shards =
        DataTable.number(kit.text("peers.shards"), 80, Peer::shards, kit.figures()::count);
    TableColumn<Peer, Duration> latency =
        DataTable.number(
            kit.text("peers.latency"),
            96,
            peer -> peer.latency().orElse(Duration.ofDays(1)),
            took -> took.toDays() > 0 ? "–" : kit.figures().duration(took));
    made.getColumns()
        .setAll(
            List.of(
                DataTable.text(kit.text("peers.name"), 150, Peer::name),
                state,
                region,
                owner,
                capacity,
                shards,
                latency));
    Room.needs(made, LITTLE_ROOM, List.of(region, shards));
    Room.needs(made, SOME_ROOM, List.of(owner, latency));
    made.setItems(model.peers());
    made.getSelectionModel()
        .selectedItemProperty()
        .subscribe(peer -> {
          if (peer != null) {
            model.select(Optional.of(peer.id()));
          }
        });
    return made;
  }

  static double fraction(Peer peer) {
    return Protection.capacity(List.of(peer)).fraction().orElse(0.0);
  }

  private static String state(Kit kit, Peer peer) {
    return peer.isInTrouble() ? kit.text("peers.diskFailed") : kit.texts().of(peer.state());
  }

  static StateBadge badge(Kit kit, Peer peer) {
    return new StateBadge(Protection.health(peer), state(kit, peer));
  }

  static Meter meter(Kit kit, Peer peer) {
    double share =
        peer.capacity().bytes() > 0
            ? peer.used().bytes() / (double) peer.capacity().bytes()
            : Double.NaN;
    return new Meter(TIGHT, FULL)
        .show(share, Double.isNaN(share) ? "–" : kit.figures().percent(share * 100));
  }

  private void open(Peer peer) {
    navigator.go(new Target.Peers(Optional.of(peer.id())));
  }

  private void shape(Shape wanted) {
    Node shown =
        switch (wanted) {
          case TABLE -> new Card("").content(table);
          case CARDS -> cards.root();
          case MAP -> map.root();
        };
    shape.getChildren().setAll(shown);
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    follow(live.state(), this::show);
  }

  private void show(ClusterState state) {
    model.show(state);
    if (state.isKnown()) {
      table.setPlaceholder(none);
    }
  }

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.Peers(var peer) && peer.isPresent()) {
      model.select(peer);
      keepSelection();
    }
  }

  private void keepSelection() {
    model
        .selectedProperty()
        .get()
        .ifPresent(selected -> {
          for (int row = 0; row < model.peers().size(); row++) {
            if (model.peers().get(row).id().equals(selected.id())) {
              table.getSelectionModel().select(row);
            }
          }
        });
  }

  private void detail(Optional<Peer> peer) {
    if (peer.isPresent()) {
      side.getChildren().setAll(detail.of(peer.get()));
    } else {
      side.getChildren()
          .setAll(
              new Card("")
                  .content(
                      new EmptyNote(
                          EmptyNote.Kind.EMPTY,
                          kit.text("peers.choose"),
                          kit.text("peers.chooseWhy"))));
    }
  }
}
