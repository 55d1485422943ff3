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
 * The configuration of the stand-in.
 *
 * @param address of the HTTP server; used only while it runs
 * @param throttled true while Slack answers 429 to everything
 * @param page receives the events of the page, in order; must not wait
 */
public record SlackStandInOptions(
    AppManifest manifest,
    SlackLimits limits,
    Clock clock,
    String bindAddress,
    Supplier<URI> address,
    BooleanSupplier throttled,
    Consumer<PageEvent> page) {}
