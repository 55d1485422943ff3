package dev.rollbackbot.slack.inbound;

import com.slack.api.Slack;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.slash_commands.response.SlashCommandResponse;
import com.slack.api.app_backend.views.response.ViewSubmissionResponse;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.context.builtin.ActionContext;
import com.slack.api.bolt.context.builtin.SlashCommandContext;
import com.slack.api.bolt.context.builtin.ViewSubmissionContext;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.bolt.request.builtin.SlashCommandRequest;
import com.slack.api.bolt.request.builtin.ViewSubmissionRequest;
import com.slack.api.bolt.response.Response;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.view.modal.NoticeModal;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes what Slack sends, however it comes, and answers it. Whatever goes wrong on our side is told
 * to the person with a reference that the log has too.
 *
 * <p>Bolt runs without its middleware: it would ask Slack who the bot is before each payload, and
 * the signature is checked at the HTTP door.
 */
final class PayloadDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(PayloadDispatcher.class);
  private static final int AT_ONCE = 1_000;
  private static final Duration LAST_PAYLOADS = Duration.ofSeconds(5);
  private static final int BAD = 400;
  private static final int FAULT = 500;
  private static final int BUSY = 503;

  private final App app;
  private final AppConfig config;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ResponseCache responseCache = new ResponseCache();
  private final HandlerContext b;

  PayloadDispatcher(HandlerContext handlerContext, SlackClient client) {
    this.b = handlerContext;
    Slack sdk = client.api().sdk();
    this.config =
        AppConfig.builder().slack(sdk).singleTeamBotToken(client.options().botToken()).build();
    this.app = new App(config, sdk, List.of());
    Pattern any = Pattern.compile(".*", Pattern.DOTALL);
    app.command(any, this::slash);
    app.blockAction(any, this::click);
    app.viewSubmission(any, this::submission);
    app.viewClosed(any, (_, context) -> context.ack());
  }

  AppConfig config() {
    return config;
  }

  /** Answers one payload; never throws for what is in it. */
  Response run(Request<?> request) {
    Optional<String> lack = PayloadValidator.missingPart(request);
    if (lack.isPresent()) {
      LOG.warn("A payload is refused: it lacks {}", lack.get());
      return Response.error(BAD);
    }
    if (!free.tryAcquire()) {
      return Response.error(BUSY);
    }
    try {
      return responseCache.respondOnce(request.getRequestBodyAsString(), () -> handled(request));
    } catch (Exception e) {
      LOG.error("reference {}: a payload could not be answered", reference(), e);
      return Response.error(FAULT);
    } finally {
      free.release();
      MDC.remove("incident");
    }
  }

  private Response handled(Request<?> request) {
    try {
      return app.run(request);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the SDK could not handle a payload", e);
    }
  }

  private Response slash(SlashCommandRequest request, SlashCommandContext context) {
    SlashCommandPayload payload = request.getPayload();
    try {
      SlashCommandInput input =
          new SlashCommandInput(
              payload.getUserId(),
              payload.getChannelId(),
              payload.getCommand(),
              SlashCommandInput.unescape(payload.getText()),
              payload.getTriggerId(),
              b.clock().instant());
      Optional<String> said = new SlashCommandHandler(b).answer(input);
      LOG.info("{} {} by {}", input.command(), input.word(), input.person());
      return said.map(text -> replyEphemerally(context, text)).orElseGet(context::ack);
    } catch (RuntimeException e) {
      return replyEphemerally(context, internalError(e));
    }
  }

  private static Response replyEphemerally(SlashCommandContext context, String text) {
    return context.ack(SlashCommandResponse.builder().responseType("ephemeral").text(text).build());
  }

  private Response click(BlockActionRequest request, ActionContext context) {
    try {
      new BlockActionHandler(b).handle(request.getPayload());
    } catch (RuntimeException e) {
      b.ephemeral()
          .send(
              BlockActionHandler.replyTarget(request.getPayload(), Optional.empty()),
              internalError(e));
    }
    return context.ack();
  }

  private Response submission(ViewSubmissionRequest request, ViewSubmissionContext context) {
    try {
      String person = request.getPayload().getUser().getId();
      View view = request.getPayload().getView();
      String trigger = Objects.toString(request.getPayload().getTriggerId(), view.getHash());
      return switch (new ViewSubmissionHandler(b).handle(view, person, trigger)) {
        case ViewSubmissionHandler.CloseModal _ -> context.ack();
        case ViewSubmissionHandler.ClearModals _ ->
            context.ack(ViewSubmissionResponse.builder().responseAction("clear").build());
        case ViewSubmissionHandler.FieldErrors fieldErrors ->
            context.ackWithErrors(fieldErrors.byBlock());
        case ViewSubmissionHandler.ShowNotice(String text) ->
            context.ackWithPush(NoticeModal.of(text));
      };
    } catch (RuntimeException e) {
      return context.ackWithPush(NoticeModal.of(internalError(e)));
    }
  }

  /** What a person is told of a fault of ours: no more than where the log speaks of it. */
  private static String internalError(RuntimeException exception) {
    if (exception instanceof StoreUnavailable away) {
      LOG.error("not stored: {}", away.why());
      return Replies.notStored();
    }
    String reference = reference();
    LOG.error("reference {}", reference, exception);
    return Replies.internalError(reference);
  }

  private static String reference() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  /** Waits for what is being handled. */
  void awaitIdle() {
    try {
      if (!free.tryAcquire(AT_ONCE, LAST_PAYLOADS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Some payloads were still being handled at the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
