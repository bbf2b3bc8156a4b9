import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Checks that every Java source is formatted, or formats it: `Format check|apply`, started in the
/// root of the project. It runs on the tool chain's JDK because the formatter parses with the
/// running JDK's compiler.
final class Format {
  private static final Path ROOT = Path.of("");

  private Format() {}

  public static void main(String[] args) throws IOException, FormatterException {
    boolean apply =
        switch (args.length == 1 ? args[0] : "") {
          case "apply" -> true;
          case "check" -> false;
          default -> throw new IllegalArgumentException("usage: Format check|apply");
        };
    List<Path> different = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      String formatted = format(file, text);
      if (!text.equals(formatted)) {
        different.add(file);
        if (apply) {
          Files.writeString(file, formatted);
        }
      }
    }
    different.forEach(
        file -> System.err.println((apply ? "formatted: " : "not formatted: ") + file));
    if (!apply && !different.isEmpty()) {
      System.err.println("run: mvn -N verify -Dformat=apply");
      System.exit(1);
    }
  }

  private static String format(Path file, String text) throws FormatterException {
    try {
      Formatter formatter = new Formatter();
      String ordered = ImportOrderer.reorderImports(text, Style.GOOGLE);
      String used = RemoveUnusedImports.removeUnusedImports(ordered);
      return StringWrapper.wrap(formatter.formatSource(used), formatter);
    } catch (FormatterException e) {
      System.err.println("cannot parse: " + file);
      throw e;
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> roots = new ArrayList<>(List.of(ROOT.resolve("build")));
    try (Stream<Path> modules = Files.list(ROOT.toAbsolutePath())) {
      modules
          .map(module -> ROOT.toAbsolutePath().relativize(module).resolve("src"))
          .filter(Files::isDirectory)
          .sorted()
          .forEach(roots::add);
    }
    List<Path> files = new ArrayList<>();
    for (Path root : roots) {
      try (Stream<Path> walk = Files.walk(root)) {
        walk.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
      }
    }
    return files;
  }
}
