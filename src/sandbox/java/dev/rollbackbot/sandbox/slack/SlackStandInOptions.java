package dev.rollbackbot.sandbox.slack;

import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.PageEvent;
import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import java.net.URI;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the stand-in is told from outside.
 *
 * @param manifest what the app was granted
 * @param limits times and rates
 * @param clock what time it is
 * @param bindAddress where the WebSocket server listens
 * @param address where people and the bot reach the HTTP server; asked for only once that runs
 * @param throttled true while Slack answers 429 to everything
 * @param page takes what the page must show, in order, without waiting
 */
public record SlackStandInOptions(
    AppManifest manifest,
    SlackLimits limits,
    Clock clock,
    String bindAddress,
    Supplier<URI> address,
    BooleanSupplier throttled,
    Consumer<PageEvent> page) {}
