package com.plexichat.backup.console.screens.peers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyField;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.InviteForm;
import com.plexichat.backup.console.kit.InviteModel;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.PageScroll;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.shared.model.Invitation;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Invite a peer: where it will stand, then the one line to paste there.
public final class InviteView extends Screen {
  private static final double WIDTH = 720;

  private final Kit kit;
  private final InviteForm form;
  private final VBox made = new VBox(12);
  private final Page page;

  public InviteView(Kit kit, InviteModel model, Navigator navigator) {
    this.kit = kit;
    form = new InviteForm(kit, model);
    Button invite = new Button(kit.text("invite.do"));
    invite.setId("invite-now");
    invite.setDefaultButton(true);
    invite.disableProperty().bind(model.busyProperty());
    invite.setOnAction(_ -> model.invite());
    Button back = new Button(kit.text("act.back"));
    back.setCancelButton(true);
    back.setOnAction(_ -> navigator.back());
    Card card =
        new Card(kit.text("invite.card"))
            .content(form, new FailureNote(model.failureProperty()), new HBox(8, invite, back));
    card.setMaxWidth(WIDTH);
    made.setMaxWidth(WIDTH);
    page =
        new Page(kit.text("invite.title"))
            .sentence(kit.text("invite.sentence"))
            .content(new PageScroll(new VBox(16, card, made)));
    model.invitationProperty().subscribe(this::show);
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    // What scrolls is in the scene only once it has its skin.
    page.applyCss();
    form.first().requestFocus();
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
