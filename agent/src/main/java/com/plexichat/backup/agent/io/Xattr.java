package com.plexichat.backup.agent.io;

import java.util.Arrays;

/// One extended attribute: raw name (`user.…`, `security.capability`, `system.posix_acl_access`)
/// and value.
public final class Xattr {
  private final byte[] name;
  private final byte[] value;

  /// Keeps both arrays: they must not be changed afterwards.
  public Xattr(byte[] name, byte[] value) {
    this.name = name;
    this.value = value;
  }

  public byte[] name() {
    return name;
  }

  public byte[] value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Xattr xattr
        && Arrays.equals(name, xattr.name)
        && Arrays.equals(value, xattr.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(name) * 31 + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return RawPath.print(name) + " (" + value.length + " bytes)";
  }
}
