package dev.rollbackbot.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules about names, packages and switches that only the source text shows. */
final class SourceRulesTest {
  private static final String[] PRODUCT = {"src/main/java", "src/sandbox/java"};
  private static final int FILES_PER_PACKAGE = 25;

  /** Words that earlier versions of the code used in a meaning of their own. */
  private static final Set<String> HOME_MADE_WORDS =
      Set.of(
          "aside",
          "backstage",
          "canon",
          "desk",
          "ear",
          "fence",
          "glassbroken",
          "goeson",
          "kit",
          "lessons",
          "lore",
          "momentum",
          "nudged",
          "patience",
          "refusals",
          "rooms",
          "shelf",
          "situations",
          "spoiled",
          "spoilt",
          "told",
          "trail",
          "troubles",
          "unsure",
          "voice",
          "wish",
          "wishes");

  @Test
  void a_simple_name_belongs_to_one_type() {
    assertThat(doubleNames(JavaSources.parse(JavaSources.below(PRODUCT)))).isEmpty();
  }

  @Test
  void a_planted_second_type_of_a_name_is_found(@TempDir Path folder) {
    List<Path> planted =
        PlantedCode.write(
            folder,
            "package one; class Version {}",
            "package two; class Build { record Version(int number) {} }");
    assertThat(doubleNames(JavaSources.parse(planted)))
        .containsExactly(Map.entry("Version", List.of("one.Version", "two.Build.Version")));
  }

  @Test
  void a_package_holds_at_most_25_files() {
    assertThat(
            largePackages(JavaSources.below("src/main/java", "src/sandbox/java", "src/test/java")))
        .isEmpty();
  }

  @Test
  void a_planted_package_of_26_files_is_found() {
    List<Path> planted =
        Stream.iterate(1, i -> i + 1)
            .limit(26)
            .map(i -> Path.of("wide", "T" + i + ".java"))
            .toList();
    assertThat(largePackages(planted)).containsExactly(Map.entry(Path.of("wide"), 26L));
  }

  @Test
  void no_switch_over_a_sealed_type_has_a_default() {
    List<Path> candidates =
        withDefault(
            JavaSources.parse(
                JavaSources.below("src/main/java", "src/sandbox/java", "src/test/java")));
    assertThat(candidates).isNotEmpty();
    assertThat(defaultsOverSealedTypes(JavaSources.attribute(candidates))).isEmpty();
  }

  @Test
  void a_planted_default_over_a_sealed_type_is_found(@TempDir Path folder) {
    List<Path> planted =
        PlantedCode.write(
            folder,
            """
            package planted;
            class Planted {
              sealed interface Shape {}
              record Circle(int radius) implements Shape {}
              record Square(int side) implements Shape {}
              int size(Shape shape) {
                return switch (shape) {
                  case Circle circle -> circle.radius();
                  default -> 0;
                };
              }
              int number(String word) {
                return switch (word) {
                  case "one" -> 1;
                  default -> 0;
                };
              }
            }
            """);
    assertThat(withDefault(JavaSources.parse(planted))).isEqualTo(planted);
    assertThat(defaultsOverSealedTypes(JavaSources.attribute(planted)))
        .containsExactly("Planted.java:7");
  }

  @Test
  void home_made_words_name_no_type_field_or_parameter() {
    assertThat(homeMadeWords(JavaSources.parse(JavaSources.below(PRODUCT)))).isEmpty();
  }

  @Test
  void a_planted_home_made_word_is_found(@TempDir Path folder) {
    List<Path> planted =
        PlantedCode.write(
            folder,
            "package planted; class Planted { int patience; void wait(int wish) {} class Desk {}"
                + " }");
    assertThat(homeMadeWords(JavaSources.parse(planted)))
        .containsExactly("Planted.java: Desk", "Planted.java: patience", "Planted.java: wish");
  }

  private static Map<String, List<String>> doubleNames(JavaSources sources) {
    Map<String, List<String>> names = new TreeMap<>();
    for (CompilationUnitTree unit : sources.units()) {
      new TypeNames(unit, names).scan(unit, null);
    }
    names.values().removeIf(places -> places.size() < 2);
    return names;
  }

  /** Named types, nested ones included, with the place of each. */
  private static final class TypeNames extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Map<String, List<String>> names;

    TypeNames(CompilationUnitTree unit, Map<String, List<String>> names) {
      this.unit = unit;
      this.names = names;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (!type.getSimpleName().isEmpty()) {
        StringBuilder place = new StringBuilder(type.getSimpleName());
        for (TreePath at = getCurrentPath().getParentPath(); at != null; at = at.getParentPath()) {
          if (at.getLeaf() instanceof ClassTree outer) {
            place.insert(0, outer.getSimpleName() + ".");
          }
        }
        place.insert(0, unit.getPackageName() + ".");
        names
            .computeIfAbsent(type.getSimpleName().toString(), name -> new ArrayList<>())
            .add(place.toString());
      }
      return super.visitClass(type, null);
    }
  }

  private static Map<Path, Long> largePackages(List<Path> files) {
    Map<Path, Long> sizes =
        files.stream()
            .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
    sizes.values().removeIf(size -> size <= FILES_PER_PACKAGE);
    return sizes;
  }

  private static List<Path> withDefault(JavaSources sources) {
    List<Path> files = new ArrayList<>();
    for (CompilationUnitTree unit : sources.units()) {
      boolean[] found = {false};
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitCase(CaseTree branch, Void unused) {
          found[0] |= branch.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
          return super.visitCase(branch, null);
        }
      }.scan(unit, null);
      if (found[0]) {
        files.add(Path.of(unit.getSourceFile().getName()));
      }
    }
    return files;
  }

  private static List<String> defaultsOverSealedTypes(JavaSources sources) {
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : sources.units()) {
      new TreePathScanner<Void, Void>() {
        @Override
        public Void visitSwitchExpression(SwitchExpressionTree tree, Void unused) {
          check(tree, tree.getExpression(), tree.getCases());
          return super.visitSwitchExpression(tree, null);
        }

        @Override
        public Void visitSwitch(SwitchTree tree, Void unused) {
          check(tree, tree.getExpression(), tree.getCases());
          return super.visitSwitch(tree, null);
        }

        private void check(Tree tree, ExpressionTree selector, List<? extends CaseTree> cases) {
          boolean hasDefault =
              cases.stream()
                  .flatMap(branch -> branch.getLabels().stream())
                  .anyMatch(DefaultCaseLabelTree.class::isInstance);
          TypeMirror type = sources.trees().getTypeMirror(new TreePath(getCurrentPath(), selector));
          if (hasDefault && isSealed(type)) {
            long position = sources.trees().getSourcePositions().getStartPosition(unit, tree);
            found.add(file(unit) + ":" + unit.getLineMap().getLineNumber(position));
          }
        }
      }.scan(unit, null);
    }
    return found;
  }

  private static boolean isSealed(TypeMirror type) {
    if (!(type instanceof DeclaredType declared)) {
      return false;
    }
    Element element = declared.asElement();
    return element.getModifiers().contains(Modifier.SEALED)
        && element.getKind() != ElementKind.ENUM;
  }

  private static Set<String> homeMadeWords(JavaSources sources) {
    Set<String> found = new TreeSet<>();
    for (CompilationUnitTree unit : sources.units()) {
      new TreePathScanner<Void, Void>() {
        @Override
        public Void visitClass(ClassTree type, Void unused) {
          check(type.getSimpleName().toString());
          return super.visitClass(type, null);
        }

        @Override
        public Void visitVariable(VariableTree variable, Void unused) {
          check(variable.getName().toString());
          return super.visitVariable(variable, null);
        }

        private void check(String name) {
          if (HOME_MADE_WORDS.contains(name.toLowerCase(Locale.ROOT))) {
            found.add(file(unit) + ": " + name);
          }
        }
      }.scan(unit, null);
    }
    return found;
  }

  private static String file(CompilationUnitTree unit) {
    return String.valueOf(Path.of(unit.getSourceFile().getName()).getFileName());
  }
}
