package com.plexichat.backup.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Stands at the address of an agent, passes everything on to it, and counts what comes from each
/// process. It sees what is on the wire and nothing of the program.
final class CountingRelay implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final ServerSocket door;
  private final int target;
  private final Map<Integer, LongAdder> byPort = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Long> inodes = new ConcurrentHashMap<>();

  /// From a port of this machine to another one.
  CountingRelay(int port, int target) throws IOException {
    this.door = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
    this.target = target;
    Thread.ofVirtual().name("relay").start(this::serve);
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        open.add(caller);
        inodes.put(caller.getPort(), inode(caller.getPort()));
        LongAdder count = byPort.computeIfAbsent(caller.getPort(), _ -> new LongAdder());
        Thread.ofVirtual().start(() -> connect(caller, count));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket caller, LongAdder count) {
    try (caller;
        Socket called = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(called);
      caller.setTcpNoDelay(true);
      called.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> pump(called, caller, new LongAdder()));
      pump(caller, called, count);
      back.join();
    } catch (IOException nobodyThere) {
      // The caller sees its connection end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket from, Socket to, LongAdder count) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count.add(read);
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException ended) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bytes that a process sent through here.
  long from(long pid) throws IOException {
    Set<Long> own = sockets(pid);
    return byPort.entrySet().stream()
        .filter(one -> own.contains(inodes.getOrDefault(one.getKey(), 0L)))
        .mapToLong(one -> one.getValue().sum())
        .sum();
  }

  /// The kernel's number of the socket at a port of this machine.
  private static long inode(int port) throws IOException {
    String end = ":%04X".formatted(port);
    for (String table : new String[] {"/proc/net/tcp6", "/proc/net/tcp"}) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length > 9 && words[1].endsWith(end)) {
          return Long.parseLong(words[9]);
        }
      }
    }
    return 0;
  }

  private static Set<Long> sockets(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files
          .map(CountingRelay::link)
          .filter(link -> link.startsWith("socket:["))
          .map(link -> Long.parseLong(link.substring(8, link.length() - 1)))
          .collect(Collectors.toSet());
    }
  }

  private static String link(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    open.forEach(CountingRelay::close);
  }
}
