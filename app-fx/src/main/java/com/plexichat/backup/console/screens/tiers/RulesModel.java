package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.LifecycleRules;
import com.plexichat.backup.shared.model.LifecycleRules.Rule;
import com.plexichat.backup.shared.model.RetentionFindings;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// Which tier a new set gets by its paths, with what a rule that is being written would say of the
/// sets; and where retention is not as it should be.
public final class RulesModel {
  private final Kit kit;
  private final Session session;
  private final ReadOnlyObjectWrapper<Optional<LifecycleRules>> rules =
      new ReadOnlyObjectWrapper<>(this, "rules", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<LifecycleRules>> preview =
      new ReadOnlyObjectWrapper<>(this, "preview", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<RetentionFindings>> findings =
      new ReadOnlyObjectWrapper<>(this, "findings", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> refusal =
      new ReadOnlyObjectWrapper<>(this, "refusal", Optional.empty());
  private final StringProperty pattern = new SimpleStringProperty(this, "pattern", "");
  private final ObjectProperty<String> tier = new SimpleObjectProperty<>(this, "tier", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final BooleanProperty removing = new SimpleBooleanProperty(this, "removing");
  private final BooleanProperty answers = new SimpleBooleanProperty(this, "answers");
  private Subscription asked = () -> {};

  public RulesModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
    pattern.subscribe(this::changed);
    tier.subscribe((String _) -> changed());
  }

  /// The rules as they are; empty: not told yet.
  ReadOnlyObjectProperty<Optional<LifecycleRules>> rulesProperty() {
    return rules.getReadOnlyProperty();
  }

  /// The rules as they would be with the one that is written; empty: none is, or it is refused.
  ReadOnlyObjectProperty<Optional<LifecycleRules>> previewProperty() {
    return preview.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<RetentionFindings>> findingsProperty() {
    return findings.getReadOnlyProperty();
  }

  /// Why there is no answer.
  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Why the rule that is written is none, or the last change was refused.
  ReadOnlyObjectProperty<Optional<OperationFailed>> refusalProperty() {
    return refusal.getReadOnlyProperty();
  }

  StringProperty patternProperty() {
    return pattern;
  }

  ObjectProperty<String> tierProperty() {
    return tier;
  }

  StringProperty reasonProperty() {
    return reason;
  }

  /// Whether it is being asked if the rule of the written pattern shall really be removed.
  BooleanProperty removingProperty() {
    return removing;
  }

  BooleanProperty answersProperty() {
    return answers;
  }

  void show(ClusterState state) {
    answers.set(state.freshness().isCurrent());
  }

  /// Asks for the rules anew.
  void askRules() {
    kit.tasks()
        .run(
            session.cluster().tiering()::rules,
            told -> {
              failure.set(Optional.empty());
              rules.set(Optional.of(told));
            },
            why -> failure.set(Optional.of(why)));
  }

  /// Has retention audited.
  void audit() {
    kit.tasks()
        .run(
            session.cluster().tiering()::audit,
            told -> {
              failure.set(Optional.empty());
              findings.set(Optional.of(told));
            },
            why -> failure.set(Optional.of(why)));
  }

  private Rule rule() {
    String written = pattern.get().strip();
    int rank = known(written).map(Rule::rank).orElse(0);
    return new Rule(written, tier.get(), rank);
  }

  /// The rule of this pattern, where there is one.
  Optional<Rule> known(String written) {
    return rules.get().stream()
        .flatMap(all -> all.rules().stream())
        .filter(one -> one.pattern().equals(written))
        .findFirst();
  }

  private void changed() {
    asked.close();
    preview.set(Optional.empty());
    refusal.set(Optional.empty());
    removing.set(false);
    if (pattern.get().isBlank() || tier.get().isEmpty()) {
      return;
    }
    Rule written = rule();
    asked =
        kit.tasks()
            .run(
                () -> session.cluster().tiering().putRule(written, "", true),
                seen -> preview.set(Optional.of(seen)),
                why -> refusal.set(Optional.of(why)));
  }

  /// Writes an existing rule into the fields.
  void take(Rule one) {
    tier.set(one.tier());
    pattern.set(one.pattern());
  }

  boolean canPut() {
    return answers.get() && preview.get().isPresent();
  }

  void put() {
    Rule written = rule();
    String why = reason.get().strip();
    if (canPut()) {
      act(() -> session.cluster().tiering().putRule(written, why, false));
    }
  }

  boolean canRemove() {
    return answers.get() && known(pattern.get().strip()).isPresent();
  }

  void remove() {
    String written = pattern.get().strip();
    String why = reason.get().strip();
    if (canRemove() && removing.get()) {
      removing.set(false);
      act(() -> session.cluster().tiering().removeRule(written, why, false));
    }
  }

  private void act(Callable<LifecycleRules> change) {
    kit.tasks()
        .run(
            change,
            told -> {
              reason.set("");
              rules.set(Optional.of(told));
              pattern.set("");
            },
            why -> refusal.set(Optional.of(why)));
  }
}
