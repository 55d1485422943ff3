package dev.rollbackbot.sandbox.github;

import dev.rollbackbot.sandbox.github.actions.ActionsFault;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.EnvironmentRecords;
import dev.rollbackbot.sandbox.github.actions.RunTimings;
import dev.rollbackbot.sandbox.github.actions.WorkflowRun;
import dev.rollbackbot.sandbox.github.api.AppAccess;
import dev.rollbackbot.sandbox.github.api.GitHubReply;
import dev.rollbackbot.sandbox.github.api.GitHubRequest;
import dev.rollbackbot.sandbox.github.api.GitHubRoutes;
import dev.rollbackbot.sandbox.github.pulls.RepositoryPulls;
import dev.rollbackbot.sandbox.shared.HttpRequests;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.RecentEntries;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * The stand-in for GitHub: the repository {@code shop/web} with workflows that can be run and pull
 * requests. Its API is below {@code /api/v3}, as an Enterprise Server has it; logs are kept at
 * another host.
 *
 * <p>{@link #handle} blocks while it reads the request body.
 */
public final class GitHubStandIn {
  private static final int MAX_CALLS = 500;
  private static final int LARGEST_BODY = 1024 * 1024;

  private final String prefix;
  private final InstantSource clock;
  private final ActionsRepository repository;
  private final RepositoryPulls pulls;
  private final EnvironmentRecords environment;
  private final AppAccess app;
  private final GitHubRoutes api;
  private final RecentEntries calls = new RecentEntries(MAX_CALLS);

  private GitHubStandIn(
      String prefix, String token, ActionsRepository repository, InstantSource clock) {
    this.prefix = prefix;
    this.clock = clock;
    this.repository = repository;
    app = new AppAccess(clock);
    environment = new EnvironmentRecords(repository, clock);
    pulls = new RepositoryPulls(repository, clock);
    api = new GitHubRoutes(token, repository, pulls, environment, app, prefix, clock);
  }

  /**
   * Starts with no run.
   *
   * @param prefix of all paths, such as {@code /github}
   * @param token that is accepted
   * @param fast short timings, for tests
   */
  public static GitHubStandIn start(
      String prefix, String token, boolean fast, InstantSource clock) {
    return of(prefix, token, ActionsRepository.ofShop(RunTimings.of(fast), clock), clock);
  }

  /** With that repository in place of {@code shop/web}. */
  public static GitHubStandIn of(
      String prefix, String token, ActionsRepository repository, InstantSource clock) {
    return new GitHubStandIn(prefix, token, repository, clock);
  }

  /** Whether a path is one of this repository, or of the logs of its runs. */
  public boolean owns(String path) {
    String lower = path.toLowerCase(Locale.ROOT) + "/";
    boolean own =
        lower.startsWith(
            prefix + "/api/v3/repos/" + repository.fullName().toLowerCase(Locale.ROOT) + "/");
    String storage = prefix + "/storage/";
    return own
        || (path.startsWith(storage)
            && repository.runs().stream()
                .anyMatch(run -> path.substring(storage.length()).startsWith("" + run.id)));
  }

  /** False, with nothing written, for paths without the prefix. */
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getCanonicalPath();
    boolean toApi = path.startsWith(prefix + "/api/v3/");
    boolean toStorage = path.startsWith(prefix + "/storage/");
    if (!toApi && !toStorage) {
      return false;
    }
    String below = path.substring(prefix.length() + (toApi ? "/api/v3".length() : 0));
    Optional<GitHubRequest> read = read(request, below);
    GitHubReply reply =
        read.map(r -> toApi ? api.answer(r) : api.stored(r))
            .orElseGet(() -> GitHubReply.error(413, "Payload too large"));
    calls.add(
        JsonHelper.object()
            .add("at", clock.instant().toString())
            .add("method", request.getMethod())
            .add("path", request.getHttpURI().getPathQuery())
            .add("host", Request.getServerName(request))
            .add("authorization", !HttpRequests.header(request, "Authorization").isEmpty())
            .add("status", reply instanceof GitHubReply.Written w ? w.status() : 0)
            .build());
    send(request, response, callback, reply);
    return true;
  }

  /** GitHub's own client encodes the slashes of a file's path. */
  private static Optional<GitHubRequest> read(Request request, String path) throws IOException {
    List<String> parts =
        Arrays.stream(
                URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8).split("/", -1))
            .filter(each -> !each.isEmpty())
            .toList();
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    return HttpRequests.body(request, LARGEST_BODY)
        .map(body ->
            new GitHubRequest(
                request.getMethod(),
                parts,
                query,
                HttpRequests.header(request, "Authorization"),
                HttpRequests.header(request, "User-Agent"),
                HttpRequests.header(request, "X-GitHub-Api-Version"),
                HttpRequests.header(request, "Range"),
                HttpRequests.header(request, "Host"),
                new String(body, StandardCharsets.UTF_8)));
  }

  private static void send(
      Request request, Response response, Callback callback, GitHubReply reply) {
    switch (reply) {
      case GitHubReply.Cut _ -> {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EofException("connection closed by the fault"));
      }
      case GitHubReply.Written written -> {
        response.setStatus(written.status());
        written.headers().forEach(response.getHeaders()::put);
        byte[] body = written.body().getBytes(StandardCharsets.UTF_8);
        if (body.length > 0) {
          response.getHeaders().put(HttpHeader.CONTENT_TYPE, written.contentType());
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
      }
    }
  }

  /** Lets an app have tokens of one installation. */
  public void trustApp(String id, String installation, PublicKey key) {
    app.trust(id, installation, key);
  }

  /** Makes the tokens of the app's installation invalid. */
  public void revokeTokens() {
    app.revoke();
  }

  /** Refuses an unknown id with {@link IllegalArgumentException}, which lists the ids. */
  public void setFault(String id, boolean on) {
    repository.set(ActionsFault.of(id), on);
  }

  public boolean isOn(ActionsFault fault) {
    return repository.isOn(fault);
  }

  /** As a reviewer decides about that run; false: it doesn't wait, or there is none. */
  public boolean decide(String run, boolean approved) {
    return repository.run(run).filter(each -> repository.decide(each, approved)).isPresent();
  }

  /** As a person cancels that run; false: it has ended, or there is none. */
  public boolean cancel(String run) {
    return repository.run(run).filter(repository::cancel).isPresent();
  }

  /** With its owner. */
  public String fullName() {
    return repository.fullName();
  }

  /** Forgets the runs, the deployments, the pull requests, the calls and the faults. */
  public void reset() {
    repository.reset();
    environment.reset();
    pulls.reset();
    calls.clear();
  }

  /** The runs, newest first. */
  public List<WorkflowRun> runs() {
    return repository.runs();
  }

  /** How the newest run stands: its status, and its conclusion if there is one. */
  public String newest() {
    WorkflowRun.RunStanding standing = repository.runs().getFirst().standing(clock.instant());
    return (standing.status() + " " + standing.conclusion()).strip();
  }

  /** As a reviewer decides about the newest run; false: it doesn't wait. */
  public boolean decide(boolean approved) {
    return repository.decide(repository.runs().getFirst(), approved);
  }

  /** As a person cancels the newest run; false: it has ended. */
  public boolean cancel() {
    return repository.cancel(repository.runs().getFirst());
  }

  /** What is recorded of deployments to production. */
  public EnvironmentRecords environment() {
    return environment;
  }

  /** Branches and pull requests, for what people do with them. */
  public RepositoryPulls pulls() {
    return pulls;
  }

  /** The last calls, oldest first. A lost answer has the status 0. */
  public JsonArray calls() {
    return calls.json();
  }
}
