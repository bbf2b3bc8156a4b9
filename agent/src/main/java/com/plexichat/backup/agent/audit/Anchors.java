package com.plexichat.backup.agent.audit;

import java.util.List;

/// Port to what peers remember: each order that they obeyed named an entry of the log.
@FunctionalInterface
public interface Anchors {
  List<Anchor> all();
}
