package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.MergeSpec.MergeMethod;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a step has GitHub do: a workflow, a pull request, or its merge. */
final class GitHubJobMapper {
  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final Pattern WORKFLOW =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\\.ya?ml");
  private static final Pattern WORKFLOW_INPUT = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,99}");

  /** With words in braces. */
  private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9_{][A-Za-z0-9._/+{}-]{0,199}");

  private GitHubJobMapper() {}

  static JobSpec job(YamlValue value, List<JobInput> inputs, boolean withService) {
    List<String> keys =
        MappingReader.entries(value, "this run").stream()
            .map(MappingReader.MappingEntry::key)
            .filter(key -> List.of("workflow", "pull_request", "merge").contains(key))
            .toList();
    if (keys.size() > 1) {
      value.error("a run at GitHub has one of workflow, pull_request and merge");
    }
    return keys.contains("pull_request")
        ? pullRequest(value, inputs, withService)
        : keys.contains("merge")
            ? merge(value, inputs, withService)
            : workflow(value, inputs, withService);
  }

  private static JobSpec workflow(YamlValue value, List<JobInput> inputs, boolean withService) {
    MappingReader fields = value.mapping("this run", "provider workflow repository ref with jobs");
    YamlValue ref = fields.required("ref");
    List<YamlValue> places = new ArrayList<>(List.of(ref));
    List<String> texts = new ArrayList<>(List.of(ref.line()));
    Map<String, String> with = new LinkedHashMap<>();
    fields
        .optional("with")
        .ifPresent(v ->
            MappingReader.entries(v, "\"with\"")
                .forEach(entry -> {
                  if (!WORKFLOW_INPUT.matcher(entry.key()).matches()
                      || entry.key().equals(JobSpec.WorkflowSpec.CORRELATION)) {
                    entry
                        .keyValue()
                        .error(
                            "\"%s\" can't be an input of a workflow here; \"%s\" is filled in by"
                                    .formatted(entry.key(), JobSpec.WorkflowSpec.CORRELATION)
                                + " the bot");
                  }
                  places.add(entry.value());
                  texts.add(entry.value().scalarText());
                  with.put(entry.key(), texts.getLast());
                }));
    JobMapper.checkPlaceholders(value, places, texts, inputs, withService);
    return new JobSpec.WorkflowSpec(
        repository(fields),
        fields
            .required("workflow")
            .line(
                w -> WORKFLOW.matcher(w).matches(),
                "\"workflow\" is the name of a file in .github/workflows, such as deploy.yml, not"
                    + " \"%s\""),
        texts.getFirst(),
        with,
        fields.listOf("jobs").stream().map(YamlValue::line).toList());
  }

  private static String repository(MappingReader fields) {
    return fields
        .required("repository")
        .line(
            r -> REPOSITORY.matcher(r).matches(),
            "\"repository\" is one of GITHUB_REPOSITORIES, such as shop/web, not \"%s\"");
  }

  private static JobSpec pullRequest(YamlValue value, List<JobInput> inputs, boolean withService) {
    MappingReader run = value.mapping("this run", "provider repository pull_request");
    MappingReader fields =
        run.required("pull_request").mapping("this pull request", "head base title text checks");
    YamlValue head = fields.required("head");
    YamlValue base = fields.required("base");
    YamlValue title = fields.required("title");
    Optional<YamlValue> text = fields.optional("text");
    PullRequestSpec spec =
        new PullRequestSpec(
            branches(repository(run), head, base, fields),
            title.lineUpTo(PullRequestSpec.MAX_TITLE),
            text.map(YamlValue::text));
    List<YamlValue> places = new ArrayList<>(List.of(head, base, title));
    List<String> texts =
        new ArrayList<>(List.of(spec.branches().head(), spec.branches().base(), spec.title()));
    text.ifPresent(places::add);
    spec.text().ifPresent(texts::add);
    JobMapper.checkPlaceholders(value, places, texts, inputs, withService);
    return spec;
  }

  private static JobSpec merge(YamlValue value, List<JobInput> inputs, boolean withService) {
    MappingReader run = value.mapping("this run", "provider repository merge");
    MappingReader fields = run.required("merge").mapping("this merge", "head base method checks");
    YamlValue head = fields.required("head");
    YamlValue base = fields.required("base");
    PullRequestBranches branches = branches(repository(run), head, base, fields);
    MergeMethod method =
        fields.optional("method").map(m -> m.word(MergeMethod.class)).orElse(MergeMethod.MERGE);
    JobMapper.checkPlaceholders(
        value, List.of(head, base), List.of(branches.head(), branches.base()), inputs, withService);
    return new MergeSpec(branches, method);
  }

  private static PullRequestBranches branches(
      String repository, YamlValue head, YamlValue base, MappingReader fields) {
    return new PullRequestBranches(
        repository,
        branch(head),
        branch(base),
        fields.listOf("checks").stream().map(YamlValue::line).toList());
  }

  private static String branch(YamlValue value) {
    return value.line(
        b -> BRANCH.matcher(b).matches(),
        value.name() + " is the name of a branch, such as rollback/{incident}, not \"%s\"");
  }

  /**
   * What is merged is what an earlier step of the method opened and waited for. A step that runs at
   * the same time is no earlier one.
   */
  static void checkMerges(YamlValue place, Method method) {
    Map<List<String>, Step> opened = new HashMap<>();
    for (Step step : method.steps()) {
      if (step instanceof Step.JobStep run && run.job() instanceof PullRequestSpec pull) {
        opened.putIfAbsent(key(pull.branches()), step);
      }
      if (step instanceof Step.JobStep run && run.job() instanceof MergeSpec merge) {
        Step opener = opened.get(key(merge.branches()));
        if (opener == null || method.beside(step).contains(opener)) {
          place.error(
              "the step \"%s\" merges what no earlier step opens: a step with pull_request must name"
                      .formatted(step.id())
                  + " the same repository, head and base");
        }
      }
    }
  }

  private static List<String> key(PullRequestBranches branches) {
    return List.of(branches.repository(), branches.head(), branches.base());
  }
}
