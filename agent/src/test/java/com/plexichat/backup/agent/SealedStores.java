package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What lies in the stores of a cluster's agents, read from the headers of their files by
/// docs/format.md alone: it shares no code with what wrote them.
final class SealedStores {
  static final int HEADER = 256;

  /// One file: its stripe, place in it and holder.
  ///
  /// @param share zero bytes for parity
  record Held(String holder, Path file, String stripe, int index, int k, int m, String share) {
    boolean isData() {
      return index < k;
    }
  }

  private final List<Held> all = new ArrayList<>();

  private SealedStores() {}

  static SealedStores read(List<Member> members) throws IOException {
    SealedStores stores = new SealedStores();
    for (Member member : members) {
      for (Path file : member.shards()) {
        stores.all.add(header(member.name(), file));
      }
    }
    return stores;
  }

  private static Held header(String holder, Path file) throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(file)) {
      header = in.readNBytes(HEADER);
    }
    ByteBuffer at = ByteBuffer.wrap(header);
    assertEquals("PXSHARD1", new String(header, 0, 8, StandardCharsets.US_ASCII), file.toString());
    assertEquals(1, at.getShort(8), "version");
    assertEquals(HEADER + at.getInt(52), Files.size(file), file.toString());
    Held held =
        new Held(
            holder,
            file,
            hex(header, 32, 16),
            header[11] & 0xff,
            header[12] & 0xff,
            header[13] & 0xff,
            hex(header, 64, 32));
    assertEquals(held.isData() ? 0 : 1, header[10], "kind");
    return held;
  }

  private static String hex(byte[] bytes, int from, int length) {
    return HexFormat.of().formatHex(bytes, from, from + length);
  }

  /// A copy of a shard.
  Path file(String stripe, int index) {
    return all.stream()
        .filter(held -> held.stripe().equals(stripe) && held.index() == index)
        .findFirst()
        .orElseThrow()
        .file();
  }

  Set<String> stripes() {
    Set<String> stripes = new TreeSet<>();
    all.forEach(held -> stripes.add(held.stripe()));
    return stripes;
  }

  /// Who holds each shard of each stripe: `stripe index data|parity` → holders, with a place for
  /// each of the k + m whether somebody holds it or not.
  Map<String, List<String>> holders() {
    Map<String, List<String>> holders = new TreeMap<>();
    for (Held held : all) {
      for (int index = 0; index < held.k() + held.m(); index++) {
        String kind = index < held.k() ? " data" : " parity";
        List<String> here =
            holders.computeIfAbsent(held.stripe() + " " + index + kind, _ -> new ArrayList<>());
        if (index == held.index()) {
          here.add(held.holder());
        }
      }
    }
    return holders;
  }

  /// The most distinct shards of one stripe that one agent has.
  int mostOfOneStripe() {
    Map<String, Set<Integer>> distinct = new TreeMap<>();
    for (Held held : all) {
      distinct
          .computeIfAbsent(held.holder() + " " + held.stripe(), _ -> new TreeSet<>())
          .add(held.index());
    }
    return distinct.values().stream().mapToInt(Set::size).max().orElse(0);
  }

  /// The shares of a stripe's data shards, in order; as many as somebody holds.
  List<byte[]> shares(String stripe) {
    Map<Integer, String> shares = new TreeMap<>();
    all.stream()
        .filter(held -> held.stripe().equals(stripe) && held.isData())
        .forEach(held -> shares.put(held.index(), held.share()));
    return shares.values().stream().map(HexFormat.of()::parseHex).toList();
  }
}
