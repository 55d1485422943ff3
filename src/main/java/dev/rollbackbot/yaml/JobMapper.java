package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.DatabaseSpec.DatabaseQuery;
import dev.rollbackbot.runbook.job.DatabaseSpec.ExpectedValue;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.Placeholders;
import dev.rollbackbot.runbook.job.SqlScript;
import dev.rollbackbot.yaml.IdRegistry.IdScope;
import dev.rollbackbot.yaml.MethodMapper.PatchReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a step runs, and the values that it is run with. */
final class JobMapper {
  private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern DIRECTORY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}(/[A-Za-z0-9][A-Za-z0-9._-]{0,63}){0,7}");
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9{][A-Za-z0-9{}._-]{0,99}");
  private static final Pattern SETTING = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

  /** Those that run jobs; a run without a provider is a program. */
  private static final List<String> PROVIDERS =
      List.of(
          JobSpec.ProcessSpec.PROVIDER,
          HttpSpec.PROVIDER,
          JobSpec.WorkflowSpec.PROVIDER,
          DatabaseSpec.D1,
          DatabaseSpec.SQL);

  private final List<JobInput> inputs;
  private final boolean withService;
  private final PatchReader patches;

  /** {@code withService}: the step names a service, whose resource may stand in the job. */
  JobMapper(List<JobInput> inputs, boolean withService, PatchReader patches) {
    this.inputs = List.copyOf(inputs);
    this.withService = withService;
    this.patches = patches;
  }

  /** {@code registry}: what the runbook declares. */
  JobSpec job(YamlValue value, IdRegistry registry) {
    Optional<YamlValue> provider =
        MappingReader.entries(value, "this run").stream()
            .filter(entry -> entry.key().equals("provider"))
            .findFirst()
            .map(MappingReader.MappingEntry::value);
    String id = provider.map(YamlValue::line).orElse(JobSpec.ProcessSpec.PROVIDER);
    return switch (id) {
      case HttpSpec.PROVIDER -> HttpJobMapper.job(value, inputs, withService);
      case JobSpec.WorkflowSpec.PROVIDER -> GitHubJobMapper.job(value, inputs, withService);
      case DatabaseSpec.D1, DatabaseSpec.SQL -> database(value, id, registry);
      case JobSpec.ProcessSpec.PROVIDER -> program(value);
      default -> {
        provider.ifPresent(v -> v.error(ProblemCollector.unknown("provider", id, PROVIDERS)));
        yield program(value);
      }
    };
  }

  /** A script on a database, with what is read before and after it. */
  private JobSpec database(YamlValue value, String provider, IdRegistry registry) {
    MappingReader fields =
        value.mapping(
            "this run", "provider database only_in script counts refuse needs done checks");
    if (!inputs.isEmpty()) {
      value.error("a script takes no inputs: people consent to its text as it stands");
    }
    YamlValue name = fields.required("database");
    String database =
        name.line(
            d -> DATABASE.matcher(d).matches(),
            "\"database\" is the provider's name of it, such as planning-primary, not \"%s\"");
    checkPlaceholders(value, List.of(name), List.of(database), inputs, withService);
    List<YamlValue> counts = fields.listOf("counts");
    if (counts.isEmpty() && fields.readable()) {
      value.error("\"counts\" says what would change or be lost; name at least one query");
    }
    return new DatabaseSpec(
        provider,
        database,
        fields.listOf("only_in").stream()
            .map(v -> patches.archived() ? v.line() : registry.environments().checkDeclared(v))
            .toList(),
        patches.script(fields.required("script")).orElse(new CodePatch("", "")),
        queries(counts, "counts"),
        queries(fields.listOf("refuse"), "refuse"),
        fields.listOf("needs").stream().map(registry.services()::checkDeclared).toList(),
        expected(fields.required("done"), "done"),
        fields.listOf("checks").stream().map(v -> expected(v, "checks")).toList());
  }

  private List<DatabaseQuery> queries(List<YamlValue> values, String key) {
    if (values.size() > DatabaseSpec.MOST_QUERIES) {
      values
          .getLast()
          .error("\"%s\" has more than %d queries".formatted(key, DatabaseSpec.MOST_QUERIES));
    }
    return values.stream()
        .map(v -> query(v.mapping("a query of \"" + key + "\"", "label query")))
        .toList();
  }

  private ExpectedValue expected(YamlValue value, String key) {
    MappingReader fields = value.mapping("a query of \"" + key + "\"", "label query is");
    return new ExpectedValue(query(fields), fields.required("is").scalarText());
  }

  private DatabaseQuery query(MappingReader fields) {
    YamlValue sql = fields.required("query");
    String text = sql.text().strip();
    SqlScript.queryProblem(text)
        .filter(_ -> !patches.archived() && !text.isEmpty())
        .ifPresent(why -> sql.error("a query that reads one value " + why));
    return new DatabaseQuery(fields.required("label").lineUpTo(75), text.replaceAll(";\\s*$", ""));
  }

  private JobSpec program(YamlValue value) {
    MappingReader fields =
        value.mapping("this run", "provider program arguments directory environment patch");
    List<YamlValue> arguments = fields.listOf("arguments");
    JobSpec.ProcessSpec process =
        new JobSpec.ProcessSpec(
            fields
                .required("program")
                .line(
                    p -> PROGRAM.matcher(p).matches(),
                    "\"program\" is the name of one of PROCESS_PROGRAMS, without a path, not"
                        + " \"%s\""),
            arguments.stream().map(YamlValue::scalarText).toList(),
            fields
                .optional("directory")
                .map(d ->
                    d.line(
                        p -> DIRECTORY.matcher(p).matches(),
                        "\"directory\" is a folder below PROCESS_DIRECTORY, such as shop/infra, not"
                            + " \"%s\"")),
            fields.listOf("environment").stream()
                .map(v ->
                    v.line(
                        s -> SETTING.matcher(s).matches(),
                        "an entry of \"environment\" is the name of a setting, not \"%s\""))
                .toList(),
            fields.optional("patch").flatMap(patches::read));
    checkPlaceholders(value, arguments, process.arguments(), inputs, withService);
    checkPatch(value, fields, process);
    return process;
  }

  /** A file of the machine could be another one by the time it is applied. */
  private void checkPatch(YamlValue value, MappingReader fields, JobSpec.ProcessSpec process) {
    boolean applies =
        process.program().equals(JobSpec.ProcessSpec.REPOSITORY)
            && process.arguments().stream().limit(1).anyMatch(JobSpec.ProcessSpec.APPLY::equals);
    if (patches.archived()) {
      return;
    }
    if (fields.has("patch") && !applies) {
      value.error(
          "\"patch\" belongs to the program %s with the first argument %s"
              .formatted(JobSpec.ProcessSpec.REPOSITORY, JobSpec.ProcessSpec.APPLY));
    } else if (applies
        && (!fields.has("patch") || process.arguments().contains(JobSpec.ProcessSpec.PATCH))) {
      value.error(
          "%s %s takes the file of \"patch\", which stands beside the runbook, instead of an"
                  .formatted(JobSpec.ProcessSpec.REPOSITORY, JobSpec.ProcessSpec.APPLY)
              + " argument %s".formatted(JobSpec.ProcessSpec.PATCH));
    }
  }

  static void checkPlaceholders(
      YamlValue job,
      List<YamlValue> places,
      List<String> texts,
      List<JobInput> inputs,
      boolean withService) {
    Set<String> declared = new TreeSet<>(inputs.stream().map(JobInput::id).toList());
    Set<String> used = new TreeSet<>();
    for (int i = 0; i < texts.size(); i++) {
      for (String name : Placeholders.of(texts.get(i))) {
        used.add(name);
        boolean known =
            name.equals(Placeholders.RESOURCE) ? withService : Placeholders.RESERVED.contains(name);
        if (!declared.contains(name) && !known) {
          places
              .get(i)
              .error(
                  name.equals(Placeholders.RESOURCE)
                      ? "{resource} is that of the step's service; name one under \"service\""
                      : "{%s} stands for no input; declare it under \"inputs\"".formatted(name));
        }
      }
    }
    declared.removeAll(used);
    declared.forEach(
        name -> job.warn("the input \"%s\" is asked for and not used".formatted(name)));
  }

  static List<JobInput> inputs(List<YamlValue> values, boolean archived) {
    IdScope ids = new IdScope("input");
    List<JobInput> inputs = new ArrayList<>();
    values.forEach(value -> inputs.add(input(value, ids, archived)));
    return inputs;
  }

  private static JobInput input(YamlValue value, IdScope ids, boolean archived) {
    MappingReader fields =
        value.mapping("this input", "id title choices pattern commits known standard");
    YamlValue idValue = fields.required("id");
    String id = ids.declare(idValue);
    if (Placeholders.RESERVED.contains(id) && !archived) {
      idValue.error("{%s} has a meaning of its own; give the input another id".formatted(id));
    }
    String title = fields.required("title").lineUpTo(75);
    JobInput.InputKind kind = kind(value, fields);
    Optional<YamlValue> standard = fields.optional("standard");
    JobInput input = new JobInput(id, title, kind, standard.map(YamlValue::scalarText));
    standard.ifPresent(v ->
        input
            .problem(v.scalarText())
            .ifPresent(problem -> v.error("\"standard\" can't be used: " + problem)));
    return input;
  }

  private static JobInput.InputKind kind(YamlValue value, MappingReader fields) {
    long kinds = List.of("choices", "pattern", "commits").stream().filter(fields::has).count();
    if (kinds != 1 && fields.readable()) {
      value.error("an input has one of choices, pattern, or commits: true");
    }
    if (!fields.has("commits")) {
      fields.forbid("an input with commits", "known");
    }
    if (fields.has("choices")) {
      return new JobInput.ChoiceInput(
          fields.listOf("choices").stream().map(YamlValue::scalarText).toList());
    }
    if (fields.has("pattern")) {
      return new JobInput.TextInput(
          fields.optional("pattern").map(JobMapper::pattern).orElseThrow());
    }
    fields
        .optional("commits")
        .filter(c -> !c.bool())
        .ifPresent(c -> c.error("write commits: true"));
    return new JobInput.CommitsInput(
        fields.listOf("known").stream()
            .map(v ->
                v.line(
                    JobInput.CommitsInput::isId,
                    "an entry of \"known\" is the id of a commit, such as 3f9c2d1, not \"%s\""))
            .toList());
  }

  private static String pattern(YamlValue value) {
    try {
      return Pattern.compile(value.line()).pattern();
    } catch (PatternSyntaxException e) {
      value.error("%s is not a regular expression: %s".formatted(value.name(), e.getDescription()));
      return ".*";
    }
  }
}
