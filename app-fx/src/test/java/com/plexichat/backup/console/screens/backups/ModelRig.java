package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.Sample;
import com.plexichat.backup.console.SampleAnswers;
import com.plexichat.backup.console.SampleFacts;
import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Tasks;
import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.state.Preferences;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A cluster, a kit and the toolkit's thread, for tests of models.
abstract class ModelRig {
  static final String BACKUP = SampleFacts.backupId("databases", 12);
  static final FilePath DIR = FilePath.of("/srv");

  @TempDir Path dir;
  final Tasks tasks = new Tasks();
  final SampleFacts facts = new SampleFacts(SampleFacts.NOW);
  final Sample cluster = new Sample(facts.troubled());
  Kit kit;
  Session session;

  @BeforeEach
  void start() throws Exception {
    FxToolkit.registerPrimaryStage();
    InstantSource clock = InstantSource.fixed(SampleFacts.NOW);
    Texts texts = new Texts(Locale.ENGLISH);
    Preferences preferences = new Preferences(dir.resolve("preferences"));
    kit = new Kit(texts, new Figures(texts, preferences.settings().get(), clock), tasks, clock);
    session = cluster.session();
  }

  @AfterEach
  void end() {
    cluster.close();
    tasks.close();
  }

  static void fx(Runnable act) {
    WaitForAsyncUtils.waitForAsyncFx(30_000, act);
  }

  static void await(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(
        60, TimeUnit.SECONDS, () -> WaitForAsyncUtils.waitForAsyncFx(30_000, condition));
  }

  @SuppressWarnings("unchecked")
  static <T> Consumer<List<T>> pages(Object reader) {
    return (Consumer<List<T>>) reader;
  }

  static Entry file(String name) {
    return SampleAnswers.entry(BACKUP, DIR.child(FilePath.of(name)), "file", 7);
  }
}
