package com.plexichat.backup.console.screens.help;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The screens that have a page of help. Its texts have the keys `help.SCREEN.title`, `.what`,
/// `.words` and `.todo`.
public enum HelpTopic {
  DASHBOARD("Dashboard"),
  SHARD_MAP("ShardMap"),
  PEERS("Peers"),
  INVITE_PEER("InvitePeer"),
  BACKUPS("Backups"),
  CONTENTS("Contents"),
  FIND("Find"),
  COMPARE("Compare"),
  NEW_SET("NewSet"),
  RESTORE("Restore"),
  TIERS("Tiers"),
  TIER("Tier"),
  SCHEDULE("Schedule"),
  PRUNE("Prune"),
  JOBS("Jobs"),
  RECOVERY_KIT("RecoveryKit"),
  AUDIT("Audit"),
  SETTINGS("SettingsPage"),
  WELCOME("Welcome"),
  CONNECT("Connect"),
  SETUP("Setup");

  private final String page;

  HelpTopic(String page) {
    this.page = page;
  }

  /// As a target names it.
  public String page() {
    return page;
  }

  String title() {
    return key("title");
  }

  String what() {
    return key("what");
  }

  String words() {
    return key("words");
  }

  String todo() {
    return key("todo");
  }

  private String key(String part) {
    return "help." + page + "." + part;
  }

  /// The keys of all its texts.
  public List<String> keys() {
    return Stream.of(title(), what(), words(), todo()).toList();
  }

  static Optional<HelpTopic> of(String page) {
    return Arrays.stream(values())
        .filter(topic -> topic.page.toLowerCase(Locale.ROOT).equals(page.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
