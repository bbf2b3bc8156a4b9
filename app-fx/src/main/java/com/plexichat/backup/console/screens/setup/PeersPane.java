package com.plexichat.backup.console.screens.setup;

import com.plexichat.backup.console.kit.CopyField;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.InviteForm;
import com.plexichat.backup.console.kit.InviteModel;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.shared.model.Invitation;
import com.plexichat.backup.shared.model.Peer;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;

/// The second step: a line to paste on each machine, and those that came.
final class PeersPane extends VBox {
  private static final double TABLE_HEIGHT = 200;

  /// The widest word with its sign.
  private static final double STATE_WIDTH = 118;

  private static final double LITTLE_ROOM = 32;

  private final Kit kit;
  private final GuideModel model;
  private final VBox line = new VBox(8);
  private final InviteForm form;

  PeersPane(Kit kit, GuideModel model) {
    super(16);
    this.kit = kit;
    this.model = model;
    Button make = new Button(kit.text("setup.makeLine"));
    make.setId("make-line");
    InviteModel invitation = model.invitation();
    form = new InviteForm(kit, invitation);
    form.setId("invitation");
    make.disableProperty().bind(model.answersProperty().not());
    make.setOnAction(_ -> invitation.invite());
    getChildren().addAll(new FailureNote(invitation.failureProperty()), form, make, line, table());
    invitation.invitationProperty().subscribe(this::show);
  }

  Node first() {
    return form.first();
  }

  private void show(Optional<Invitation> made) {
    line.getChildren().clear();
    made.ifPresent(one -> {
      CopyWords words = new CopyWords(kit.text("copy.do"), kit.text("copy.done"));
      CopyField field = new CopyField(kit.text("setup.line"), one.command(), words);
      field.setId("join-line");
      line.getChildren()
          .addAll(
              Fields.sentence(kit.text("setup.line")),
              field,
              new CopyField(kit.text("setup.then"), "plexichat agent run", words),
              Fields.note(
                  kit.text("setup.expires", kit.figures().exact(one.expires()), one.uses())));
    });
  }

  private TableView<Peer> table() {
    TableView<Peer> table =
        DataTable.of(
            kit.text("setup.joined"),
            new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("setup.nobody"), ""),
            _ -> {});
    table.setId("joined");
    VBox.setMargin(table, Insets.EMPTY);
    table.setMinHeight(TABLE_HEIGHT);
    table.setPrefHeight(TABLE_HEIGHT);
    TableColumn<Peer, String> state =
        DataTable.node(
            kit.text("jobs.state"), STATE_WIDTH, peer -> peer.state().name(), this::badge);
    state.setMinWidth(STATE_WIDTH);
    TableColumn<Peer, String> owner = DataTable.text(kit.text("invite.owner"), 110, Peer::owner);
    TableColumn<Peer, String> region = DataTable.text(kit.text("invite.region"), 90, Peer::region);
    table
        .getColumns()
        .setAll(
            List.of(
                DataTable.text(kit.text("setup.machine"), 150, Peer::name), state, owner, region));
    Room.needs(table, LITTLE_ROOM, List.of(owner, region));
    table.setItems(model.peers());
    return table;
  }

  private StateBadge badge(Peer peer) {
    return new StateBadge(Protection.health(peer.state()), kit.texts().of(peer.state()));
  }
}
