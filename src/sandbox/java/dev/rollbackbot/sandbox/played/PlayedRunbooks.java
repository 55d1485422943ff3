package dev.rollbackbot.sandbox.played;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runbooks name, as far as stand-ins have to know it.
 *
 * @param source where they were read, for people
 * @param pulls repositories in which pull requests are opened or merged
 * @param changes which services get well by which jobs
 * @param groups user groups: a handle such as {@code @oncall}, or an id
 * @param channels a name such as {@code #support}, or an id
 * @param programs which they run, by name
 * @param programsRun whether those are really run
 */
public record PlayedRunbooks(
    String source,
    List<PlayedService> services,
    List<PlayedSite> sites,
    List<PlayedJob> jobs,
    List<PlayedWorkflow> workflows,
    List<PlayedPulls> pulls,
    List<PlayedChange> changes,
    List<String> groups,
    List<String> channels,
    List<String> programs,
    boolean programsRun) {

  public enum PlayedKind {
    WORKER,
    PAGES,
    DEPLOYMENT,
    STATEFUL_SET,
    DAEMON_SET,
    /** Its resource is such as {@code shop/web/rollback.yml@production}. */
    GITHUB_ENVIRONMENT,
    /** Without versions that could be read. */
    OTHER
  }

  /** {@code resource} is the provider's exact name. */
  public record PlayedService(String id, PlayedKind kind, String resource) {}

  /**
   * An address that probes call.
   *
   * @param address with its scheme, without a slash at its end
   */
  public record PlayedSite(String address, PlayedService service, List<PlayedAnswer> answers) {}

  /**
   * What a probe wants to be answered.
   *
   * @param path behind the site's address
   * @param body values by the JSON pointers of their places
   */
  public record PlayedAnswer(String path, int status, Map<String, String> body) {}

  /** A workflow that is run by hand. */
  public record PlayedWorkflow(
      String repository, String file, List<String> inputs, List<String> jobs) {}

  /** {@code checks}: names of those that have to pass. */
  public record PlayedPulls(String repository, List<String> checks) {}

  public enum JobKind {
    PROGRAM,
    HTTP,
    WORKFLOW,
    MERGE
  }

  /**
   * What a job makes live.
   *
   * @param what the program's arguments with values in braces, the address of the start, the
   *     repository and the workflow's file with a slash between them, or the repository
   * @param resources of the services
   */
  public record PlayedChange(JobKind kind, String what, List<String> resources) {}

  /** A request; values stand in braces. {@code content} is its JSON or form, "" for none. */
  public record PlayedCall(String method, String url, String content) {}

  /** A place in an answer, and what it holds. */
  public record PlayedField(String pointer, String text) {}

  /** A list in which runs are found; {@code items} is "" if the answer itself is the list. */
  public record PlayedList(String url, String items, List<PlayedField> where, String id) {}

  /** Where it is read how a run stands. */
  public record PlayedState(
      String url,
      String word,
      List<String> running,
      List<String> done,
      List<String> failed,
      List<PlayedField> unfinished) {}

  /**
   * A job that is started by HTTP.
   *
   * @param id where the answer to the start holds the run's id; "": nowhere
   * @param idempotencyHeader which holds the correlation id; "": none
   * @param lines where the answer with what it prints holds the lines; "": the answer is the text
   */
  public record PlayedJob(
      String title,
      PlayedCall start,
      String id,
      String idempotencyHeader,
      PlayedState state,
      Optional<PlayedCall> cancel,
      List<PlayedList> lists,
      Optional<PlayedList> queue,
      Optional<String> log,
      String lines) {}
}
