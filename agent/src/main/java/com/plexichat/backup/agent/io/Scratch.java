package com.plexichat.backup.agent.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Native memory for one system call at a time: errno, two paths, a structure and a buffer.
///
/// Pieces are pooled, not kept per thread, because virtual threads come and go by the thousand.
final class Scratch implements AutoCloseable {
  static final int PATH_MAX = 4096;
  static final int BUFFER = 256 << 10;

  private static final long PATH = 64;
  private static final long SECOND_PATH = PATH + PATH_MAX;
  private static final long STRUCT = SECOND_PATH + PATH_MAX;
  private static final long STRUCT_SIZE = 512;
  private static final long DATA = STRUCT + STRUCT_SIZE;
  private static final ConcurrentLinkedQueue<Scratch> POOL = new ConcurrentLinkedQueue<>();

  private final MemorySegment all = Arena.ofAuto().allocate(DATA + BUFFER, 64);
  private final MemorySegment state = all.asSlice(0, PATH);

  private Scratch() {}

  static Scratch take() {
    Scratch free = POOL.poll();
    return free == null ? new Scratch() : free;
  }

  @Override
  public void close() {
    POOL.add(this);
  }

  MemorySegment state() {
    return state;
  }

  int errno() {
    return state.get(ValueLayout.JAVA_INT, 0);
  }

  /// Puts a path down, ended by NUL, and returns its address. Of a path that is too long, so much
  /// that the kernel finds no NUL and says ENAMETOOLONG.
  long path(byte[] path) {
    return put(PATH, path);
  }

  long secondPath(byte[] path) {
    return put(SECOND_PATH, path);
  }

  private long put(long at, byte[] path) {
    int length = Math.min(path.length, PATH_MAX);
    MemorySegment.copy(path, 0, all, ValueLayout.JAVA_BYTE, at, length);
    if (length < PATH_MAX) {
      all.set(ValueLayout.JAVA_BYTE, at + length, (byte) 0);
    }
    return all.address() + at;
  }

  long struct() {
    return all.address() + STRUCT;
  }

  void setLong(int offset, long value) {
    all.set(ValueLayout.JAVA_LONG, STRUCT + offset, value);
  }

  long getLong(int offset) {
    return all.get(ValueLayout.JAVA_LONG, STRUCT + offset);
  }

  int getInt(int offset) {
    return all.get(ValueLayout.JAVA_INT, STRUCT + offset);
  }

  short getShort(int offset) {
    return all.get(ValueLayout.JAVA_SHORT, STRUCT + offset);
  }

  long buffer() {
    return all.address() + DATA;
  }

  MemorySegment bufferSegment() {
    return all.asSlice(DATA, BUFFER);
  }

  byte[] copy(int from, int length) {
    byte[] bytes = new byte[length];
    copyTo(from, bytes, 0, length);
    return bytes;
  }

  void copyTo(int from, byte[] into, int at, int length) {
    MemorySegment.copy(all, ValueLayout.JAVA_BYTE, DATA + from, into, at, length);
  }

  void copyFrom(byte[] bytes, int from, int length) {
    MemorySegment.copy(bytes, from, all, ValueLayout.JAVA_BYTE, DATA, length);
  }

  int bufferShort(int at) {
    return all.get(ValueLayout.JAVA_SHORT_UNALIGNED, DATA + at) & 0xffff;
  }

  byte bufferByte(int at) {
    return all.get(ValueLayout.JAVA_BYTE, DATA + at);
  }
}
