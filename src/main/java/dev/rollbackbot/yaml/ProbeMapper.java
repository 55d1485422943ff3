package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.Comparison.Moment;
import dev.rollbackbot.runbook.measure.Comparison.Tolerance;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.HttpGet.Expectation;
import dev.rollbackbot.runbook.measure.HttpGet.Relation;
import dev.rollbackbot.runbook.measure.Measurement;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.measure.MetricQuery.Traffic;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the bot measures: a request to a service, or a query of a metric source. */
record ProbeMapper(IdRegistry registry) {
  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(5);
  private static final Duration DEFAULT_DELAY = Duration.ofSeconds(30);
  private static final Duration DEFAULT_EVERY = Duration.ofSeconds(30);
  private static final int MAX_UNIT = 20;
  private static final Pattern TOLERANCE =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(%?)");
  private static final String[] OF_A_REQUEST = {"status", "json", "within"};
  private static final String[] OF_A_QUERY = {
    "query", "unit", "at_most", "at_least", "earlier", "window", "delay", "every", "traffic"
  };

  Probe read(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "this probe",
            "id title service path status json within source query unit at_most at_least earlier"
                + " window delay every traffic only_in");
    return new Probe(
        registry.checks().declare(fields.required("id")),
        fields.required("title").line(),
        registry.services().checkDeclared(fields.required("service")),
        measurement(value, fields),
        fields.listOf("only_in").stream()
            .map(registry.environments()::checkDeclared)
            .collect(Collectors.toSet()));
  }

  /** From the keys of a probe that say how it measures. */
  static Measurement measurement(YamlValue value, MappingReader fields) {
    boolean query = fields.has("source");
    if (query && fields.has("path")) {
      value.error("a probe has a path or a source, not both");
    }
    return query ? query(value, fields) : request(fields);
  }

  private static Measurement request(MappingReader fields) {
    fields.forbid("a probe with a source", OF_A_QUERY);
    return new HttpGet(
        startingWithSlash(fields.required("path"), "begin with a slash, such as /health"),
        fields.required("status").oneOrMore().stream()
            .map(v -> v.number(100, 599))
            .collect(Collectors.toSet()),
        fields.listOf("json").stream().map(ProbeMapper::expectation).toList(),
        fields.optional("within").map(YamlValue::duration).orElse(DEFAULT_WITHIN));
  }

  private static String startingWithSlash(YamlValue value, String allowed) {
    return value.line(
        line -> line.startsWith("/"), value.name() + " must " + allowed + ", not \"%s\"");
  }

  private static Expectation expectation(YamlValue value) {
    MappingReader fields = value.mapping("this expectation", "at equals at_most at_least");
    String pointer =
        startingWithSlash(
            fields.required("at"), "be a JSON pointer that begins with a slash, such as /status");
    long relations = List.of("equals", "at_most", "at_least").stream().filter(fields::has).count();
    if (relations != 1 && fields.readable()) {
      value.error("an expectation has exactly one of equals, at_most, at_least");
    }
    return fields
        .optional("at_most")
        .map(v -> new Expectation(pointer, Relation.AT_MOST, v.decimal()))
        .or(() ->
            fields
                .optional("at_least")
                .map(v -> new Expectation(pointer, Relation.AT_LEAST, v.decimal())))
        .orElseGet(() ->
            new Expectation(
                pointer,
                Relation.EQUALS,
                fields.optional("equals").map(YamlValue::scalarText).orElse("")));
  }

  private static Measurement query(YamlValue value, MappingReader fields) {
    fields.forbid("a probe with a path", OF_A_REQUEST);
    return new MetricQuery(
        fields.required("source").id(),
        fields.required("query").text(),
        fields.optional("unit").map(u -> u.lineUpTo(MAX_UNIT)).orElse(""),
        comparison(value, fields),
        SharedMappers.positiveDuration(fields.required("window")),
        fields.optional("delay").map(YamlValue::duration).orElse(DEFAULT_DELAY),
        fields.optional("every").map(SharedMappers::positiveDuration).orElse(DEFAULT_EVERY),
        fields.optional("traffic").map(ProbeMapper::traffic));
  }

  private static Comparison comparison(YamlValue value, MappingReader fields) {
    boolean limits = fields.has("at_most") || fields.has("at_least");
    if (limits == fields.has("earlier") && fields.readable()) {
      value.error("a probe with a source has at_most, at_least or both, or else earlier");
    }
    Optional<Comparison> earlier = fields.optional("earlier").map(ProbeMapper::earlier);
    return earlier.orElseGet(() ->
        new Comparison.Limits(
            fields.optional("at_most").map(ProbeMapper::decimal),
            fields.optional("at_least").map(ProbeMapper::decimal)));
  }

  private static Comparison earlier(YamlValue value) {
    MappingReader fields = value.mapping("this comparison", "moment above below");
    if (fields.readable() && !fields.has("above") && !fields.has("below")) {
      value.error("nothing says how far from the earlier value is too far; add above or below");
    }
    return new Comparison.ToEarlier(
        fields.required("moment").word(Moment.class),
        fields.optional("above").map(ProbeMapper::tolerance),
        fields.optional("below").map(ProbeMapper::tolerance));
  }

  private static Tolerance tolerance(YamlValue value) {
    String text = value.scalarText();
    var matcher = TOLERANCE.matcher(text);
    if (!matcher.matches()) {
      if (!text.isEmpty()) {
        value.error(
            "%s must be a distance such as 0.5 or 20%%, not \"%s\"".formatted(value.name(), text));
      }
      return new Tolerance(BigDecimal.ZERO, false);
    }
    return new Tolerance(new BigDecimal(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  private static Traffic traffic(YamlValue value) {
    MappingReader fields = value.mapping("this traffic", "query at_least");
    return new Traffic(fields.required("query").text(), decimal(fields.required("at_least")));
  }

  private static BigDecimal decimal(YamlValue value) {
    return new BigDecimal(value.decimal());
  }
}
