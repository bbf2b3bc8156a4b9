package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import javafx.scene.Node;
import javafx.scene.control.Button;

/// The panel of one name in a backup, or of the folder that is open.
final class EntryDetail {
  private final Kit kit;
  private final Navigator navigator;
  private final DownloadBox download;

  EntryDetail(Kit kit, Navigator navigator, DownloadBox download) {
    this.kit = kit;
    this.navigator = navigator;
    this.download = download;
  }

  /// @param here whether it is the folder that is open, of which only the path is known
  /// @param why nothing can be done with it now; empty: it can
  Node of(Entry entry, boolean here, String why) {
    String title = PathTrail.isRoot(entry.path()) ? kit.text("contents.root") : entry.path().name();
    DetailPanel panel =
        new DetailPanel(title, EntryTable.icon(entry)).add(download.root()).add(facts(entry, here));
    panel.setId("entry-detail");
    Button restore = new Button(kit.text("contents.restore"), Icons.RESTORE.node());
    restore.setId("restore-this");
    restore.setDefaultButton(true);
    restore.setDisable(!why.isEmpty());
    FilePath path = PathTrail.isRoot(entry.path()) ? FilePath.NONE : entry.path();
    restore.setOnAction(_ -> navigator.go(new Target.Restore(entry.backupId(), path)));
    panel.action(restore);
    if (DownloadModel.has(entry)) {
      Button save =
          new Button(
              entry.isDirectory() ? kit.text("download.tar") : kit.text("download.file"),
              Icons.DOWNLOAD.node());
      save.setId("download");
      save.setDisable(!why.isEmpty());
      save.setOnAction(_ -> download.ask(entry));
      panel.action(save);
    }
    return why.isEmpty() ? panel : panel.foot(Fields.note(why));
  }

  private Node facts(Entry entry, boolean here) {
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.fact(kit.text("contents.path"), EntryTable.place(entry.path()));
    facts.fact(kit.text("contents.kind"), kind(entry.kind()));
    if (here) {
      return facts;
    }
    if (!entry.isDirectory()) {
      facts.fact(
          kit.text("contents.size"),
          kit.text(
              "contents.sizeSays",
              kit.figures().bytes(entry.size()),
              kit.figures().count(entry.size())));
    }
    facts.fact(kit.text("contents.modified"), kit.figures().exact(entry.modified()));
    facts.fact(kit.text("contents.mode"), ModeBits.of(entry) + "  " + ModeBits.octal(entry.mode()));
    facts.fact(kit.text("contents.owner"), EntryTable.owner(entry));
    if (!entry.target().isEmpty()) {
      facts.fact(kit.text("contents.target"), entry.target().shown());
    }
    return facts;
  }

  private String kind(String kind) {
    return switch (kind) {
      case "file" -> kit.text("contents.file");
      case "directory" -> kit.text("contents.directory");
      case "symlink" -> kit.text("contents.symlink");
      default -> kind.replace('_', ' ');
    };
  }
}
