package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.Change;
import com.plexichat.backup.proto.Change.WhatCase;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.Difference;
import com.plexichat.backup.proto.MapPage;
import com.plexichat.backup.proto.MapStripe;
import com.plexichat.backup.proto.MapStripesRequest;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.WatchRequest;
import com.plexichat.backup.shared.client.AgentClient;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.client.Watch;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Someone watches a cluster of real agents while a backup is made and a machine is lost.
@Tag("ci")
class WatchingTest {
  private static final String LOST = "agent-4";

  private final Heard heard = new Heard();

  /// What a watch told so far, and how it ended.
  private static final class Heard {
    private final List<Change> all = new ArrayList<>();
    private Optional<Optional<OperationFailed>> end = Optional.empty();

    synchronized void add(Change change) {
      all.add(change);
    }

    synchronized void end(Optional<OperationFailed> how) {
      end = Optional.of(how);
    }

    synchronized Optional<Optional<OperationFailed>> end() {
      return end;
    }

    synchronized List<Change> that(Predicate<Change> wanted) {
      return all.stream().filter(wanted).toList();
    }

    synchronized Change last() {
      return all.getLast();
    }

    Change await(String what, Predicate<Change> wanted) throws Exception {
      RealCluster.await(what, () -> !that(wanted).isEmpty());
      return that(wanted).getFirst();
    }
  }

  private static Watch watch(AgentClient client, String stream, long after, Heard heard) {
    WatchRequest ask = WatchRequest.newBuilder().setStream(stream).setAfter(after).build();
    return client.<Change>watch((stub, to) -> stub.watch(ask, to), heard::add, heard::end);
  }

  @Test
  void aBackupAndALostMachineAreHeardOf(@TempDir Path dir) throws Exception {
    Path source = Files.createDirectories(dir.resolve("source/folder"));
    Files.writeString(source.resolve("a.txt"), "text ".repeat(1_000));
    Files.writeString(source.resolve("b.tmp"), "left out");
    try (RealCluster cluster = RealCluster.up(dir.resolve("c"), 5)) {
      ContextStore store = new ContextStore(cluster.home());
      Context context = store.used();
      try (Channels channels = new Channels(store.identity(context), InstantSource.system())) {
        AgentClient client = new AgentClient(channels, context.endpoint(), null);
        watch(client, "", 0, heard);
        heard.await("everything", Change::hasWhole);
        assertEquals(5, names(heard).size());
        assertEquals(context.person(), heard.await("", Change::hasStatus).getStatus().getYou());
        String first = backUp(cluster, dir);
        watchesTheBackup(client, first);
        Files.writeString(source.resolve("a.txt"), "other ".repeat(1_000));
        Files.writeString(source.resolve("c.txt"), "new");
        comparesAndPreviews(client, dir, first, backUp(cluster, dir));
        losesAMachine(cluster, client);
        assertEquals(0, RealCluster.begin(down(dir)).end().code());
        RealCluster.await("the end of the watch", () -> heard.end().isPresent());
        assertEquals(Optional.of(Optional.empty()), heard.end(), "it is ended, not broken off");
      }
    }
  }

  private static List<String> down(Path dir) {
    return List.of("local", "down", "--dir", dir.resolve("c").toString());
  }

  private static Set<String> names(Heard heard) {
    return heard.that(Change::hasPeer).stream()
        .map(change -> change.getPeer().getName())
        .collect(Collectors.toSet());
  }

  private static String backUp(RealCluster cluster, Path dir) throws Exception {
    Json backup =
        cluster.json(
            "backup",
            "create",
            "--set",
            "s",
            "--tier",
            "bronze",
            "--path",
            dir.resolve("source").toString(),
            "--exclude",
            "*.tmp",
            "--wait");
    assertEquals("complete", backup.text("state"));
    return backup.text("backup_id");
  }

  private void watchesTheBackup(AgentClient client, String id) throws Exception {
    heard.await("the set", Change::hasSet);
    Change whole =
        heard.await(
            "the backup",
            one ->
                one.hasBackup()
                    && one.getBackup().getBackupId().equals(id)
                    && one.getBackup().getState().equals("complete"));
    assertTrue(whole.getBackup().getRestorable());
    Change done =
        heard.await(
            "the job",
            one ->
                one.hasJob()
                    && one.getJob().getBackupId().equals(id)
                    && one.getJob().getState().equals("done"));
    assertEquals(ByteString.EMPTY, done.getJob().getTold());
    List<MapPage> map = map(client, 0);
    assertTrue(map.getFirst().getWhole());
    heard.await(
        "stripes",
        one ->
            one.hasStripes()
                && one.getStripes().getLogIndex()
                    > heard.that(Change::hasStripes).getFirst().getStripes().getLogIndex());
    long before = heard.that(Change::hasStripes).getFirst().getStripes().getLogIndex();
    List<MapPage> since = map(client, before);
    assertFalse(since.getFirst().getWhole());
    assertEquals(stripes(map), stripes(since), "all of them are new");
    assertFalse(stripes(map).isEmpty());
    assertEquals(2, stripes(map).getFirst().getCopiesWanted());
  }

  private static List<MapPage> map(AgentClient client, long after) {
    List<MapPage> pages = new ArrayList<>();
    client.read(
        stub -> stub.mapStripes(MapStripesRequest.newBuilder().setAfter(after).build()),
        pages::add);
    return pages;
  }

  private static List<MapStripe> stripes(List<MapPage> pages) {
    return pages.stream().flatMap(page -> page.getStripesList().stream()).toList();
  }

  private static void comparesAndPreviews(
      AgentClient client, Path dir, String first, String second) {
    List<Difference> differences = new ArrayList<>();
    client.read(
        stub -> stub.compare(CompareRequest.newBuilder().setFrom(first).setTo(second).build()),
        page -> differences.addAll(page.getDifferencesList()));
    String folder = dir.resolve("source/folder").toString();
    assertEquals(
        List.of("metadata " + folder, "changed " + folder + "/a.txt", "added " + folder + "/c.txt"),
        differences.stream()
            .map(one -> one.getChange() + " " + RawPath.of(one.getPath().toByteArray()))
            .toList());
    PreviewSetAnswer preview =
        client.ask(stub ->
            stub.previewSet(
                PreviewSetRequest.newBuilder().setSet(SetSpec.newBuilder().setName("s")).build()));
    assertEquals(2, preview.getFiles());
    assertEquals(2, preview.getDirectories());
    assertEquals(1, preview.getExcluded());
    assertEquals(folder + "/b.tmp", preview.getExcludes(0).getExamples(0).toStringUtf8());
  }

  private void losesAMachine(RealCluster cluster, AgentClient client) throws Exception {
    cluster.kill(LOST);
    heard.await(
        "the machine that is gone",
        one ->
            one.hasPeer()
                && one.getPeer().getName().equals(LOST)
                && one.getPeer().getState() == PeerState.DOWN);
    Heard again = new Heard();
    Change last = heard.last();
    try (Watch watch = watch(client, last.getStream(), last.getRevision(), again)) {
      again.await("everything", Change::hasWhole);
      assertFalse(again.that(change -> true).stream().anyMatch(Change::hasAnew), watch::toString);
      assertFalse(
          again.that(change -> true).stream()
              .anyMatch(change -> change.getWhatCase() == WhatCase.SET),
          "what was told before");
    }
  }
}
