package dev.rollbackbot.sandbox.slack.api;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.HttpRequests;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.ResponseUrls;
import dev.rollbackbot.sandbox.slack.state.UploadedFiles;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The HTTP paths for the bot: Web API, uploads, downloads and response URLs. */
public record SlackRoutes(
    Workspace workspace,
    WebApi api,
    UploadedFiles files,
    ResponseUrls responseUrls,
    Set<String> scopes) {
  private static final int MAX_BODY = 1_000_000;

  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String[] path = Request.getPathInContext(request).split("/", 4);
    if (path.length < 3) {
      return false;
    }
    switch (path[1]) {
      case "api" -> api(path[2], request, response, callback);
      case "upload" -> upload(path[2], request, response, callback);
      case "files" -> download(path[2], response, callback);
      case "response" -> answer(path[2], request, response, callback);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void api(String method, Request request, Response response, Callback callback)
      throws IOException {
    Optional<byte[]> body = HttpRequests.body(request, MAX_BODY);
    WebApi.ApiResponse result;
    try {
      ApiArguments args =
          args(request, body.orElseThrow(() -> new SlackErrorException("request_too_large")));
      result = api.call(method, token(request, args), args);
    } catch (SlackErrorException refusal) {
      result = new WebApi.ApiResponse(200, refusal.json(), Duration.ZERO);
    }
    if (result.retryAfter().isPositive()) {
      long seconds = Math.max(1, Math.ceilDiv(result.retryAfter().toMillis(), 1_000L));
      response.getHeaders().put("Retry-After", seconds);
    }
    response
        .getHeaders()
        .put("X-OAuth-Scopes", String.join(",", scopes.stream().sorted().toList()));
    HttpResponses.json(response, callback, result.status(), result.body());
  }

  private static ApiArguments args(Request request, byte[] body) {
    Map<String, String> values = new LinkedHashMap<>();
    Request.extractQueryParameters(request)
        .forEach(field -> values.put(field.getName(), field.getValue()));
    String text = new String(body, StandardCharsets.UTF_8);
    String type = HttpRequests.header(request, "Content-Type");
    if (type.startsWith("application/json")) {
      JsonObject json =
          JsonHelper.parseObject(text).orElseThrow(() -> new SlackErrorException("invalid_json"));
      values.putAll(ApiArguments.json(json).values());
    } else if (type.startsWith("application/x-www-form-urlencoded")) {
      values.putAll(ApiArguments.form(text).values());
    } else if (!text.isEmpty()) {
      throw new SlackErrorException(type.isEmpty() ? "missing_post_type" : "invalid_post_type");
    }
    return new ApiArguments(values);
  }

  private static String token(Request request, ApiArguments args) {
    String header = HttpRequests.header(request, "Authorization");
    return header.startsWith("Bearer ") ? header.substring(7).strip() : args.get("token");
  }

  private void upload(String ticket, Request request, Response response, Callback callback)
      throws IOException {
    Optional<byte[]> body = HttpRequests.body(request, UploadedFiles.MAX_BYTES);
    int status =
        workspace.locked(() -> {
          Optional<UploadedFiles.Upload> upload = files.byTicket(ticket);
          if (upload.isEmpty() || upload.get().received) {
            return 404;
          }
          if (body.isEmpty() || body.get().length != upload.get().length) {
            return 400;
          }
          upload.get().bytes = body.get();
          upload.get().received = true;
          return 200;
        });
    String text =
        switch (status) {
          case 200 -> "OK - " + body.map(bytes -> bytes.length).orElse(0);
          case 404 -> "no such upload";
          default -> "the size is not the one that was announced";
        };
    HttpResponses.text(response, callback, status, text);
  }

  private void download(String id, Response response, Callback callback) {
    Optional<UploadedFiles.Upload> file =
        workspace.locked(() -> files.byId(id).filter(upload -> upload.done));
    if (file.isEmpty()) {
      HttpResponses.text(response, callback, 404, "no such file");
      return;
    }
    // An uploaded file must not run as a page of the sandbox.
    String type = file.get().type();
    boolean inline = type.startsWith("image/") || type.equals("text/plain");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Content-Disposition", inline ? "inline" : "attachment");
    String contentType = inline ? type : "application/octet-stream";
    HttpResponses.bytes(response, callback, 200, contentType, file.get().bytes);
  }

  private void answer(String id, Request request, Response response, Callback callback)
      throws IOException {
    Optional<byte[]> body = HttpRequests.body(request, MAX_BODY);
    JsonObject json =
        body.flatMap(bytes -> JsonHelper.parseObject(new String(bytes, StandardCharsets.UTF_8)))
            .orElse(JsonValue.EMPTY_JSON_OBJECT);
    try {
      refuseIf(!HttpMethod.POST.is(request.getMethod()) || json.isEmpty(), "invalid_payload");
      workspace.locked(() -> {
        responseUrls.post(id, json);
        return true;
      });
      HttpResponses.text(response, callback, 200, "ok");
    } catch (SlackErrorException refusal) {
      boolean expired = refusal.code().equals("used_url") || refusal.code().equals("expired_url");
      HttpResponses.json(response, callback, expired ? 404 : 400, refusal.json());
    }
  }
}
