package dev.rollbackbot.runbook.job;

import java.util.ArrayList;
import java.util.List;

/**
 * A runbook's text together with the patches that it names, as an incident keeps it: what is
 * applied later is what stood beside the runbook when the incident was declared.
 */
public record TextWithPatches(String yaml, List<CodePatch> patches) {
  /** Begins a second YAML document, so it is no line of a runbook. */
  public static final String SEPARATOR = "--- # patches of the runbook's folder";

  public TextWithPatches {
    patches = List.copyOf(patches);
  }

  /** As it is stored; the text alone if there are no patches. */
  public String stored() {
    if (patches.isEmpty()) {
      return yaml;
    }
    StringBuilder out = new StringBuilder(yaml);
    out.append(yaml.endsWith("\n") ? "" : "\n").append(SEPARATOR).append('\n');
    patches.forEach(patch ->
        out.append(patch.name())
            .append(' ')
            .append(patch.text().length())
            .append('\n')
            .append(patch.text()));
    return out.toString();
  }

  /** One that the text names. */
  public CodePatch patch(String name) {
    return patches.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /** Whether a text has the line that begins the patches. */
  public static boolean separated(String text) {
    return text.startsWith(SEPARATOR) || text.contains("\n" + SEPARATOR);
  }

  public static TextWithPatches of(String stored) {
    int end = stored.indexOf("\n" + SEPARATOR + "\n");
    if (end < 0) {
      return new TextWithPatches(stored, List.of());
    }
    List<CodePatch> patches = new ArrayList<>();
    int at = end + SEPARATOR.length() + 2;
    while (at < stored.length()) {
      int blank = stored.indexOf(' ', at);
      int line = stored.indexOf('\n', blank);
      int to = line + 1 + Integer.parseInt(stored.substring(blank + 1, line));
      patches.add(new CodePatch(stored.substring(at, blank), stored.substring(line + 1, to)));
      at = to;
    }
    return new TextWithPatches(stored.substring(0, end + 1), patches);
  }
}
