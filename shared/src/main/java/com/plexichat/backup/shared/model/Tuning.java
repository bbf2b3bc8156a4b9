package com.plexichat.backup.shared.model;

import java.util.EnumMap;
import java.util.Map;

/// The values of all parameters at one time: those that people set, and the usual ones.
public final class Tuning {
  public static final Tuning USUAL = of(Map.of());

  private final Map<Parameter, String> set;

  private Tuning(Map<Parameter, String> set) {
    this.set = set;
  }

  /// From keys and values. What this version does not know or take is left out: another version of
  /// the product may have written it.
  public static Tuning of(Map<String, String> values) {
    Map<Parameter, String> set = new EnumMap<>(Parameter.class);
    values.forEach((key, value) ->
        Parameter.of(key)
            .filter(parameter -> isTaken(parameter, value))
            .ifPresent(parameter -> set.put(parameter, value)));
    return new Tuning(set);
  }

  private static boolean isTaken(Parameter parameter, String value) {
    try {
      return !parameter.canonical(value).isEmpty();
    } catch (IllegalArgumentException notTaken) {
      return false;
    }
  }

  public String text(Parameter parameter) {
    return set.getOrDefault(parameter, parameter.usual());
  }

  /// Bytes a second; 0: no bound.
  public long rate(Parameter parameter) {
    return parameter.bytes(text(parameter));
  }

  /// Bytes; 0: no bound.
  public long size(Parameter parameter) {
    return parameter.bytes(text(parameter));
  }

  public int count(Parameter parameter) {
    return Integer.parseInt(text(parameter));
  }

  /// How fast an agent may send shards.
  public TransferLimits limits() {
    return new TransferLimits(
        rate(Parameter.TRANSFER_RATE),
        rate(Parameter.TRANSFER_PEER_RATE),
        rate(Parameter.TRANSFER_RESTORE_RATE),
        TransferHours.parse(text(Parameter.TRANSFER_HOURS), Parameter.TRANSFER_HOURS::bytes));
  }
}
