package com.plexichat.backup.agent;

import java.util.List;

/// One fault at one system call of one agent.
///
/// @param call the system call's name
/// @param file which of the agent's files it is about
/// @param number which of these calls of one thread it strikes, from 1; a liar lies from there on
record KillPoint(String flow, String agent, String call, AgentFile file, int number, Fault fault) {
  /// What happens at the call.
  enum Fault {
    KILL("signal=KILL"),
    EIO("error=EIO"),
    ENOSPC("error=ENOSPC"),

    /// The call answers that all is well and has done nothing.
    LIE("retval=0");

    private final String words;

    Fault(String words) {
      this.words = words;
    }
  }

  /// Those that put bytes or names onto a disk.
  static final List<String> CALLS =
      List.of(
          "fsync",
          "fdatasync",
          "syncfs",
          "rename",
          "renameat",
          "renameat2",
          "pwrite64",
          "write",
          "ftruncate",
          "unlink",
          "unlinkat");

  static KillPoint of(String text) {
    String[] words = text.split(":", -1);
    return new KillPoint(
        words[0],
        words[1],
        words[2],
        AgentFile.valueOf(words[3]),
        Integer.parseInt(words[4]),
        Fault.valueOf(words[5]));
  }

  /// What `strace -e inject=` takes.
  String injection() {
    String when = fault == Fault.LIE ? number + "+" : Integer.toString(number);
    return call + ":" + fault.words + ":when=" + when;
  }

  boolean isSync() {
    return isSync(call);
  }

  static boolean isSync(String call) {
    return call.equals("fsync") || call.equals("fdatasync") || call.equals("syncfs");
  }

  /// As `kills.points` takes it.
  @Override
  public String toString() {
    return String.join(":", flow, agent, call, file.name(), Integer.toString(number), fault.name());
  }
}
