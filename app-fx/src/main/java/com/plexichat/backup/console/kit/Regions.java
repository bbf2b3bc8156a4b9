package com.plexichat.backup.console.kit;

import eu.hansolo.fx.countries.Country;
import eu.hansolo.fx.countries.tools.CLocation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where on the map a region lies that somebody wrote as free text. Told are country codes and the
/// prefixes that clouds use for the parts of continents; everything else has no place, because a
/// guess would be shown as if it were known.
public final class Regions {
  /// A place in degrees, east and north being positive.
  public record Place(double longitude, double latitude) {}

  /// Continents and their parts as clouds name them: about the middle of what is meant.
  private static final Map<String, Place> PARTS =
      Map.ofEntries(
          Map.entry("eu", new Place(10, 50)),
          Map.entry("eu-central", new Place(9, 50)),
          Map.entry("eu-west", new Place(-2, 52)),
          Map.entry("eu-north", new Place(18, 60)),
          Map.entry("eu-south", new Place(11, 43)),
          Map.entry("eu-east", new Place(24, 50)),
          Map.entry("us", new Place(-96, 39)),
          Map.entry("us-east", new Place(-78, 38)),
          Map.entry("us-west", new Place(-120, 40)),
          Map.entry("us-central", new Place(-94, 41)),
          Map.entry("us-south", new Place(-97, 31)),
          Map.entry("na", new Place(-98, 45)),
          Map.entry("sa", new Place(-56, -14)),
          Map.entry("sa-east", new Place(-47, -23)),
          Map.entry("ap", new Place(110, 20)),
          Map.entry("ap-southeast", new Place(106, 2)),
          Map.entry("ap-northeast", new Place(136, 36)),
          Map.entry("ap-south", new Place(77, 20)),
          Map.entry("ap-east", new Place(114, 22)),
          Map.entry("af", new Place(20, 5)),
          Map.entry("af-south", new Place(22, -31)),
          Map.entry("me", new Place(48, 26)),
          Map.entry("me-south", new Place(50, 26)),
          Map.entry("me-central", new Place(54, 24)),
          Map.entry("ca-central", new Place(-74, 46)));

  /// What else the first word may be called.
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "europe", "eu",
          "asia", "ap",
          "africa", "af",
          "northamerica", "na",
          "southamerica", "sa",
          "australia", "au",
          "uk", "gb");

  /// Parts of the world that are countries too when nothing follows: Namibia, Saudi Arabia,
  /// Montenegro, Afghanistan.
  private static final Set<String> AMBIGUOUS = Set.of("na", "sa", "me", "af");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+[a-z]?");
  private static final Pattern DIRECTION =
      Pattern.compile("((?:north|south|east|west|central){1,2})(?:[0-9]+[a-z]?)?");

  private Regions() {}

  /// The place of a region, or nothing where it cannot be told.
  public static Optional<Place> place(String region) {
    List<String> words = List.of(region.strip().toLowerCase(Locale.ROOT).split("[-_ ]+", -1));
    String first = OTHER_NAMES.getOrDefault(words.getFirst(), words.getFirst());
    boolean clear = !AMBIGUOUS.contains(words.getFirst());
    if (words.size() == 1) {
      return clear ? partOrCountry(first, first) : Optional.empty();
    }
    if (words.size() > 3 || (words.size() == 3 && !NUMBER.matcher(words.get(2)).matches())) {
      return Optional.empty();
    }
    Matcher direction = DIRECTION.matcher(words.get(1));
    if (direction.matches()) {
      String part = first + "-" + direction.group(1);
      return clear || PARTS.containsKey(part) ? partOrCountry(part, first) : Optional.empty();
    }
    return clear && NUMBER.matcher(words.get(1)).matches()
        ? partOrCountry(first, first)
        : Optional.empty();
  }

  private static Optional<Place> partOrCountry(String part, String first) {
    Place place = PARTS.getOrDefault(part, PARTS.get(first));
    if (place != null) {
      return Optional.of(place);
    }
    return first.length() == 2
        ? Country.fromIso2(first.toUpperCase(Locale.ROOT)).map(Regions::middle)
        : Optional.empty();
  }

  private static Place middle(Country country) {
    CLocation location = country.getLocation();
    return new Place(location.getLongitude(), location.getLatitude());
  }
}
