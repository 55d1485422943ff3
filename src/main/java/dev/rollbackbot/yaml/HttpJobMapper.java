package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.job.HttpCall;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.HttpSpec.HttpField;
import dev.rollbackbot.runbook.job.HttpSpec.LogSource;
import dev.rollbackbot.runbook.job.HttpSpec.RunSearch;
import dev.rollbackbot.runbook.job.HttpSpec.StateSource;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.Placeholders;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A job at a service that is called by HTTP. */
final class HttpJobMapper {
  private static final int MAX_URL = 500;
  private static final int MAX_BODY = 1_500;
  private static final Pattern METHOD = Pattern.compile("POST|PUT|PATCH|DELETE");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
  private static final Pattern POINTER = Pattern.compile("(/[^/]{0,100}){1,20}");
  private static final Pattern AUTHORITY = Pattern.compile("(https?://[^/?#]*).*");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.0\\.0\\.1|\\[::1]");

  /** Who makes the request decides these. */
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "user-agent");

  private final YamlValue run;
  private final Set<String> inputs;
  private final Set<String> used = new HashSet<>();

  private HttpJobMapper(YamlValue run, List<JobInput> inputs) {
    this.run = run;
    this.inputs = inputs.stream().map(JobInput::id).collect(Collectors.toCollection(TreeSet::new));
  }

  static HttpSpec job(YamlValue value, List<JobInput> inputs) {
    return new HttpJobMapper(value, inputs).read();
  }

  private HttpSpec read() {
    MappingReader fields =
        run.mapping("this run", "provider headers start state cancel find queue log");
    YamlValue startValue = fields.required("start");
    MappingReader start =
        startValue.mapping("this start", "method url body form id idempotency_header");
    HttpSpec spec =
        new HttpSpec(
            fields.optional("headers").map(HttpJobMapper::headers).orElse(List.of()),
            call(start, false),
            start.optional("id").map(HttpJobMapper::pointer),
            start.optional("idempotency_header").map(HttpJobMapper::header),
            state(fields.required("state")),
            fields.optional("cancel").map(this::cancel),
            fields.optional("find").map(v -> search(v, false)),
            fields.optional("queue").map(v -> search(v, true)),
            fields.optional("log").map(this::log));
    check(spec, startValue);
    return spec;
  }

  private void check(HttpSpec spec, YamlValue start) {
    if (spec.urls().map(HttpJobMapper::authority).distinct().count() > 1) {
      run.error("all addresses of a run are of one host, because they get the same headers");
    }
    boolean idKnown = spec.id().isPresent() || spec.find().isPresent();
    boolean idUsed =
        Stream.of(
                Stream.of(spec.state().url()),
                spec.cancel().stream().map(HttpCall::url),
                spec.log().stream().map(LogSource::url))
            .flatMap(urls -> urls)
            .anyMatch(url -> Placeholders.of(url).contains(HttpSpec.RUN));
    if (idUsed && !idKnown) {
      run.error("{run} is not known: say where, with \"id\" in \"start\" or with \"find\"");
    }
    if (spec.find().isPresent() && !sendsCorrelation(spec)) {
      start.error(
          "\"find\" needs {correlation} in what \"start\" sends: nothing else tells this run from"
              + " others");
    }
    inputs.stream()
        .filter(id -> id.equals(HttpSpec.RUN) || id.equals(HttpSpec.CORRELATION))
        .forEach(id -> run.error("an input can't be called \"%s\" here".formatted(id)));
    inputs.stream()
        .filter(id -> !used.contains(id))
        .forEach(id -> run.warn("the input \"%s\" is asked for and not used".formatted(id)));
  }

  private static boolean sendsCorrelation(HttpSpec spec) {
    HttpCall start = spec.start();
    return spec.idempotencyHeader().isPresent()
        || Stream.of(
                Stream.of(start.url()),
                start.body().stream(),
                start.form().stream().map(HttpField::text))
            .flatMap(texts -> texts)
            .anyMatch(text -> Placeholders.of(text).contains(HttpSpec.CORRELATION));
  }

  private static List<HttpField> headers(YamlValue value) {
    return MappingReader.entries(value, "\"headers\"").stream()
        .map(entry -> {
          header(entry.keyValue());
          return new HttpField(entry.key(), entry.value().line());
        })
        .toList();
  }

  private static String header(YamlValue value) {
    String name = value.line();
    if (!name.isEmpty() && (!HEADER.matcher(name).matches() || OWN_HEADERS.contains(lower(name)))) {
      value.error("\"%s\" can't be a header of a runbook".formatted(name));
    }
    return name;
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  private HttpCall cancel(YamlValue value) {
    return call(value.mapping("this cancel", "method url body form"), true);
  }

  private HttpCall call(MappingReader fields, boolean withRun) {
    Optional<YamlValue> body = fields.optional("body");
    if (body.isPresent() && fields.has("form")) {
      body.get().error("a call has a body or a form, not both");
    }
    Optional<String> json = body.map(HttpJobMapper::json);
    json.ifPresent(text -> {
      placeholders(body.get(), text, withRun);
      if (text.length() > MAX_BODY) {
        body.get().error("\"body\" has more than %d characters as JSON".formatted(MAX_BODY));
      }
    });
    return new HttpCall(
        fields
            .optional("method")
            .map(m ->
                m.line(
                    text -> METHOD.matcher(text).matches(),
                    "\"method\" is POST, PUT, PATCH or DELETE, not \"%s\""))
            .orElse("POST"),
        url(fields.required("url"), withRun),
        json,
        fields.optional("form").map(v -> texts(v, withRun, false)).orElse(List.of()));
  }

  private StateSource state(YamlValue value) {
    MappingReader fields =
        value.mapping("this state", "url word running done failed goes_on_while");
    StateSource state =
        new StateSource(
            url(fields.required("url"), true),
            pointer(fields.required("word")),
            words(fields.listOf("running")),
            words(fields.required("done").list()),
            words(fields.listOf("failed")),
            fields.optional("goes_on_while").map(v -> texts(v, true, true)).orElse(List.of()));
    Set<String> seen = new HashSet<>();
    Stream.of(state.running(), state.done(), state.failed())
        .flatMap(List::stream)
        .filter(word -> !seen.add(word))
        .forEach(word -> value.error("the word \"%s\" is here twice".formatted(word)));
    return state;
  }

  private List<String> words(List<YamlValue> values) {
    return values.stream().map(v -> placeholders(v, v.scalarText(), false)).toList();
  }

  private RunSearch search(YamlValue value, boolean queue) {
    MappingReader fields =
        value.mapping("this search", queue ? "url items where id cancel" : "url items where id");
    List<HttpField> where = texts(fields.required("where"), false, true);
    String url = url(fields.required("url"), false);
    if (fields.readable()
        && Stream.concat(Stream.of(url), where.stream().map(HttpField::text))
            .noneMatch(text -> Placeholders.of(text).contains(HttpSpec.CORRELATION))) {
      value.error("a search needs {correlation}: nothing else tells this run from others");
    }
    return new RunSearch(
        url,
        fields.optional("items").map(HttpJobMapper::pointer).orElse(""),
        where,
        pointer(fields.required("id")),
        fields.optional("cancel").map(this::cancel));
  }

  private LogSource log(YamlValue value) {
    MappingReader fields = value.mapping("this log", "url lines");
    return new LogSource(
        url(fields.required("url"), true), fields.optional("lines").map(HttpJobMapper::pointer));
  }

  /** The values of a mapping; its keys are pointers or names. */
  private List<HttpField> texts(YamlValue value, boolean withRun, boolean pointers) {
    return MappingReader.entries(value, value.name()).stream()
        .map(entry -> {
          String key = pointers ? pointer(entry.keyValue()) : entry.key();
          return new HttpField(
              key, placeholders(entry.value(), entry.value().scalarText(), withRun));
        })
        .toList();
  }

  private static String pointer(YamlValue value) {
    return value.line(
        text -> POINTER.matcher(text).matches(),
        "a place in an answer is a JSON pointer such as /id or /job/status, not \"%s\"");
  }

  private String url(YamlValue value, boolean withRun) {
    String url = placeholders(value, value.lineUpTo(MAX_URL), withRun);
    if (!url.isEmpty() && !valid(url)) {
      value.error(
          "%s must be an https address without user and fragment, with placeholders only behind the"
                  .formatted(value.name())
              + " host (http only on this machine)");
    }
    return url;
  }

  private static boolean valid(String url) {
    return !authority(url).contains("{")
        && HttpAddress.parse(url.replaceAll("\\{[a-z0-9-]+}", "x"))
            .filter(uri -> uri.getUserInfo() == null && uri.getFragment() == null)
            .filter(HttpJobMapper::secure)
            .isPresent();
  }

  private static boolean secure(URI uri) {
    return uri.getScheme().equals("https") || LOOPBACK.matcher(uri.getHost()).matches();
  }

  private static String authority(String url) {
    return AUTHORITY.matcher(url).replaceAll("$1");
  }

  private String placeholders(YamlValue value, String text, boolean withRun) {
    for (String name : Placeholders.of(text)) {
      used.add(name);
      boolean known =
          inputs.contains(name)
              || name.equals(HttpSpec.CORRELATION)
              || withRun && name.equals(HttpSpec.RUN);
      if (!known) {
        value.error(
            "{%s} stands for no input; declare it under \"inputs\" (also known here: {correlation}%s)"
                .formatted(name, withRun ? ", {run}" : ""));
      }
    }
    return text;
  }

  private static String json(YamlValue value) {
    return switch (value.node()) {
      case MappingNode _ ->
          MappingReader.entries(value, value.name()).stream()
              .map(entry -> quoted(entry.key()) + ":" + json(entry.value()))
              .collect(Collectors.joining(",", "{", "}"));
      case SequenceNode sequence ->
          sequence.getValue().stream()
              .map(node -> json(new YamlValue(value.problems(), "an entry", node)))
              .collect(Collectors.joining(",", "[", "]"));
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "null";
      case ScalarNode scalar when scalar.getTag().equals(Tag.STR) -> quoted(scalar.getValue());
      case ScalarNode _ -> number(value);
      case null, default -> "null";
    };
  }

  private static String number(YamlValue value) {
    String text = value.scalarText();
    if (!text.matches("true|false|-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?")) {
      value.error("%s is no number of JSON; put it in quotes".formatted(value.name()));
    }
    return text;
  }

  private static String quoted(String text) {
    return '"' + HttpCall.escape(text) + '"';
  }
}
