package com.plexichat.backup.agent.backup;

/// Takes the contents of one file.
public interface FileSink {
  /// The contents begin, or begin anew because the file changed under the last attempt: what came
  /// before counts no more.
  void begin();

  /// The next stored bytes at this offset of the file; offsets only grow, what lies between is a
  /// hole. The array is used again after the call.
  void data(long offset, byte[] bytes, int length);
}
