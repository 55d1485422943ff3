package dev.rollbackbot.sandbox.github.actions;

import java.util.List;
import java.util.Map;

/**
 * A workflow of the repository.
 *
 * @param runName with {@code ${{ inputs.name }}} for values; empty: runs have the workflow's name
 * @param jobs their names, one after the other; the last one uses the environment
 */
public record WorkflowFile(
    long id,
    String file,
    String name,
    String runName,
    boolean active,
    List<WorkflowInput> inputs,
    List<String> jobs,
    String environment) {
  public static final String PRODUCTION = "production";

  /** One that deploys to {@link #PRODUCTION}. */
  public WorkflowFile(
      long id,
      String file,
      String name,
      String runName,
      boolean active,
      List<WorkflowInput> inputs,
      List<String> jobs) {
    this(id, file, name, runName, active, inputs, jobs, PRODUCTION);
  }

  /**
   * What it is started with.
   *
   * @param options the allowed values; empty: any text
   */
  public record WorkflowInput(String name, boolean required, List<String> options) {}

  public String path() {
    return ".github/workflows/" + file;
  }

  /** What a run is called. */
  public String title(Map<String, String> values) {
    String title = runName.isEmpty() ? name : runName;
    for (WorkflowInput input : inputs) {
      title =
          title.replace(
              "${{ inputs.%s }}".formatted(input.name()), values.getOrDefault(input.name(), ""));
    }
    return title;
  }

  /** The file itself. */
  public String content() {
    StringBuilder out = new StringBuilder("name: " + name + "\n");
    if (!runName.isEmpty()) {
      out.append("run-name: \"").append(runName).append("\"\n");
    }
    out.append("on:\n  workflow_dispatch:\n    inputs:\n");
    for (WorkflowInput input : inputs) {
      out.append("      ").append(input.name()).append(":\n");
      out.append("        required: ").append(input.required()).append('\n');
      if (!input.options().isEmpty()) {
        out.append("        type: choice\n        options: ").append(input.options()).append('\n');
      }
    }
    out.append("jobs:\n");
    for (String job : jobs) {
      out.append("  ").append(job.toLowerCase(java.util.Locale.ROOT)).append(":\n");
      out.append("    name: ").append(job).append('\n');
      if (job.equals(jobs.getLast())) {
        out.append("    environment: ").append(environment).append('\n');
      }
      out.append("    runs-on: ubuntu-latest\n    steps:\n      - run: ./")
          .append(job)
          .append('\n');
    }
    return out.toString();
  }
}
