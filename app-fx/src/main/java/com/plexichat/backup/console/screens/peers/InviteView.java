package com.plexichat.backup.console.screens.peers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyField;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.Words;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.shared.model.Invitation;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.Property;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Invite a peer: where it will stand, then the one line to paste there.
public final class InviteView extends Screen {
  private static final double WIDTH = 720;
  private static final int MOST_USES = 1_000;

  private final Kit kit;
  private final InviteModel model;
  private final TextField region = new TextField();
  private final VBox made = new VBox(12);
  private final Page page;

  public InviteView(Kit kit, InviteModel model, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    HBox domains =
        new HBox(
            16,
            field(kit.text("invite.region"), region, model.regionProperty()),
            field(kit.text("invite.site"), new TextField(), model.siteProperty()),
            field(kit.text("invite.owner"), new TextField(), model.ownerProperty()));
    Label why = new Label(kit.text("invite.domainsWhy"));
    why.setWrapText(true);
    why.getStyleClass().add("note");
    Button invite = new Button(kit.text("invite.do"));
    invite.setId("invite-now");
    invite.setDefaultButton(true);
    invite.disableProperty().bind(model.busyProperty());
    invite.setOnAction(_ -> model.invite());
    Button back = new Button(kit.text("act.back"));
    back.setCancelButton(true);
    back.setOnAction(_ -> navigator.back());
    HBox limits = new HBox(16, life(), uses());
    Card card =
        new Card(kit.text("invite.card"))
            .content(
                domains,
                why,
                limits,
                new FailureNote(model.failureProperty()),
                new HBox(8, invite, back));
    card.setMaxWidth(WIDTH);
    made.setMaxWidth(WIDTH);
    page =
        new Page(kit.text("invite.title"))
            .sentence(kit.text("invite.sentence"))
            .content(new VBox(16, card, made));
    model.invitationProperty().subscribe(this::show);
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    region.requestFocus();
  }

  private static Node field(String name, TextField field, Property<String> value) {
    field.textProperty().bindBidirectional(value);
    return labelled(name, field);
  }

  private static Node labelled(String name, Control control) {
    Label label = new Label(name);
    label.setLabelFor(control);
    control.setAccessibleText(name);
    control.setMaxWidth(Double.MAX_VALUE);
    VBox box = new VBox(4, label, control);
    HBox.setHgrow(box, Priority.ALWAYS);
    return box;
  }

  private Node life() {
    ComboBox<Duration> life = new ComboBox<>();
    life.getItems().setAll(InviteModel.LIVES);
    life.setConverter(new Words<>(kit.figures()::duration));
    life.valueProperty().bindBidirectional(model.lifeProperty());
    return labelled(kit.text("invite.life"), life);
  }

  private Node uses() {
    Spinner<Integer> uses = new Spinner<>(1, MOST_USES, 1);
    uses.setEditable(true);
    uses.valueProperty().subscribe(value -> model.usesProperty().set(value));
    return labelled(kit.text("invite.uses"), uses);
  }

  private void show(Optional<Invitation> invitation) {
    made.getChildren().clear();
    if (invitation.isEmpty()) {
      return;
    }
    CopyWords words = new CopyWords(kit.text("copy.do"), kit.text("copy.done"));
    CopyField line = new CopyField(kit.text("invite.line"), invitation.get().command(), words);
    line.setId("invitation");
    Label how = new Label(kit.text("invite.how"));
    how.setWrapText(true);
    how.setMinHeight(Region.USE_PREF_SIZE);
    made.getChildren()
        .add(
            new Card(kit.text("invite.made"))
                .content(
                    how,
                    line,
                    new FactList(words)
                        .fact(
                            kit.text("invite.expires"),
                            kit.figures().exact(invitation.get().expires()))
                        .fact(kit.text("invite.uses"), kit.figures().count(invitation.get().uses()))
                        .id(kit.text("invite.fingerprint"), invitation.get().fingerprint())));
  }
}
