package com.plexichat.backup.floorplan;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The limits on the length of files and of function bodies.
public final class SourceSizes {
  /// The most lines that a source file may have.
  public static final int FILE_LINES = 400;

  /// The most lines that may stand between the braces of a method or constructor.
  public static final int BODY_LINES = 60;

  private SourceSizes() {}

  /// Returns every file and function below a folder that is too long, one sentence each.
  public static List<String> problems(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE_LINES) {
        problems.add("%s: %d lines, at most %d".formatted(file, lines, FILE_LINES));
      }
    }
    problems.addAll(longBodies(files));
    return problems;
  }

  private static List<String> longBodies(List<Path> files) throws IOException {
    List<String> problems = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Bodies(unit, positions, problems).scan(unit, null);
      }
    }
    return problems;
  }

  private static final class Bodies extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> problems;

    Bodies(CompilationUnitTree unit, SourcePositions positions, List<String> problems) {
      this.unit = unit;
      this.positions = positions;
      this.problems = problems;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      if (method.getBody() != null) {
        LineMap lines = unit.getLineMap();
        long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
        long between = last - first - 1;
        if (between > BODY_LINES) {
          problems.add(
              "%s:%d: %s has %d lines, at most %d"
                  .formatted(
                      unit.getSourceFile().getName(),
                      first,
                      method.getName(),
                      between,
                      BODY_LINES));
        }
      }
      return super.visitMethod(method, null);
    }
  }
}
