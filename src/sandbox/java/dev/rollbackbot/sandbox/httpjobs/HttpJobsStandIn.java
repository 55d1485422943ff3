package dev.rollbackbot.sandbox.httpjobs;

import dev.rollbackbot.sandbox.httpjobs.RunnerReply.BrokenOff;
import dev.rollbackbot.sandbox.httpjobs.RunnerReply.RunnerAnswer;
import dev.rollbackbot.sandbox.httpjobs.SimulatedRun.Phase;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.RecentEntries;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The stand-ins for GitLab, Rundeck and Jenkins, each below its own path. What was started goes on
 * until {@link #end}.
 */
public final class HttpJobsStandIn {
  public static final String GITLAB = "/gitlab";
  public static final String RUNDECK = "/rundeck";
  public static final String JENKINS = "/jenkins";

  private static final List<String> SERVICES = List.of(GITLAB, RUNDECK, JENKINS);
  private static final int MAX_CALLS = 500;
  private static final int LOG_LINES = 40_000;
  private static final String LOG_LINE =
      "line with password=hunter2-".concat("hunter2-".repeat(9)).concat("\n");

  private final RecentEntries calls = new RecentEntries(MAX_CALLS);
  private final Map<String, SimulatedRuns> runs =
      Map.of(
          GITLAB, new SimulatedRuns(), RUNDECK, new SimulatedRuns(), JENKINS, new SimulatedRuns());
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final String secret;

  private HttpJobsStandIn(String secret) {
    this.secret = secret;
  }

  /**
   * Starts with no runs.
   *
   * @param secret the token of GitLab and Rundeck, and that of the user {@code bot} of Jenkins
   */
  public static HttpJobsStandIn start(String secret) {
    return new HttpJobsStandIn(secret);
  }

  /** The id of Rundeck's job. */
  public static String rundeckJob() {
    return RundeckRoutes.JOB;
  }

  /** False, with nothing written, for paths of no service. */
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getCanonicalPath();
    String service = SERVICES.stream().filter(s -> path.startsWith(s + "/")).findFirst().orElse("");
    if (service.isEmpty()) {
      return false;
    }
    RunnerRequest asked = RunnerRequest.read(request, service);
    RunnerReply reply = reply(service, asked, address(request, service));
    calls.add(
        JsonHelper.object()
            .add("method", asked.method())
            .add("path", request.getHttpURI().getPathQuery())
            .add("body", asked.body())
            .add("status", reply instanceof RunnerAnswer answer ? answer.status() : 0)
            .build());
    listeners.forEach(listener -> listener.accept(asked.method() + " " + path));
    switch (reply) {
      case RunnerAnswer(int status, String type, Map<String, String> headers, String body) -> {
        headers.forEach(response.getHeaders()::put);
        HttpResponses.bytes(
            response, callback, status, type, body.getBytes(StandardCharsets.UTF_8));
      }
      case BrokenOff _ -> {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EofException("connection closed by the fault"));
      }
    }
    return true;
  }

  private static String address(Request request, String service) {
    return URI.create(request.getHttpURI().toString()).resolve(service).toString();
  }

  private RunnerReply reply(String service, RunnerRequest request, String address) {
    SimulatedRuns own = runs(service);
    if (own.isOn(RunnerFault.LONG_LOG) && request.path().getLast().equals("consoleText")) {
      return RunnerReply.text(200, LOG_LINE.repeat(LOG_LINES));
    }
    return isStart(request)
        ? started(own, service, request, address)
        : route(service, request, address);
  }

  private static boolean isStart(RunnerRequest request) {
    String last = request.path().isEmpty() ? "" : request.path().getLast();
    return request.method().equals("POST")
        && List.of("pipeline", "run", "buildWithParameters").contains(last);
  }

  private RunnerReply started(
      SimulatedRuns own, String service, RunnerRequest request, String address) {
    if (own.uses(RunnerFault.CONFLICT_ONCE)) {
      return RunnerReply.json(
          409, JsonHelper.object().add("message", "another one is running").build());
    }
    RunnerReply reply = route(service, request, address);
    return own.uses(RunnerFault.LOSE_START_ONCE) ? new BrokenOff() : reply;
  }

  private RunnerReply route(String service, RunnerRequest request, String address) {
    return switch (service) {
      case GITLAB -> new GitLabRoutes(secret, runs(service)).answer(request);
      case RUNDECK -> new RundeckRoutes(secret, runs(service)).answer(request);
      default -> new JenkinsRoutes(address, "bot:" + secret, runs(service)).answer(request);
    };
  }

  private SimulatedRuns runs(String service) {
    SimulatedRuns own = runs.get(service);
    if (own == null) {
      throw new IllegalArgumentException("no service " + service + ", but " + SERVICES);
    }
    return own;
  }

  /** How often something was started at that service. */
  public int started(String service) {
    return runs(service).count();
  }

  /** Ends what runs there. */
  public void end(String service, boolean success) {
    runs(service).end(success ? Phase.SUCCEEDED : Phase.FAILED);
  }

  /** What runs there has its result, and is not at its end yet. */
  public void close(String service) {
    runs(service).end(Phase.CLOSING);
  }

  /** Whether new runs there wait in the queue. */
  public void hold(String service, boolean on) {
    runs(service).hold(on);
  }

  /** Refuses an unknown id with {@link IllegalArgumentException}, which lists the ids. */
  public void setFault(String service, String id, boolean on) {
    runs(service).set(RunnerFault.of(id), on);
  }

  /** Calls a listener with method and path when a call was carried out, before it is answered. */
  public void onCall(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** The last calls, oldest first. A lost answer has the status 0. */
  public JsonArray calls() {
    return calls.json();
  }
}
