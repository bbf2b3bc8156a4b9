package com.plexichat.backup.shared.client;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.BrowseRequest;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.DownloadRequest;
import com.plexichat.backup.proto.ListShardsPage;
import com.plexichat.backup.proto.ListShardsRequest;
import com.plexichat.backup.proto.MapStripesRequest;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.Shard;
import com.plexichat.backup.shared.model.StripeDetail;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Entries;
import com.plexichat.backup.shared.wire.FilePaths;
import com.plexichat.backup.shared.wire.Ids;
import com.plexichat.backup.shared.wire.MapPages;
import com.plexichat.backup.shared.wire.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// What a cluster holds, read page by page: names, contents, shards and stripes.
final class ContentClient {
  private static final ByteString ROOT = ByteString.copyFromUtf8("/");

  private final AgentClient agent;

  ContentClient(AgentClient agent) {
    this.agent = agent;
  }

  void browse(String backupId, FilePath folder, Consumer<? super List<Entry>> reader) {
    browse(
        BrowseRequest.newBuilder()
            .setBackupId(backupId)
            .setPath(folder.isEmpty() ? ROOT : FilePaths.message(folder))
            .build(),
        reader);
  }

  void find(String glob, String set, Consumer<? super List<Entry>> reader) {
    browse(BrowseRequest.newBuilder().setSet(set).setGlob(glob).setRecursive(true).build(), reader);
  }

  private void browse(BrowseRequest ask, Consumer<? super List<Entry>> reader) {
    agent.<BrowsePage>read(
        stub -> stub.browse(ask),
        page -> reader.accept(page.getEntriesList().stream().map(Entries::entry).toList()));
  }

  void download(String backupId, FilePath path, Cluster.Download reader) {
    DownloadRequest ask =
        DownloadRequest.newBuilder().setBackupId(backupId).setPath(FilePaths.message(path)).build();
    AtomicBoolean tar = new AtomicBoolean();
    agent.<DownloadFrame>read(
        stub -> stub.download(ask),
        frame -> {
          // Only the first frame tells.
          tar.compareAndSet(false, frame.getTar());
          reader.take(frame.getData().toByteArray(), tar.get());
        });
  }

  void compare(String from, String to, FilePath below, Consumer<? super List<Difference>> reader) {
    CompareRequest ask =
        CompareRequest.newBuilder()
            .setFrom(from)
            .setTo(to)
            .setPath(FilePaths.message(below))
            .build();
    agent.<ComparePage>read(
        stub -> stub.compare(ask),
        page ->
            reader.accept(page.getDifferencesList().stream().map(Entries::difference).toList()));
  }

  StripeDetail stripe(StripeId id) {
    List<Shard> shards = new ArrayList<>();
    List<StripeEvent> history = new ArrayList<>();
    AtomicLong earlier = new AtomicLong();
    ListShardsRequest ask = ListShardsRequest.newBuilder().setStripe(Ids.message(id)).build();
    agent.<ListShardsPage>read(
        stub -> stub.listShards(ask),
        page -> {
          page.getShardsList().stream().map(Shards::shard).forEach(shards::add);
          page.getHistoryList().stream().map(Shards::event).forEach(history::add);
          earlier.addAndGet(page.getHistoryEarlier());
        });
    return new StripeDetail(shards, history, earlier.get());
  }

  void map(long after, String backupId, Consumer<? super MapPage> reader) {
    MapStripesRequest ask =
        MapStripesRequest.newBuilder().setAfter(after).setBackupId(backupId).build();
    agent.<com.plexichat.backup.proto.MapPage>read(
        stub -> stub.mapStripes(ask), page -> reader.accept(MapPages.page(page)));
  }
}
