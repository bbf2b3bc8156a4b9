package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Certificate;
import java.util.Optional;
import javafx.scene.layout.VBox;

/// What the coordinator says of the backup: whether it can be restored now, from whom, how fast.
final class CertificatePane {
  private static final int SOURCES = 12;

  private final Kit kit;
  private final RestoreModel model;
  private final Card card;

  CertificatePane(Kit kit, RestoreModel model) {
    this.kit = kit;
    this.model = model;
    card = new Card(kit.text("certificate.title"));
    card.setId("certificate");
    model.certificateProperty().subscribe(_ -> show());
    model.noCertificateProperty().subscribe(_ -> show());
    model.wishProperty().subscribe(_ -> show());
  }

  Card card() {
    return card;
  }

  private void show() {
    VBox all = new VBox(12);
    Optional<OperationFailed> refused = model.noCertificateProperty().get();
    Optional<Certificate> found = model.certificateProperty().get();
    if (refused.isPresent()) {
      FailureNote note = new FailureNote();
      note.show(refused);
      all.getChildren().add(note);
    } else if (found.isPresent()) {
      fill(all, found.get());
    } else {
      all.getChildren()
          .add(
              Fields.note(
                  model.wishProperty().get().backup().isPresent()
                      ? kit.text("screen.loading")
                      : kit.text("certificate.none")));
    }
    card.content(all);
  }

  private void fill(VBox all, Certificate found) {
    all.getChildren()
        .add(
            found.restorable()
                ? new StateBadge(Health.OK, kit.text("certificate.yes"))
                : new StateBadge(Health.LOST, kit.text("certificate.no")));
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.fact(kit.text("certificate.missing"), kit.figures().count(found.missingShards()));
    facts.fact(
        kit.text("certificate.keys"),
        found.keysPresent() ? kit.text("certificate.keysThere") : kit.text("certificate.keysGone"));
    facts.fact(kit.text("certificate.takes"), takes(found));
    facts.fact(kit.text("certificate.window"), kit.figures().duration(found.lossWindow()));
    all.getChildren().add(facts);
    found.blockers().forEach(blocker -> all.getChildren().add(Fields.sentence(blocker)));
    if (!found.basis().isEmpty()) {
      all.getChildren().add(Fields.note(found.basis()));
    }
    if (!found.sources().isEmpty()) {
      all.getChildren().add(sources(found));
    }
  }

  private String takes(Certificate found) {
    return found
        .low()
        .flatMap(low ->
            found
                .high()
                .map(high ->
                    kit.text(
                        "certificate.between",
                        kit.figures().duration(low),
                        kit.figures().duration(high))))
        .orElseGet(() -> kit.text("certificate.unknown"));
  }

  private VBox sources(Certificate found) {
    VBox list = new VBox(8);
    found.sources().stream()
        .limit(SOURCES)
        .forEach(source ->
            list.getChildren()
                .add(Fields.pair(name(source.peer()), kit.figures().bytes(source.bytes()))));
    VBox box = new VBox(8, Fields.sentence(kit.text("certificate.sources")), list);
    box.getChildren().getFirst().getStyleClass().add("strong");
    if (found.sources().size() > SOURCES) {
      box.getChildren()
          .add(Fields.note(kit.text("certificate.more", found.sources().size() - SOURCES)));
    }
    return box;
  }

  private String name(String peer) {
    return model.state().peerNamed(peer).map(one -> one.name()).orElse(peer);
  }
}
