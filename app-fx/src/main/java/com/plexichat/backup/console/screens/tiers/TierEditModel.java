package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.tiers.TierFields.Amount;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.client.Tiering;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Distribution.TierCoverage;
import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.RetentionForecast;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.TierDraft;
import com.plexichat.backup.shared.model.TierVersion;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A tier's next version as it is written, and what the coordinator says would come of it. Nothing
/// about the cluster is reckoned here, and nothing is kept until that was seen.
public final class TierEditModel {
  private static final int YEAR = 365;

  private final Kit kit;
  private final Session session;
  private final TierFields fields = new TierFields(this::changed);
  private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final StringProperty applyReason = new SimpleStringProperty(this, "applyReason", "");
  private final BooleanProperty applying = new SimpleBooleanProperty(this, "applying");
  private final ReadOnlyObjectWrapper<Known> known =
      new ReadOnlyObjectWrapper<>(this, "known", new Known.Asking());
  private final ReadOnlyObjectWrapper<Verdict> verdict =
      new ReadOnlyObjectWrapper<>(this, "verdict", new Verdict.Asking());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyBooleanWrapper answers = new ReadOnlyBooleanWrapper(this, "answers");
  private ClusterState state = ClusterState.LOADING;
  private Optional<RetentionForecast> before = Optional.empty();
  private Subscription asked = () -> {};
  private Subscription loading = () -> {};
  private String tier = "";
  private int version;
  private boolean filling;
  private boolean begun;

  /// What is known of the tier as it is.
  sealed interface Known {
    record Asking() implements Known {}

    /// Its versions.
    ///
    /// @param versions the newest first; none of a new tier
    /// @param behind backups of earlier versions, and what bringing the newest to them changes
    record Told(List<TierVersion> versions, Optional<TierVersion.Applied> behind)
        implements Known {}

    record Refused(OperationFailed why) implements Known {}
  }

  /// What the coordinator says of what is written.
  sealed interface Verdict {
    record Asking() implements Verdict {}

    /// It was not asked: this is no whole number.
    record NoNumber(Amount which) implements Verdict {}

    record Good(Consequence consequence) implements Verdict {}

    record Refused(OperationFailed why) implements Verdict {}
  }

  /// What would come of it.
  ///
  /// @param preflight what today's peers could do for it; empty: that was not told
  /// @param changed backups that would change when it were brought to them; empty: a new tier
  /// @param forecast the year to come; empty: of a new tier, which nothing follows
  record Consequence(
      TierVersion.Defined defined,
      Optional<Preflight> preflight,
      Optional<TierVersion.Applied> changed,
      Optional<RetentionForecast> forecast) {}

  public TierEditModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
  }

  /// Its name; empty: a new one.
  String tier() {
    return tier;
  }

  /// What people call a backup that would change.
  String backupName(TierVersion.Retiered one) {
    return state
        .backup(one.backup())
        .map(backup -> kit.text("backups.name", backup.set(), backup.number()))
        .orElse(one.set());
  }

  boolean isNew() {
    return tier.isEmpty();
  }

  /// What is written.
  TierFields fields() {
    return fields;
  }

  /// What was typed to mean the new version.
  StringProperty typedProperty() {
    return typed;
  }

  StringProperty reasonProperty() {
    return reason;
  }

  StringProperty applyReasonProperty() {
    return applyReason;
  }

  /// Whether it is being asked if existing backups shall really change.
  BooleanProperty applyingProperty() {
    return applying;
  }

  ReadOnlyObjectProperty<Known> knownProperty() {
    return known.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Verdict> verdictProperty() {
    return verdict.getReadOnlyProperty();
  }

  /// Why the last act was refused.
  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty answersProperty() {
    return answers.getReadOnlyProperty();
  }

  /// The year to come as it is now; empty: of a new tier, or not told yet.
  Optional<RetentionForecast> before() {
    return before;
  }

  /// The number of the version that would be made.
  int nextVersion() {
    return version + 1;
  }

  /// How durable what is stored under the tier is now.
  Optional<Durability> durability() {
    return state.distribution().stream()
        .flatMap(one -> one.tiers().stream())
        .filter(one -> one.tier().equals(tier) && one.meanCopies() > 0)
        .findFirst()
        .flatMap(TierCoverage::durability);
  }

  /// Comes to a tier.
  ///
  /// @param wanted its name; empty: a new one
  void open(String wanted) {
    asked.close();
    loading.close();
    tier = wanted;
    version = 0;
    before = Optional.empty();
    reason.set("");
    applying.set(false);
    busy.set(false);
    failure.set(Optional.empty());
    known.set(new Known.Asking());
    verdict.set(new Verdict.Asking());
    begun = false;
    show(state);
  }

  /// Takes what is known now.
  void show(ClusterState now) {
    state = now;
    answers.set(now.freshness().isCurrent());
    if (!begun && now.isKnown() && answers.get()) {
      begun = true;
      load();
    }
  }

  /// Asks for the tier as it is, and begins with its numbers.
  void load() {
    if (isNew()) {
      fill(Tier.SILVER);
      filling = true;
      fields.nameProperty().set("");
      filling = false;
      known.set(new Known.Told(List.of(), Optional.empty()));
      return;
    }
    Tiering tiering = session.cluster().tiering();
    String wanted = tier;
    loading =
        kit.tasks()
            .run(
                () ->
                    new Loaded(
                        new Known.Told(
                            tiering.versions(wanted), Optional.of(tiering.previewApply(wanted))),
                        tiering.forecast(YEAR, wanted)),
                this::told,
                why -> known.set(new Known.Refused(why)));
  }

  private record Loaded(Known.Told told, RetentionForecast year) {}

  private void told(Loaded loaded) {
    Known.Told now = loaded.told();
    before = Optional.of(loaded.year());
    version = now.versions().getFirst().tier().version();
    known.set(now);
    take(now.versions().getFirst().tier());
  }

  /// Writes what a version says; the next one is made from the newest all the same.
  void take(Tier from) {
    fill(from);
    changed();
  }

  private void fill(Tier from) {
    filling = true;
    typed.set("");
    fields.fill(from);
    filling = false;
  }

  private void changed() {
    if (filling || fields.isNameless()) {
      return;
    }
    asked.close();
    typed.set("");
    Optional<Amount> wrong = fields.noNumber();
    if (wrong.isPresent()) {
      verdict.set(new Verdict.NoNumber(wrong.get()));
      return;
    }
    verdict.set(new Verdict.Asking());
    TierDraft wanted = fields.draft(version);
    asked =
        kit.tasks()
            .run(
                () -> consequence(wanted),
                seen -> verdict.set(new Verdict.Good(seen)),
                why -> verdict.set(new Verdict.Refused(why)));
  }

  private Consequence consequence(TierDraft wanted) {
    Tiering tiering = session.cluster().tiering();
    TierVersion.Defined defined = tiering.previewTier(wanted);
    return new Consequence(
        defined,
        preflight(defined.tier()),
        isNew() ? Optional.empty() : Optional.of(tiering.previewApply(wanted)),
        isNew() ? Optional.empty() : Optional.of(tiering.forecast(YEAR, wanted)));
  }

  /// Numbers of its own: a version would be read as the newest one.
  private Optional<Preflight> preflight(Tier asked) {
    try {
      return Optional.of(session.cluster().preflight(asked.with(Tier.Edition.OWN), ""));
    } catch (OperationFailed notTold) {
      return Optional.empty();
    }
  }

  Optional<Consequence> consequence() {
    return verdict.get() instanceof Verdict.Good(var seen) ? Optional.of(seen) : Optional.empty();
  }

  boolean canSave() {
    return answers.get()
        && !busy.get()
        && consequence().filter(seen -> !seen.defined().changes().isEmpty()).isPresent()
        && typed.get().strip().equals(String.valueOf(nextVersion()));
  }

  /// Makes the next version of what was seen.
  void save(Runnable isMade) {
    if (!canSave()) {
      return;
    }
    TierDraft wanted = fields.draft(version);
    String why = reason.get().strip();
    busy.set(true);
    failure.set(Optional.empty());
    kit.tasks()
        .run(
            () -> session.cluster().tiering().defineTier(wanted, why),
            _ -> {
              busy.set(false);
              reason.set("");
              if (!isNew()) {
                load();
              }
              isMade.run();
            },
            this::refused);
  }

  /// Brings the newest version to existing backups, once that was asked.
  void apply() {
    String why = applyReason.get().strip();
    if (!applying.get()) {
      return;
    }
    applying.set(false);
    busy.set(true);
    failure.set(Optional.empty());
    kit.tasks()
        .run(
            () -> session.cluster().tiering().applyTier(tier, why),
            _ -> {
              busy.set(false);
              load();
            },
            this::refused);
  }

  private void refused(OperationFailed why) {
    busy.set(false);
    failure.set(Optional.of(why));
  }
}
