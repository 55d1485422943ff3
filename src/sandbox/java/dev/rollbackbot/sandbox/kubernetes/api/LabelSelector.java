package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.JsonPaths;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code app=checkout,tier!=test,zone in (a,b),!old}, as {@code labelSelector} has it. */
final class LabelSelector {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_./-]*";
  private static final Pattern SET =
      Pattern.compile("(" + NAME + ")\\s+(in|notin)\\s+\\(([^()]*)\\)");
  private static final Pattern EQUALITY =
      Pattern.compile("(" + NAME + ")\\s*(==|=|!=)\\s*([A-Za-z0-9_.-]*)");
  private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*(" + NAME + ")");

  private LabelSelector() {}

  /** Empty if it cannot be read. */
  static Optional<Predicate<JsonObject>> parse(String text) {
    Predicate<JsonObject> all = object -> true;
    if (text.isBlank()) {
      return Optional.of(all);
    }
    for (String each : requirements(text)) {
      Optional<Predicate<JsonObject>> one = requirement(each.strip());
      if (one.isEmpty()) {
        return Optional.empty();
      }
      all = all.and(one.get());
    }
    return Optional.of(all);
  }

  /** Commas inside of brackets do not separate. */
  private static List<String> requirements(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static Optional<Predicate<JsonObject>> requirement(String text) {
    Matcher set = SET.matcher(text);
    if (set.matches()) {
      List<String> values = Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
      String name = set.group(1);
      boolean in = set.group(2).equals("in");
      return Optional.of(object -> label(object, name).map(values::contains).orElse(false) == in);
    }
    Matcher equality = EQUALITY.matcher(text);
    if (equality.matches()) {
      String name = equality.group(1);
      String value = equality.group(3);
      boolean equal = !equality.group(2).equals("!=");
      return Optional.of(object -> label(object, name).map(value::equals).orElse(false) == equal);
    }
    Matcher presence = PRESENCE.matcher(text);
    if (presence.matches()) {
      boolean present = presence.group(1).isEmpty();
      String name = presence.group(2);
      return Optional.of(object -> label(object, name).isPresent() == present);
    }
    return Optional.empty();
  }

  private static Optional<String> label(JsonObject object, String name) {
    return JsonPaths.at(object, "metadata", "labels", name)
        .map(value -> JsonPaths.text(object, "metadata", "labels", name));
  }
}
