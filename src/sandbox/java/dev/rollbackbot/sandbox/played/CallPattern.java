package dev.rollbackbot.sandbox.played;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with values in braces, to be recognised with its values filled in. */
record CallPattern(Pattern pattern, List<String> names) {
  private static final Pattern VALUE = Pattern.compile("\\{([a-z0-9][a-z0-9-]{0,39})}");

  static CallPattern of(String template) {
    List<String> names = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    Matcher value = VALUE.matcher(template);
    int end = 0;
    while (value.find()) {
      regex.append(Pattern.quote(template.substring(end, value.start()))).append("(.*?)");
      names.add(value.group(1));
      end = value.end();
    }
    regex.append(Pattern.quote(template.substring(end)));
    return new CallPattern(Pattern.compile(regex.toString(), Pattern.DOTALL), names);
  }

  /** The values, decoded if it is an address; empty: it is another text. */
  Optional<Map<String, String>> match(String text, boolean address) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String value = matcher.group(i + 1);
      if (address && value.contains("/")) {
        return Optional.empty();
      }
      values.put(
          names.get(i),
          address ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8) : value);
    }
    return Optional.of(values);
  }

  /** What it becomes with these values; those that are not known stay in braces. */
  static String fill(String template, Map<String, String> values) {
    return VALUE
        .matcher(template)
        .replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group())));
  }
}
