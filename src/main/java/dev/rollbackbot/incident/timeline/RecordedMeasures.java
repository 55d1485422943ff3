package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Times and readings of an incident, as tables and lists. */
record RecordedMeasures(RecordedIncident incident, MarkdownText text) {
  static final String UNKNOWN = "not known";

  List<String> times() {
    List<String> out = new ArrayList<>();
    out.add("| time | length | from | to | what it means |");
    out.add("| --- | --- | --- | --- | --- |");
    for (ResponseTimes.MeasuredTime time : ResponseTimes.of(incident).all()) {
      out.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  time.name(),
                  time.length().map(StatusText::durationText).orElse(UNKNOWN),
                  time.from().map(text::time).orElse(UNKNOWN),
                  time.to().map(text::time).orElse(UNKNOWN),
                  time.definition()));
    }
    out.add("");
    out.add("Waits and pauses are part of these times: none is subtracted.");
    if (incident.resolution().filter(r -> !r.signedResults().waived().isEmpty()).isPresent()) {
      out.add("A check was waived, so nothing shows that all was well at the end of them.");
    }
    return out;
  }

  List<String> phases() {
    return incident.times().entrySet().stream()
        .filter(e -> e.getValue().toSeconds() > 0)
        .map(e -> "- " + e.getKey() + ": " + StatusText.durationText(e.getValue()))
        .toList();
  }

  /** Each probe before the change and as it was signed. */
  List<String> probes() {
    IncidentDetails details = incident.details();
    List<VerificationResults.ProbeRun> signed =
        incident.resolution().map(end -> end.signedResults().probes()).orElse(List.of());
    List<String> ids =
        Stream.concat(
                details.baseline().results().stream().map(ProbeResult::probe),
                signed.stream().map(run -> run.probe().id()))
            .distinct()
            .toList();
    if (ids.isEmpty()) {
      return List.of("Nothing was measured by a probe.");
    }
    List<String> out = new ArrayList<>();
    out.add("| probe | before the change | when it was signed |");
    out.add("| --- | --- | --- |");
    for (String id : ids) {
      Optional<VerificationResults.ProbeRun> run =
          signed.stream().filter(r -> r.probe().id().equals(id)).findFirst();
      out.add(
          "| %s | %s | %s |"
              .formatted(
                  text.cell(RichText.of(details.runbook().checkTitle(id))),
                  result(details.baseline().result(id), details.baseline().at()),
                  run.map(r ->
                          result(r.lastResult(), r.readAt())
                              + (r.waiver().isPresent() ? ", waived" : "")
                              + (r.countedFailed().isPresent() ? ", counted as failed" : ""))
                      .orElse("not signed")));
    }
    return out;
  }

  private String result(Optional<ProbeResult> result, Optional<Instant> at) {
    return result
        .map(r ->
            "%s (%s)%s"
                .formatted(
                    r.verdict().name().toLowerCase(Locale.ROOT),
                    text.cell(RichText.EMPTY.quote(r.detail())),
                    at.map(time -> ", " + text.time(time)).orElse("")))
        .orElse("not measured");
  }
}
