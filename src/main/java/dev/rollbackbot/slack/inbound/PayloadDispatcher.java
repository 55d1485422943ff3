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
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.inbound.payload.PayloadValidator;
import dev.rollbackbot.slack.view.modal.ActionModals;
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
 * Dispatches payloads to their handlers. After an internal error the person gets a reference, which
 * the log has too.
 *
 * <p>Bolt runs without its middleware: it would call auth.test before each payload, and the HTTP
 * endpoint checks the signature.
 */
final class PayloadDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(PayloadDispatcher.class);
  private static final int MAX_CONCURRENT = 1_000;
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(5);
  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL_ERROR = 500;
  private static final int UNAVAILABLE = 503;

  private final App app;
  private final AppConfig config;
  private final Semaphore free = new Semaphore(MAX_CONCURRENT);
  private final ResponseCache responseCache = new ResponseCache();
  private final HandlerContext handlers;
  private final LatePayloads late;

  PayloadDispatcher(HandlerContext handlers, LatePayloads late, SlackClient client) {
    this.handlers = handlers;
    this.late = late;
    Slack sdk = client.api().sdk();
    this.config = AppConfig.builder().slack(sdk).singleTeamBotToken(client.api().token()).build();
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

  /** Never throws for what is in a payload. */
  Response run(Request<?> request) {
    Optional<String> missing = PayloadValidator.missingPart(request);
    if (missing.isPresent()) {
      LOG.warn("payload refused missing={}", missing.get());
      return Response.error(BAD_REQUEST);
    }
    if (!free.tryAcquire()) {
      return Response.error(UNAVAILABLE);
    }
    try {
      return responseCache.respondOnce(request.getRequestBodyAsString(), () -> handled(request));
    } catch (Exception e) {
      LOG.error("payload failed reference={}", reference(), e);
      return Response.error(INTERNAL_ERROR);
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
              handlers.parse(payload.getText()),
              payload.getTriggerId(),
              Optional.ofNullable(payload.getResponseUrl()).filter(url -> !url.isBlank()),
              handlers.clock().instant());
      Optional<SlashReply> reply = new SlashCommandHandler(handlers).handle(input);
      String kind = input.typed().getClass().getSimpleName();
      LOG.info("command={} typed={} person={}", input.command(), kind, input.person());
      return reply.map(shown -> replyEphemerally(context, shown)).orElseGet(context::ack);
    } catch (NotDecidedYet e) {
      String text = late.keep(payload, request.getRequestBodyAsString(), e);
      return replyEphemerally(context, SlashReply.of(text));
    } catch (RuntimeException e) {
      return replyEphemerally(context, SlashReply.of(internalError(e)));
    }
  }

  private static Response replyEphemerally(SlashCommandContext context, SlashReply reply) {
    SlashCommandResponse response =
        SlashCommandResponse.builder().responseType("ephemeral").text(reply.text()).build();
    if (!reply.blocks().isEmpty()) {
      response.setBlocks(reply.blocks());
    }
    return context.ack(response);
  }

  private Response click(BlockActionRequest request, ActionContext context) {
    try {
      new BlockActionHandler(handlers).handle(request.getPayload());
    } catch (NotDecidedYet e) {
      late.keep(request.getPayload(), request.getRequestBodyAsString(), e);
    } catch (RuntimeException e) {
      new BlockActionHandler(handlers)
          .reply(request.getPayload(), Optional.empty(), internalError(e));
    }
    return context.ack();
  }

  private Response submission(ViewSubmissionRequest request, ViewSubmissionContext context) {
    try {
      String person = request.getPayload().getUser().getId();
      View view = request.getPayload().getView();
      String trigger = Objects.toString(request.getPayload().getTriggerId(), view.getHash());
      return switch (new ViewSubmissionHandler(handlers).handle(view, person, trigger)) {
        case ViewSubmissionHandler.CloseModal _ -> context.ack();
        case ViewSubmissionHandler.ClearModals _ ->
            context.ack(ViewSubmissionResponse.builder().responseAction("clear").build());
        case ViewSubmissionHandler.FieldErrors fieldErrors ->
            context.ackWithErrors(fieldErrors.byBlock());
        case ViewSubmissionHandler.ShowNotice(List<LayoutBlock> blocks) ->
            context.ackWithPush(ActionModals.notice(blocks));
      };
    } catch (NotDecidedYet e) {
      LatePayloads.ShownForm shown =
          late.keep(request.getPayload(), request.getRequestBodyAsString(), e);
      return shown.received()
          ? context.ackWithUpdate(shown.view())
          : context.ackWithPush(shown.view());
    } catch (RuntimeException e) {
      return context.ackWithPush(ActionModals.notice(internalError(e)));
    }
  }

  /** The person gets only the reference of the log entry. */
  static String internalError(RuntimeException exception) {
    if (exception instanceof StoreUnavailable unavailable) {
      LOG.error("not stored reason={}", unavailable.why());
      return unavailable.perhapsStored() ? Replies.perhapsStored() : Replies.notStored();
    }
    String reference = reference();
    LOG.error("handler failed reference={}", reference, exception);
    return Replies.internalError(reference);
  }

  private static String reference() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  void awaitIdle() {
    try {
      if (!free.tryAcquire(MAX_CONCURRENT, IDLE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("stopped before all payloads were handled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
