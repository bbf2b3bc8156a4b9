package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Someone who may ask this cluster.
public record Person(
    String name, List<Role> roles, Optional<Instant> joined, Optional<Instant> certificateExpires) {
  public Person {
    roles = List.copyOf(roles);
  }
}
