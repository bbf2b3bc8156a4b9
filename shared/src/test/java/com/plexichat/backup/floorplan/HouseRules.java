package com.plexichat.backup.floorplan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Rules on what code may touch outside the product. Each passes while a package has no classes.
public final class HouseRules {
  private static final String[] EFFECTS = {
    "java.io..",
    "java.nio.file..",
    "java.nio.channels..",
    "java.net..",
    "java.sql..",
    "javax.sql..",
    "javax.net..",
    "java.util.concurrent..",
    "java.util.logging..",
    "org.slf4j..",
    "ch.qos.logback..",
    "io.grpc..",
    "io.netty.."
  };

  private static final Set<String> EFFECT_TYPES =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.System$Logger",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Random",
          "java.util.Timer");

  private HouseRules() {}

  /// Nobody but these classes reads the system's clock, draws chance from the system or sleeps.
  public static ArchRule timeAndChanceComeByConstructor(String... except) {
    return noClasses()
        .that(areNotOneOf(except))
        .should()
        .accessTargetWhere(target("the system's time or chance", SystemTimeAndChance::isReadBy))
        .because("time and chance come in by constructor")
        .allowEmptyShould(true);
  }

  /// Nothing in these packages has effects: no file, socket, thread, clock, chance or log.
  public static ArchRule pure(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(EFFECTS)
        .orShould()
        .dependOnClassesThat(named(EFFECT_TYPES))
        .orShould()
        .accessTargetWhere(target("the system", HouseRules::isSystem))
        .because("the same input gives the same output")
        .allowEmptyShould(true);
  }

  /// Nothing in these packages makes a collection whose order depends on hashes.
  public static ArchRule noHashOrder(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .accessTargetWhere(target("a collection in hash order", HashOrder::isMadeBy))
        .because("a run replays from its seed")
        .allowEmptyShould(true);
  }

  /// Only these packages use those.
  public static ArchRule onlyIn(List<String> packages, String... used) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(used)
        .because("they end in " + packages)
        .allowEmptyShould(true);
  }

  /// These packages do not use those.
  public static ArchRule neverIn(List<String> packages, String... used) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(used)
        .because(packages + " stay without them")
        .allowEmptyShould(true);
  }

  /// Only this class calls that method.
  public static ArchRule onlyFrom(String caller, String owner, String method) {
    return noClasses()
        .that(areNotOneOf(caller))
        .should()
        .accessTargetWhere(
            target(
                owner + "." + method,
                access ->
                    access.getTargetOwner().getName().equals(owner)
                        && access.getTarget().getName().equals(method)))
        .because("only " + caller + " does")
        .allowEmptyShould(true);
  }

  /// No class has a name that says nothing.
  public static ArchRule names() {
    return noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)(\\$.*)?")
        .because("a name says what the thing is")
        .allowEmptyShould(true);
  }

  private static boolean isSystem(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return (owner.equals("java.lang.System") && !name.equals("arraycopy"))
        || SystemTimeAndChance.isReadBy(access);
  }

  private static DescribedPredicate<JavaClass> areNotOneOf(String... names) {
    List<String> excepted = Arrays.asList(names);
    return describe(
        "are not one of " + excepted,
        one ->
            excepted.stream()
                .noneMatch(
                    name -> one.getName().equals(name) || one.getName().startsWith(name + "$")));
  }

  private static DescribedPredicate<HasName> named(Set<String> names) {
    return describe("have effects", one -> names.contains(one.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> target(
      String what, Predicate<JavaAccess<?>> predicate) {
    return describe("the target is " + what, predicate);
  }
}
