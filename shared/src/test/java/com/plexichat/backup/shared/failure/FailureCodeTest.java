package com.plexichat.backup.shared.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailureCodeTest {
  @Test
  void aSentenceWithinASentenceEndsOnce() {
    assertEquals(
        "The upload was interrupted: 10.0.0.2 does not answer.",
        FailureCode.INTERRUPTED.sentence(List.of("The upload", "10.0.0.2 does not answer.")));
    assertEquals(
        "The upload was interrupted: it was stopped.",
        FailureCode.INTERRUPTED.sentence(List.of("The upload", "it was stopped")));
  }
}
