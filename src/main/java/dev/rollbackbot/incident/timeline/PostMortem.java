package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.runbook.template.TemplateVariable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A draft of the post-mortem: the runbook's template, with what is on record.
 *
 * @param number 1 for the first one of the incident
 * @param markdown the same for the same events
 */
public record PostMortem(int number, String markdown) {
  /** Such as [Technical root cause]; no link and no box to tick. */
  private static final Pattern OPEN_FIELD = Pattern.compile("\\[[^\\[\\]\\n]{2,80}](?![(\\[])");

  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");

  /**
   * The draft that was asked for last.
   *
   * @param events of the incident, at least one
   * @param asked when this draft was asked for: what came after it is not in it; empty: all is
   * @param mask masks credentials in each part of a text, as in posts
   */
  public static PostMortem draft(
      List<Event> events, Optional<Instant> asked, UnaryOperator<String> mask) {
    RecordedIncident all = RecordedIncident.of(events);
    List<Integer> drafts = drafts(all, asked);
    int end = asked.isPresent() && !drafts.isEmpty() ? drafts.getLast() + 1 : events.size();
    RecordedIncident incident = new RecordedIncident(all.events().subList(0, end));
    int number = Math.max(1, drafts.size());
    int shownBefore = number > 1 ? drafts.get(number - 2) + 1 : end;
    return new PostMortem(number, markdown(incident, number, shownBefore, mask));
  }

  /** The places of the events that made a draft, up to that time. */
  private static List<Integer> drafts(RecordedIncident incident, Optional<Instant> asked) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < incident.events().size(); i++) {
      RecordedIncident.RecordedEvent recorded = incident.events().get(i);
      boolean inTime = asked.filter(at -> recorded.event().at().isAfter(at)).isEmpty();
      if (inTime && makesDraft(recorded)) {
        places.add(i);
      }
    }
    return places;
  }

  private static boolean makesDraft(RecordedIncident.RecordedEvent recorded) {
    return recorded.event() instanceof Event.PostMortemDrafted
        || (recorded.event() instanceof Event.SignedVerified
            && recorded.after().details().draftsPostMortem());
  }

  private static String markdown(
      RecordedIncident incident, int number, int shownBefore, UnaryOperator<String> mask) {
    IncidentDetails details = incident.details();
    MarkdownText text =
        new MarkdownText(details.runbook().signOff().postMortem().zone(), roles(incident), mask);
    PostMortemRecord record = new PostMortemRecord(incident, text);
    TimelineLines lines = new TimelineLines(incident, text);
    List<String> timeline = lines.lines(0);
    Map<TemplateVariable, String> made =
        Map.of(
            TemplateVariable.TIMELINE,
            String.join("\n", timeline),
            TemplateVariable.SUMMARY,
            record.summary(),
            TemplateVariable.RECORD,
            record.sections());
    String template = details.runbook().templates().postMortem();
    // A closed incident does not hold what it was resolved with any more.
    Incident shown = incident.resolved().orElse(incident.last());
    String filled = PostTemplates.postMortem(shown, text::of, made).stripTrailing();
    boolean hasTimeline = template.contains(variable(TemplateVariable.TIMELINE));
    boolean hasRecord = template.contains(variable(TemplateVariable.RECORD));
    StringBuilder out = new StringBuilder();
    out.append(introduction(incident, text, number, shownBefore)).append("\n\n");
    if (!template.contains(variable(TemplateVariable.SUMMARY))) {
      out.append("**In short.** ").append(record.summary()).append("\n\n");
    }
    out.append(filled);
    if (!hasRecord) {
      out.append("\n\n").append(record.sections());
    }
    if (!hasTimeline) {
      out.append("\n\n### Timeline\n\n").append(TimelineLines.LEGEND).append("\n\n");
      out.append(String.join("\n", timeline));
    }
    if (number > 1) {
      List<String> since = lines.lines(shownBefore);
      out.append("\n\n### After ").append(text.time(before(incident, shownBefore)));
      out.append("\n\n");
      out.append(since.isEmpty() ? "Nothing that the timeline tells." : String.join("\n", since));
    }
    return out.append("\n\n").append(openFields(template)).append("\n").toString();
  }

  private static String variable(TemplateVariable variable) {
    return "{" + variable.key() + "}";
  }

  /** When the draft before this one was asked for; whether its file arrived isn't known here. */
  private static Instant before(RecordedIncident incident, int shownBefore) {
    return incident.events().get(shownBefore - 1).event().at();
  }

  private static String introduction(
      RecordedIncident incident, MarkdownText text, int number, int shownBefore) {
    IncidentDetails details = incident.details();
    String drill = details.isDrill() ? "> **DRILL: a rehearsal. Nothing was wrong.**\n" : "";
    String secret =
        details.isPrivate() ? "> **This incident is private: so is this document.**\n" : "";
    String newer =
        number > 1
            ? " What came after "
                + text.time(before(incident, shownBefore))
                + " stands once more near the end."
            : "";
    return drill
        + secret
        + "> Draft "
        + number
        + " of the post-mortem of "
        + details.label()
        + ", made of its record up to "
        + text.time(incident.events().getLast().event().at())
        + "."
        + newer
        + "\n> Each draft is a new file: what people have written in an earlier one stays there."
        + "\n> What is in [brackets] is for people. Who did what is listed under “People”.";
  }

  /** What people have to fill in, by the headings that it stands under. */
  private static String openFields(String template) {
    Map<String, Integer> fields = new LinkedHashMap<>();
    String heading = "at the top";
    for (String line : template.lines().toList()) {
      Matcher title = HEADING.matcher(line.strip());
      if (title.matches()) {
        heading = title.group(1);
      } else {
        int count = (int) OPEN_FIELD.matcher(line).results().count();
        if (count > 0) {
          fields.merge(heading, count, Integer::sum);
        }
      }
    }
    String names =
        fields.entrySet().stream()
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    return "### Open fields\n\n"
        + (names.isEmpty()
            ? "The runbook's template has no field in brackets for people."
            : "People fill in what is in brackets: " + names + ".");
  }

  /** What each person did that the document names, the weightiest first. */
  private static Map<String, List<String>> roles(RecordedIncident incident) {
    IncidentDetails details = incident.details();
    Map<String, List<String>> roles = new LinkedHashMap<>();
    add(roles, details.requester(), "requester");
    add(roles, details.declaredBy(), "declared it");
    incident.all(Event.Approved.class).forEach(e -> add(roles, e.by(), "approver"));
    incident.all(Event.BreakGlassUsed.class).forEach(e -> add(roles, e.by(), "broke the glass"));
    incident
        .resolution()
        .ifPresent(end -> {
          add(roles, end.rolledBackSignature().by(), "first signer");
          add(roles, end.verifiedSignature().by(), "verifier");
        });
    add(roles, details.declaration().lead(), "lead");
    details
        .involved()
        .forEach((person, how) -> {
          if (!roles.containsKey(person)) {
            add(roles, person, how.name().toLowerCase(Locale.ROOT).replace('_', ' '));
          }
        });
    return roles;
  }

  private static void add(Map<String, List<String>> roles, String person, String role) {
    if (!person.equals(Actor.BOT.id()) && !person.isBlank()) {
      List<String> all = roles.computeIfAbsent(person, _ -> new ArrayList<>());
      if (!all.contains(role)) {
        all.add(role);
      }
    }
  }
}
