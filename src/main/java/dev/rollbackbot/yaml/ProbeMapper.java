package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.Comparison.Moment;
import dev.rollbackbot.runbook.measure.Comparison.Tolerance;
import dev.rollbackbot.runbook.measure.EntryCount;
import dev.rollbackbot.runbook.measure.EntryCount.EntryFilter;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.HttpGet.Expectation;
import dev.rollbackbot.runbook.measure.HttpGet.Relation;
import dev.rollbackbot.runbook.measure.JobMetric;
import dev.rollbackbot.runbook.measure.LogMetric;
import dev.rollbackbot.runbook.measure.Measurement;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.measure.MetricQuery.Traffic;
import dev.rollbackbot.runbook.measure.QueryForm;
import dev.rollbackbot.runbook.measure.ResponseRules;
import dev.rollbackbot.runbook.measure.ResponseRules.HeaderRelation;
import dev.rollbackbot.runbook.measure.ResponseRules.HeaderRule;
import dev.rollbackbot.runbook.measure.ResponseRules.LatencyRule;
import dev.rollbackbot.runbook.measure.ResponseRules.TextRule;
import dev.rollbackbot.runbook.measure.WorkersMetric;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the bot measures: a request to a service, or a query of a metric source. */
record ProbeMapper(IdRegistry registry) {
  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(5);
  private static final Duration DEFAULT_EVERY = Duration.ofSeconds(30);
  private static final int MAX_UNIT = 20;
  private static final List<String> SOURCES =
      List.of("prometheus", "loki", WorkersMetric.SOURCE, LogMetric.SOURCE, JobMetric.SOURCE);
  private static final String DATABASES = "sql-";
  private static final int MAX_DAYS = 365;
  private static final int HUNDRED = 100;
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,80}");
  private static final Pattern TOLERANCE =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(%?)");
  private static final String[] OF_A_REQUEST = {
    "status",
    "json",
    "within",
    "headers",
    "text",
    "entries",
    "latency",
    "certificate_days",
    "credential"
  };
  private static final String[] OF_A_QUERY = {
    "query", "unit", "at_most", "at_least", "earlier", "window", "delay", "every", "traffic"
  };

  Probe read(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "this probe",
            "id title service path status json within headers text entries latency"
                + " certificate_days credential source query unit at_most at_least earlier"
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
        fields.optional("within").map(YamlValue::duration).orElse(DEFAULT_WITHIN),
        new ResponseRules(
            fields.optional("credential").map(YamlValue::id),
            fields.listOf("headers").stream().map(ProbeMapper::header).toList(),
            fields.listOf("text").stream().map(ProbeMapper::text).toList(),
            fields.optional("entries").map(ProbeMapper::entries),
            fields.optional("latency").map(ProbeMapper::latency),
            fields.optional("certificate_days").map(days -> days.number(1, MAX_DAYS))));
  }

  private static HeaderRule header(YamlValue value) {
    MappingReader fields = value.mapping("this header", "name equals contains absent");
    String name =
        fields
            .required("name")
            .line(
                n -> HEADER.matcher(n).matches(),
                "\"name\" must be the name of a header, not \"%s\"")
            .toLowerCase(Locale.ROOT);
    exactlyOne(value, fields, "a header", "equals", "contains", "absent");
    if (fields.optional("absent").map(ProbeMapper::isTrue).orElse(false)) {
      return new HeaderRule(name, HeaderRelation.ABSENT, "");
    }
    return fields
        .optional("contains")
        .map(v -> new HeaderRule(name, HeaderRelation.CONTAINS, v.line()))
        .orElseGet(() ->
            new HeaderRule(
                name,
                HeaderRelation.EQUALS,
                fields.optional("equals").map(YamlValue::line).orElse("")));
  }

  private static boolean isTrue(YamlValue value) {
    if (!value.bool() && value.kind().equals("false")) {
      value.error("%s must be true; leave it out otherwise".formatted(value.name()));
    }
    return true;
  }

  private static TextRule text(YamlValue value) {
    MappingReader fields = value.mapping("this text", "contains lacks");
    exactlyOne(value, fields, "a text", "contains", "lacks");
    boolean wanted = fields.has("contains");
    return new TextRule(
        fields.optional(wanted ? "contains" : "lacks").map(YamlValue::line).orElse(""), wanted);
  }

  private static EntryCount entries(YamlValue value) {
    MappingReader fields =
        value.mapping("this count of entries", "list where since_change at_most at_least");
    if (fields.readable() && !fields.has("at_most") && !fields.has("at_least")) {
      value.error("a count of entries has at_most, at_least or both");
    }
    return new EntryCount(
        fields.optional("list").map(ProbeMapper::pointer).orElse(""),
        fields.listOf("where").stream().map(ProbeMapper::filter).toList(),
        fields.optional("since_change").map(ProbeMapper::sinceChange),
        limits(fields));
  }

  private static String pointer(YamlValue value) {
    return startingWithSlash(value, "be a JSON pointer that begins with a slash, such as /status");
  }

  private static EntryFilter filter(YamlValue value) {
    MappingReader fields = value.mapping("this filter", "at equals contains");
    String pointer = pointer(fields.required("at"));
    exactlyOne(value, fields, "a filter", "equals", "contains");
    boolean whole = fields.has("equals");
    return new EntryFilter(
        pointer,
        fields
            .optional(whole ? "equals" : "contains")
            .map(whole ? YamlValue::scalarText : YamlValue::line)
            .orElse(""),
        whole);
  }

  private static EntryCount.SinceChange sinceChange(YamlValue value) {
    MappingReader fields = value.mapping("this time", "at grace window");
    return new EntryCount.SinceChange(
        pointer(fields.required("at")),
        fields.optional("grace").map(YamlValue::duration).orElse(Duration.ZERO),
        SharedMappers.positiveDuration(fields.required("window")));
  }

  private static LatencyRule latency(YamlValue value) {
    MappingReader fields = value.mapping("this latency", "percentile at_most of");
    return new LatencyRule(
        fields.required("percentile").number(1, HUNDRED),
        SharedMappers.positiveDuration(fields.required("at_most")),
        fields.required("of").number(2, HUNDRED));
  }

  private static void exactlyOne(
      YamlValue value, MappingReader fields, String what, String... keys) {
    if (fields.readable() && Stream.of(keys).filter(fields::has).count() != 1) {
      value.error("%s has exactly one of %s".formatted(what, String.join(", ", keys)));
    }
  }

  private static String startingWithSlash(YamlValue value, String allowed) {
    return value.line(
        line -> line.startsWith("/"), value.name() + " must " + allowed + ", not \"%s\"");
  }

  private static Expectation expectation(YamlValue value) {
    MappingReader fields = value.mapping("this expectation", "at equals at_most at_least");
    String pointer = pointer(fields.required("at"));
    exactlyOne(value, fields, "an expectation", "equals", "at_most", "at_least");
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
    String source = source(fields.required("source"));
    QueryForm form = QueryForm.of(source);
    Duration window = SharedMappers.positiveDuration(fields.required("window"));
    YamlValue query = fields.required("query");
    Optional<YamlValue> delay = fields.optional("delay");
    Duration known = delay.map(YamlValue::duration).orElse(form.usualDelay());
    Optional<YamlValue> traffic = fields.optional("traffic");
    check(query, form, window);
    traffic.flatMap(ProbeMapper::trafficQuery).ifPresent(q -> check(q, form, window));
    delay.ifPresent(d -> form.delayProblem(known).ifPresent(d::error));
    if (!form.knowsThePast()) {
      fields
          .optional("earlier")
          .ifPresent(
              e -> e.error("the source \"%s\" does not know what was earlier".formatted(source)));
    }
    return new MetricQuery(
        source,
        query.text(),
        fields.optional("unit").map(u -> u.lineUpTo(MAX_UNIT)).orElse(""),
        comparison(value, fields),
        window,
        known,
        fields.optional("every").map(SharedMappers::pace).orElse(DEFAULT_EVERY),
        traffic.map(ProbeMapper::traffic));
  }

  /** One that the settings can't name is always without an answer. */
  private static String source(YamlValue value) {
    String id = value.id();
    if (!id.isEmpty() && !SOURCES.contains(id) && !id.startsWith(DATABASES)) {
      value.warn(
          "there is no metric source \"%s\", so it never answers: there is %s, and sql- with the name of a database of the settings"
              .formatted(id, String.join(", ", SOURCES)));
    }
    return id;
  }

  private static Comparison comparison(YamlValue value, MappingReader fields) {
    boolean limits = fields.has("at_most") || fields.has("at_least");
    if (limits == fields.has("earlier") && fields.readable()) {
      value.error("a probe with a source has at_most, at_least or both, or else earlier");
    }
    Optional<Comparison> earlier = fields.optional("earlier").map(ProbeMapper::earlier);
    return earlier.orElseGet(() -> limits(fields));
  }

  private static Comparison.Limits limits(MappingReader fields) {
    return new Comparison.Limits(
        fields.optional("at_most").map(ProbeMapper::decimal),
        fields.optional("at_least").map(ProbeMapper::decimal));
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

  private static Optional<YamlValue> trafficQuery(YamlValue value) {
    return value.isMapping()
        ? value.mapping("this traffic", "query at_least").optional("query")
        : Optional.empty();
  }

  /** What could never be asked is refused here, and not found out in an incident. */
  private static void check(YamlValue query, QueryForm form, Duration window) {
    if (query.isText()) {
      form.problem(query.text(), window)
          .ifPresent(problem -> query.error(query.name() + " " + problem));
    }
  }

  private static Traffic traffic(YamlValue value) {
    MappingReader fields = value.mapping("this traffic", "query at_least");
    return new Traffic(fields.required("query").text(), decimal(fields.required("at_least")));
  }

  private static BigDecimal decimal(YamlValue value) {
    return new BigDecimal(value.decimal());
  }
}
