package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.client.Schedules;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Exposure;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Schedule;
import com.plexichat.backup.shared.model.Schedule.Standing;
import com.plexichat.backup.shared.model.Schedule.Story;
import com.plexichat.backup.shared.model.ScheduleCalendar;
import com.plexichat.backup.shared.model.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What runs by itself, as the coordinator answers it: schedules, the days to come, windows and
/// exposure in one look. It looks anew when the screen is come to, a job begins or ends, something
/// was done here, and once a minute.
public final class ScheduleModel {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Kit kit;
  private final Session session;
  private final ScheduleDraft draft;
  private final ReadOnlyObjectWrapper<Known> known =
      new ReadOnlyObjectWrapper<>(this, "known", new Known.Asking());
  private final ReadOnlyObjectWrapper<Optional<Story>> story =
      new ReadOnlyObjectWrapper<>(this, "story", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyBooleanWrapper answers = new ReadOnlyBooleanWrapper(this, "answers");
  private final ReadOnlyBooleanWrapper editing = new ReadOnlyBooleanWrapper(this, "editing");
  private final BooleanProperty removing = new SimpleBooleanProperty(this, "removing");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final ReadOnlyObjectWrapper<Optional<Schedule.Run>> ran =
      new ReadOnlyObjectWrapper<>(this, "ran", Optional.empty());
  private final List<Subscription> looking = new ArrayList<>();
  private ClusterState state = ClusterState.LOADING;
  private List<String> jobs = List.of();
  private Instant looked = Instant.MIN;
  private String selected = "";
  private Optional<String> window = Optional.empty();
  private int days = 1;

  /// What is known of what runs by itself.
  sealed interface Known {
    record Asking() implements Known {}

    record Told(
        List<Standing> schedules,
        ScheduleCalendar calendar,
        List<TimeWindow.Standing> windows,
        Exposure exposure)
        implements Known {}

    record Refused(OperationFailed why) implements Known {}
  }

  public ScheduleModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
    this.draft = new ScheduleDraft(kit, session.cluster().schedules());
  }

  ReadOnlyObjectProperty<Known> knownProperty() {
    return known.getReadOnlyProperty();
  }

  Optional<Known.Told> told() {
    return known.get() instanceof Known.Told told ? Optional.of(told) : Optional.empty();
  }

  /// The selected one with its next and last runs.
  ReadOnlyObjectProperty<Optional<Story>> storyProperty() {
    return story.getReadOnlyProperty();
  }

  /// Why the last act was refused.
  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// Whether the cluster answers, so that something can be asked of it.
  ReadOnlyBooleanProperty answersProperty() {
    return answers.getReadOnlyProperty();
  }

  /// Whether a schedule is made or changed.
  ReadOnlyBooleanProperty editingProperty() {
    return editing.getReadOnlyProperty();
  }

  /// Whether it is being asked if the selected one shall really be removed.
  BooleanProperty removingProperty() {
    return removing;
  }

  /// Why it is removed, for the audit chain.
  StringProperty reasonProperty() {
    return reason;
  }

  /// What became of the last run that was asked for here.
  ReadOnlyObjectProperty<Optional<Schedule.Run>> ranProperty() {
    return ran.getReadOnlyProperty();
  }

  ScheduleDraft draft() {
    return draft;
  }

  ClusterState state() {
    return state;
  }

  String selected() {
    return selected;
  }

  int days() {
    return days;
  }

  /// Takes what is known now.
  void show(ClusterState now) {
    state = now;
    answers.set(now.freshness().isCurrent());
    if (!now.isKnown() || !answers.get()) {
      return;
    }
    List<String> running =
        now.jobs().stream()
            .filter(job -> !job.state().isFinal())
            .map(Job::id)
            .collect(Collectors.toList());
    boolean isOld = Duration.between(looked, kit.clock().instant()).compareTo(FRESH) > 0;
    if (looked.equals(Instant.MIN) || isOld || !running.equals(jobs)) {
      jobs = running;
      look();
    }
  }

  /// The screen is come to.
  void arrive() {
    looked = Instant.MIN;
  }

  /// How many days the calendar has.
  void days(int wanted) {
    if (days != wanted) {
      days = wanted;
      if (answers.get()) {
        look();
      }
    }
  }

  /// Looks anew; what was seen before stays until the answer comes.
  void look() {
    looked = kit.clock().instant();
    looking.forEach(Subscription::close);
    looking.clear();
    Schedules of = session.cluster().schedules();
    int ahead = days;
    looking.add(
        kit.tasks()
            .run(
                () -> new Known.Told(of.list(), of.calendar(ahead), of.windows(), of.exposure()),
                this::told,
                why -> known.set(new Known.Refused(why))));
  }

  private void told(Known.Told now) {
    draft.offers(now);
    boolean isThere =
        now.schedules().stream().anyMatch(one -> one.schedule().name().equals(selected));
    if (!isThere) {
      story.set(Optional.empty());
      selected = now.schedules().stream().map(one -> one.schedule().name()).findFirst().orElse("");
    }
    known.set(now);
    if (!selected.isEmpty()) {
      tell(selected);
    }
  }

  /// Selects a schedule and has its story told.
  void select(String name) {
    if (!name.equals(selected)) {
      selected = name;
      removing.set(false);
      failure.set(Optional.empty());
      ran.set(Optional.empty());
      story.set(Optional.empty());
    }
    editing.set(false);
    if (name.isEmpty()) {
      story.set(Optional.empty());
    } else if (told().isPresent()) {
      tell(name);
    }
  }

  private void tell(String name) {
    kit.tasks()
        .run(
            () -> session.cluster().schedules().show(name),
            told -> {
              if (name.equals(selected)) {
                story.set(Optional.of(told));
              }
            },
            this::refused);
  }

  Optional<Standing> standing() {
    return told().stream()
        .flatMap(one -> one.schedules().stream())
        .filter(one -> one.schedule().name().equals(selected))
        .findFirst();
  }

  /// Begins a new schedule, or the change of one.
  void edit(Optional<Schedule> from) {
    draft.begin(from, state.sets().stream().map(set -> set.name()).toList());
    failure.set(Optional.empty());
    editing.set(true);
  }

  void leave() {
    editing.set(false);
  }

  /// Keeps what was written.
  void save() {
    Schedule wanted = draft.schedule();
    String why = draft.reasonProperty().get().strip();
    if (draft.isGood()) {
      act(
          () -> session.cluster().schedules().define(wanted, why),
          done -> {
            selected = done.schedule().name();
            editing.set(false);
          });
    }
  }

  void suspend(boolean suspended) {
    String name = selected;
    act(() -> session.cluster().schedules().suspend(name, suspended, ""), _ -> {});
  }

  /// Removes it, once that was asked.
  void remove() {
    String name = selected;
    String why = reason.get().strip();
    if (removing.get()) {
      removing.set(false);
      act(() -> session.cluster().schedules().remove(name, why), _ -> select(""));
    }
  }

  void runNow() {
    String name = selected;
    act(() -> session.cluster().schedules().run(name, ""), run -> ran.set(Optional.of(run)));
  }

  /// Keeps a window, and selects it.
  void keep(TimeWindow wanted, String why) {
    act(
        () -> session.cluster().schedules().defineWindow(wanted, why),
        done -> window = Optional.of(done.name()));
  }

  /// Removes a window, once that was asked.
  void drop(String name, String why) {
    act(
        () -> session.cluster().schedules().removeWindow(name, why),
        _ -> window = Optional.empty());
  }

  /// The selected window; empty: a new one is written.
  Optional<TimeWindow.Standing> window() {
    return told().stream()
        .flatMap(one -> one.windows().stream())
        .filter(one -> window.equals(Optional.of(one.window().name())))
        .findFirst();
  }

  void selectWindow(Optional<String> name) {
    window = name;
    failure.set(Optional.empty());
  }

  private <T> void act(Callable<T> asked, java.util.function.Consumer<T> done) {
    busy.set(true);
    failure.set(Optional.empty());
    kit.tasks()
        .run(
            asked,
            answer -> {
              busy.set(false);
              done.accept(answer);
              look();
            },
            this::refused);
  }

  private void refused(OperationFailed why) {
    busy.set(false);
    failure.set(Optional.of(why));
  }

  /// How the job of a run stands now, where one was started.
  Optional<JobState> jobState(String id) {
    return state.job(id).map(Job::state);
  }
}
