package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.JobRun;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.PrunePlan.Amount;
import com.plexichat.backup.shared.model.PrunePlan.Gate;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A plan of what would go, what lies in the trash, and the one job that works on it: the cluster
/// lets only one at a time.
///
/// A plan is made anew whenever the screen is come to, the choice is another, or a job of the trash
/// ended. What is typed belongs to one plan and goes with it.
public final class PruneModel {
  private static final Set<String> OWN = Set.of("prune", "rollback", "sweep");

  /// Refusals after which only a fresh plan helps.
  private static final Set<FailureCode> OUTDATED =
      Set.of(FailureCode.PLAN_STALE, FailureCode.PLAN_UNKNOWN, FailureCode.GATE_CLOSED);

  private final Kit kit;
  private final Session session;
  private final JobRun run;
  private final TwoPeople two;
  private final ReadOnlyObjectWrapper<Planning> planning =
      new ReadOnlyObjectWrapper<>(this, "planning", new Planning.Asking());
  private final ReadOnlyObjectWrapper<Trash> trash =
      new ReadOnlyObjectWrapper<>(this, "trash", new Trash.Asking());
  private final ReadOnlyObjectWrapper<Optional<Prune>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ObservableList<Prune> prunes = FXCollections.observableArrayList();
  private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
  private final StringProperty sweepTyped = new SimpleStringProperty(this, "sweepTyped", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final List<Subscription> asked = new ArrayList<>();
  private ClusterState state = ClusterState.LOADING;
  private List<String> ended = List.of();
  private boolean begun;
  private String followed = "";
  private String set = "";
  private List<String> tiers = List.of();
  private Set<PruneCategory> categories = PruneCategory.USUAL;

  /// What is known of what would go.
  sealed interface Planning {
    record Asking() implements Planning {}

    /// What it is made of is not said yet.
    record Waiting() implements Planning {}

    record Made(PrunePlan plan) implements Planning {}

    record Refused(OperationFailed why) implements Planning {}
  }

  /// What is known of the trash.
  sealed interface Trash {
    record Asking() implements Trash {}

    record Known() implements Trash {}

    record Refused(OperationFailed why) implements Trash {}
  }

  public PruneModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
    this.run = new JobRun(kit, session.cluster());
    this.two = new TwoPeople(kit, session, now -> planning.set(new Planning.Made(now)));
    run.overProperty()
        .subscribe(over -> {
          if (over) {
            look();
          }
        });
  }

  ReadOnlyObjectProperty<Planning> planningProperty() {
    return planning.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Trash> trashProperty() {
    return trash.getReadOnlyProperty();
  }

  /// What lies in the trash, newest first.
  ObservableList<Prune> prunes() {
    return prunes;
  }

  /// The prune that is looked at.
  ReadOnlyObjectProperty<Optional<Prune>> selectedProperty() {
    return selected.getReadOnlyProperty();
  }

  void select(Optional<Prune> prune) {
    selected.set(prune);
  }

  /// The job that works on the trash, whoever began it.
  JobRun run() {
    return run;
  }

  /// What was typed to mean the plan.
  StringProperty typedProperty() {
    return typed;
  }

  /// What was typed to mean the sweep.
  StringProperty sweepTypedProperty() {
    return sweepTyped;
  }

  /// Why it is done, for the audit chain.
  StringProperty reasonProperty() {
    return reason;
  }

  /// Plans that take two people.
  TwoPeople two() {
    return two;
  }

  ClusterState state() {
    return state;
  }

  String set() {
    return set;
  }

  List<String> tiers() {
    return tiers;
  }

  Set<PruneCategory> categories() {
    return categories;
  }

  /// Every tier that a backup can be of.
  List<String> allTiers() {
    return Stream.of(
            Tier.DEFAULTS.stream().map(Tier::name),
            state.sets().stream().map(one -> one.tier().name()),
            state.backups().stream().map(Backup::tier))
        .flatMap(names -> names)
        .distinct()
        .toList();
  }

  /// Takes what is known now.
  void show(ClusterState now) {
    state = now;
    run.show(now);
    if (!now.isKnown() || !answers()) {
      return;
    }
    List<Job> own = now.jobs().stream().filter(job -> OWN.contains(job.kind())).toList();
    if (isIdle()) {
      own.stream()
          .filter(job -> !job.state().isFinal() && !job.id().equals(followed))
          .findFirst()
          .ifPresent(this::follow);
    }
    List<String> over = own.stream().filter(job -> job.state().isFinal()).map(Job::id).toList();
    if (!over.equals(ended)) {
      ended = over;
      begun = false;
    }
    if (!begun) {
      begun = true;
      look();
      if (isIdle()) {
        made()
            .filter(plan -> plan.consent().isPresent())
            .ifPresentOrElse(two::lookAgain, this::plan);
      }
    }
  }

  /// The screen is come to.
  void arrive() {
    begun = false;
  }

  /// A job that was begun elsewhere is shown here too.
  private void follow(Job job) {
    followed = job.id();
    run.start(() -> new JobStarted(job.id(), "", false), _ -> {});
  }

  /// Whether the cluster answers, so that something can be asked of it.
  boolean answers() {
    return state.freshness().isCurrent();
  }

  /// Whether no job of the trash is begun, shown or told about.
  boolean isIdle() {
    return !run.askingProperty().get() && run.jobId().isEmpty();
  }

  /// Has it planned for another choice.
  void choose(String set, List<String> tiers) {
    if (!set.equals(this.set) || !tiers.equals(this.tiers)) {
      this.set = set;
      this.tiers = List.copyOf(tiers);
      plan();
    }
  }

  /// Has it planned for other categories; none means the usual ones.
  void take(Set<PruneCategory> chosen) {
    Set<PruneCategory> meant = chosen.isEmpty() ? PruneCategory.USUAL : Set.copyOf(chosen);
    if (two.choose(TwoPeople.Kind.USUAL) || !meant.equals(categories)) {
      categories = meant;
      plan();
    }
  }

  /// Has it planned what takes two people, or what is usual.
  void take(TwoPeople.Kind kind) {
    if (two.choose(kind)) {
      plan();
    }
  }

  /// Makes a fresh plan; what a job came to is put away.
  void plan() {
    if (run.overProperty().get()) {
      two.choose(TwoPeople.Kind.USUAL);
    }
    if (run.overProperty().get() || run.jobId().isEmpty()) {
      followed = run.jobId().isEmpty() ? followed : run.jobId();
      run.clear();
    }
    asked.forEach(Subscription::close);
    asked.clear();
    typed.set("");
    sweepTyped.set("");
    reason.set("");
    two.forget();
    Optional<Callable<PrunePlan>> question = two.question(tiers, set, categories);
    planning.set(question.isPresent() ? new Planning.Asking() : new Planning.Waiting());
    question.ifPresent(ask ->
        asked.add(
            kit.tasks()
                .run(
                    ask,
                    made -> planning.set(new Planning.Made(made)),
                    why -> planning.set(new Planning.Refused(why)))));
  }

  /// Looks into the trash. What was seen before stays until the answer comes.
  void look() {
    kit.tasks()
        .run(
            session.cluster()::prunes,
            this::found,
            why -> {
              prunes.clear();
              trash.set(new Trash.Refused(why));
            });
  }

  private void found(List<Prune> all) {
    Optional<String> before = selected.get().map(Prune::jobId);
    List<Prune> sorted = all.stream().sorted(Comparator.comparing(Prune::at).reversed()).toList();
    if (!prunes.equals(sorted)) {
      prunes.setAll(sorted);
    }
    trash.set(new Trash.Known());
    selected.set(
        prunes.stream()
            .filter(one -> Optional.of(one.jobId()).equals(before))
            .findFirst()
            .or(() -> prunes.stream().findFirst()));
  }

  /// The plan that is shown; empty: none is.
  Optional<PrunePlan> made() {
    return planning.get() instanceof Planning.Made(var plan) ? Optional.of(plan) : Optional.empty();
  }

  /// The number that is typed to mean a plan: the backups that go, or the stripes where none does.
  static long meant(PrunePlan plan) {
    return plan.removed().isEmpty() ? plan.frees().stripes() : plan.removed().size();
  }

  /// The first gate that is closed.
  Optional<Gate> blocking() {
    return made().flatMap(plan -> plan.closed().stream().findFirst());
  }

  /// Whether the last refusal says that only a fresh plan helps.
  boolean isOutdated() {
    return run.failureProperty().get().filter(why -> OUTDATED.contains(why.code())).isPresent();
  }

  boolean canRun() {
    return canAct()
        && !isOutdated()
        && made().filter(plan -> !plan.isEmpty() && isTyped(typed, meant(plan))).isPresent();
  }

  private boolean canAct() {
    return answers() && isIdle() && made().isPresent() && blocking().isEmpty();
  }

  private static boolean isTyped(StringProperty field, long wanted) {
    return field.get().strip().equals(String.valueOf(wanted));
  }

  void runPlan() {
    if (canRun()) {
      String id = made().orElseThrow().id();
      String why = reason.get().strip();
      run.start(() -> session.cluster().runPrune(id, why), _ -> {});
    }
  }

  /// What a sweep deletes now.
  List<Prune> due() {
    return prunes.stream().filter(one -> one.isDue(kit.clock().instant())).toList();
  }

  static Amount amount(List<Prune> some) {
    return some.stream().map(Prune::amount).reduce(Amount.NONE, Amount::plus);
  }

  boolean canSweep() {
    List<Prune> due = due();
    return canAct() && !due.isEmpty() && isTyped(sweepTyped, amount(due).copies());
  }

  void sweep() {
    if (canSweep()) {
      String why = reason.get().strip();
      run.start(() -> session.cluster().sweepTrash(why), _ -> {});
    }
  }

  /// Lost shards keep nothing from coming back: only another job of the trash does.
  boolean canRollBack(Prune prune) {
    return answers() && isIdle() && !prune.jobId().isEmpty();
  }

  void rollBack(Prune prune) {
    if (canRollBack(prune)) {
      run.start(() -> session.cluster().rollBackPrune(prune.jobId(), ""), _ -> {});
    }
  }

  /// What people call the backups of a prune.
  String backupNames(Prune prune) {
    return prune.backups().isEmpty()
        ? kit.text("prune.leftOver")
        : prune.backups().stream().map(this::backupName).collect(Collectors.joining(", "));
  }

  /// What people call a backup.
  String backupName(String id) {
    return state
        .backup(id)
        .map(one -> kit.text("backups.name", one.set(), one.number()))
        .orElseGet(() -> MonoId.shortened(id));
  }
}
