package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Schedule;
import com.plexichat.backup.shared.model.TimeWindow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What runs by itself, as a person decides it: made with a collision that is seen, suspended, run
/// now, removed.
class ScheduleTest {
  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());

  // Opened before each test.
  @SuppressWarnings("NullAway.Init")
  private ConsoleRig rig;

  @SuppressWarnings("NullAway.Init")
  private Sample sample;

  @BeforeEach
  void open() throws TimeoutException {
    sample = SampleSchedules.answering(new Sample(facts.healthy()), facts);
    rig = ConsoleRig.open(home, sample);
    rig.go(new Target.Schedule(""));
    rig.awaitNode("#schedules .table-row-cell:filled");
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  private void choose(String group, int at) {
    List<Node> choices = List.copyOf(rig.robot().lookup(group + " > .toggle-button").queryAll());
    rig.robot().interact(((ToggleButton) choices.get(at))::fire);
  }

  private int rows(String table) {
    return ((TableView<?>) rig.awaitNode(table)).getItems().size();
  }

  @Test
  @SuppressWarnings("unchecked")
  void aScheduleIsMadeAndItsCollisionIsSeen() {
    rig.awaitWords("once several start together");
    choose("#schedule-lists", 1);
    assertEquals(1, rows("#meetings"));
    rig.awaitWords("sweep waits until another one has ended.");
    rig.fire("#new-schedule");
    assertTrue(rig.awaitNode("#save-schedule").isDisabled(), "nothing is written");
    rig.type("#schedule-name", "second-copy");
    rig.robot()
        .interact(() -> ((ComboBox<String>) rig.awaitNode("#schedule-set")).setValue("documents"));
    choose("#schedule-when", 1);
    rig.type("#schedule-rule", "1m");
    rig.awaitWords("it comes twice within 1 minutes, and 5 are the least");
    assertTrue(rig.awaitNode("#save-schedule").isDisabled(), "it is refused");
    choose("#schedule-when", 0);
    rig.awaitUsable("#save-schedule");
    rig.awaitWords("daily 02:00");
    rig.robot().interact(rig.awaitNode("#schedule-name")::requestFocus);
    rig.robot().push(KeyCode.ENTER);
    assertEquals(0, sample.calls("schedules.define").size(), "Enter keeps nothing");
    rig.fire("#save-schedule");
    rig.awaitWords("2 times several start together");
    assertEquals(
        new Schedule(
            "second-copy", "backup", "documents", List.of(), "", "daily at 02:00", "", false),
        sample.calls("schedules.define").getFirst().arguments().getFirst());
    assertEquals(2, rows("#meetings"));
    rig.awaitWords("backup-documents, second-copy");
    rig.awaitWords("They start together; none waits.");
    rig.awaitNode("#schedule-detail");
    rig.awaitWords("second-copy");
  }

  @Test
  void oneIsSuspendedRunNowAndRemoved() {
    rig.go(new Target.Schedule("prune"));
    rig.awaitWords("It started 21 min late. 2 due times before it were missed.");
    assertEquals("Active", ((Labeled) rig.awaitNode("#schedule-state")).getText());
    rig.fire("#suspend-schedule");
    rig.awaitWords("2 schedules are suspended");
    assertEquals(
        List.of("prune", true, ""), sample.calls("schedules.suspend").getFirst().arguments());
    rig.awaitWords("nothing meets");
    rig.fire("#run-schedule");
    rig.awaitNode("#ran-job");
    rig.fire("#remove-schedule");
    rig.robot().interact(rig.awaitNode("#remove-schedule-sure")::requestFocus);
    rig.robot().push(KeyCode.ENTER);
    assertEquals(0, sample.calls("schedules.remove").size(), "neither once nor by Enter");
    rig.type("#remove-schedule-reason", "another one does it");
    rig.fire("#remove-schedule-sure");
    rig.await("it is gone", () -> rows("#schedules") == 4);
    assertEquals(
        List.of("prune", "another one does it"),
        sample.calls("schedules.remove").getFirst().arguments());
  }

  @Test
  void howMuchWouldBeLostIsSaidPerSet() {
    choose("#schedule-lists", 3);
    rig.awaitNode("#exposure .table-row-cell:filled");
    rig.awaitWords("everything");
    rig.awaitWords("Beyond target");
    rig.awaitWords("2 sets are beyond their targets");
    choose("#schedule-span", 1);
    rig.await("a week", () -> sample.asked().contains("schedules.calendar 7"));
  }

  @Test
  void aWindowIsMadeChangedAndRemoved() {
    choose("#schedule-lists", 2);
    rig.fire("#new-schedule");
    assertTrue(rig.awaitNode("#save-window").isDisabled(), "nothing is written");
    rig.type("#window-name", "lunch");
    rig.type("#window-times", "someday 12:00-13:00");
    rig.awaitWords("Days are mon to sun");
    assertTrue(rig.awaitNode("#save-window").isDisabled(), "it is no time");
    rig.type("#window-times", "mon-fri 12:00-13:00");
    rig.awaitWords("Mon–Fri 12:00–13:00");
    rig.robot().interact(rig.awaitNode("#window-name")::requestFocus);
    rig.robot().push(KeyCode.ENTER);
    assertEquals(0, sample.calls("schedules.defineWindow").size(), "Enter keeps nothing");
    rig.fire("#save-window");
    rig.await("it is there", () -> rows("#windows") == 2);
    TimeWindow lunch =
        new TimeWindow(
            "lunch",
            List.of(new TimeWindow.Times(List.of("mon", "tue", "wed", "thu", "fri"), 720, 780)));
    assertEquals(List.of(lunch, ""), sample.calls("schedules.defineWindow").getFirst().arguments());
    rig.awaitWords("Closed");
    assertTrue(rig.awaitNode("#save-window").isDisabled(), "nothing is changed");
    rig.type("#window-times", "12:00-24:00");
    rig.type("#window-reason", "longer");
    rig.fire("#save-window");
    rig.await("changed", () -> sample.calls("schedules.defineWindow").size() == 2);
    assertEquals("longer", sample.calls("schedules.defineWindow").getLast().arguments().get(1));
    rig.awaitUsable("#remove-window");
    rig.fire("#remove-window");
    rig.fire("#remove-window-sure");
    rig.await("it is gone", () -> rows("#windows") == 1);
    assertEquals(
        List.of("lunch", ""), sample.calls("schedules.removeWindow").getFirst().arguments());
  }

  @Test
  void aWindowThatASchedulesHasStays() {
    choose("#schedule-lists", 2);
    TableView<?> windows = (TableView<?>) rig.awaitNode("#windows");
    rig.robot().interact(() -> windows.getSelectionModel().select(0));
    rig.awaitWords("prune has it. Only one that no schedule has can be removed.");
    assertEquals(
        "mon-fri 22:00-05:00\nsat,sun 00:00-24:00",
        ((TextArea) rig.awaitNode("#window-times")).getText());
    assertTrue(rig.awaitNode("#remove-window").isDisabled());
  }
}
