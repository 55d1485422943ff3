package dev.rollbackbot.slack;

import dev.rollbackbot.app.Directory;
import dev.rollbackbot.app.IncidentStore.Summary;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.Reply.Failed;
import dev.rollbackbot.slack.view.DeclareModal;
import dev.rollbackbot.slack.view.Guide;
import dev.rollbackbot.slack.view.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** What can be typed. Every answer is for the person who typed. */
final class SlashCommand {
  private static final List<String> WORDS =
      List.of("status", "log", "list", "cancel", "guide", "help");
  private static final Pattern LABEL = Pattern.compile("inc-([1-9][0-9]{0,8})");

  private final Backstage b;

  SlashCommand(Backstage backstage) {
    this.b = backstage;
  }

  /** What the person is told; empty: what they see says enough. */
  Optional<String> answer(Typed typed) {
    Optional<Runbook> runbook = b.runbooks().find(typed.word());
    if (runbook.isPresent()) {
      return declare(typed, runbook.get());
    }
    return switch (typed.word()) {
      case "", "help" -> Optional.of(help(typed));
      case "status" -> Optional.of(about(typed, s -> status(typed, s)));
      case "log" -> Optional.of(about(typed, s -> log(s)));
      case "list" ->
          Optional.of(Words.list(b.store().open(), b.runbooks().all(), b.runbooks().broken()));
      case "cancel" -> Optional.of(cancel(typed));
      case "guide" -> guide(typed);
      default -> Optional.of(unknown(typed));
    };
  }

  private Optional<String> declare(Typed typed, Runbook r) {
    Optional<String> asked =
        Optional.of(typed.rest().toLowerCase(Locale.ROOT)).filter(t -> !t.isEmpty());
    List<String> known = r.environments().stream().map(Environment::id).toList();
    if (asked.isPresent() && !known.contains(asked.get())) {
      return Optional.of(Words.unknownEnvironment(r, asked.get(), Nearest.to(asked.get(), known)));
    }
    String environment = asked.orElse(known.getFirst());
    Optional<Summary> open =
        b.store().open().stream()
            .filter(s -> s.runbook().equals(r.id()) && s.environment().equals(environment))
            .findFirst();
    if (open.isPresent()) {
      return Optional.of(Words.alreadyOpen(open.get().id(), environment, open.get().channelId()));
    }
    DeclareModal.Form form =
        DeclareModal.fresh(
            r, Optional.of(environment), typed.channel(), typed.person(), typed.at());
    return shown(b.quick().open(typed.trigger(), DeclareModal.view(r, form)));
  }

  private Optional<String> guide(Typed typed) {
    List<Runbook> all = b.runbooks().all();
    String asked = typed.rest().toLowerCase(Locale.ROOT);
    Optional<Runbook> runbook =
        asked.isEmpty() && all.size() == 1 ? Optional.of(all.getFirst()) : b.runbooks().find(asked);
    if (runbook.isPresent()) {
      return shown(b.quick().open(typed.trigger(), Guide.view(runbook.get())));
    }
    if (asked.isEmpty()) {
      return Optional.of(Words.whichRunbook(typed.command(), all));
    }
    return broken(typed, asked)
        .or(() ->
            Optional.of(
                Words.unknown(
                    asked,
                    Nearest.to(asked, all.stream().map(Runbook::id).toList())
                        .map(m -> "guide " + m),
                    typed.command())));
  }

  private static Optional<String> shown(Reply<Boolean> opened) {
    return opened instanceof Failed<Boolean> f
        ? Optional.of(Words.notShown(f.trouble().why()))
        : Optional.empty();
  }

  private static String status(Typed typed, Incident state) {
    String where =
        state
            .facts()
            .channel()
            .filter(c -> !c.id().equals(typed.channel()))
            .map(c -> "\n<#" + c.id() + ">")
            .orElse("");
    return Panel.text(state, typed.at()) + where;
  }

  private String log(Incident state) {
    IncidentId id = state.facts().id();
    return LogText.of(id, Timeline.of(b.store().events(id)), b.names());
  }

  private String cancel(Typed typed) {
    // An incident's name alone would be kept as the reason.
    if (typed.rest().isEmpty() || LABEL.matcher(typed.rest().toLowerCase(Locale.ROOT)).matches()) {
      return Words.sayWhy(typed.command());
    }
    return about(
        typed,
        state -> {
          IncidentId id = state.facts().id();
          Caller.Told told =
              Caller.wish(
                  b,
                  typed.person(),
                  state.facts().environment(),
                  by ->
                      b.desk()
                          .handle(
                              "slash:" + typed.trigger(),
                              id,
                              new Command.Cancel(typed.at(), by, typed.rest())));
          return switch (told) {
            case Caller.Stored _ -> Words.cancelled(id);
            case Caller.Not not -> not.text();
          };
        });
  }

  /** The incident that is meant: the one named, that of the channel, or the only one open. */
  private String about(Typed typed, Function<Incident, String> then) {
    Matcher label = LABEL.matcher(typed.rest().toLowerCase(Locale.ROOT));
    Optional<IncidentId> meant =
        label.matches()
            ? Optional.of(new IncidentId(Integer.parseInt(label.group(1))))
            : b.store().inChannel(typed.channel()).filter(id -> lives(id, typed.channel()));
    if (meant.isPresent()) {
      return with(meant.get(), then);
    }
    List<Summary> open = b.store().open();
    return switch (open.size()) {
      case 0 -> Words.nothingOpen();
      case 1 -> with(open.getFirst().id(), then);
      default -> Words.whichOne(typed.command(), typed.word(), open);
    };
  }

  /** Several incidents may live in the incidents channel: there, it names none of them. */
  private boolean lives(IncidentId id, String channel) {
    return b.incident(id)
        .flatMap(s -> s.facts().channel())
        .filter(c -> c.id().equals(channel))
        .map(Channel::own)
        .orElse(false);
  }

  private String with(IncidentId id, Function<Incident, String> then) {
    MDC.put("incident", id.label());
    return b.incident(id).map(then).orElseGet(() -> Words.noSuchIncident(id));
  }

  private String help(Typed typed) {
    boolean acts = false;
    Optional<String> unsure = Optional.empty();
    for (Runbook r : b.runbooks().all()) {
      for (Environment e : r.environments()) {
        switch (b.directory().roles(typed.person(), e)) {
          case Directory.Known known -> acts |= !known.roles().isEmpty();
          case Directory.Unsure(String why) -> unsure = Optional.of(why);
        }
        if (acts || unsure.isPresent()) {
          return Words.help(typed.command(), b.runbooks().all(), acts, unsure);
        }
      }
    }
    return Words.help(typed.command(), b.runbooks().all(), acts, unsure);
  }

  /** A runbook with mistakes has no id to go by but the name of its file. */
  private Optional<String> broken(Typed typed, String asked) {
    return b.runbooks().broken().stream()
        .filter(r -> Words.name(r).replaceFirst("\\.ya?ml$", "").equals(asked))
        .findFirst()
        .map(r -> Words.broken(r, typed.command()));
  }

  private String unknown(Typed typed) {
    List<String> known = new ArrayList<>(WORDS);
    b.runbooks().all().forEach(r -> known.add(r.id()));
    return broken(typed, typed.word())
        .orElseGet(
            () -> Words.unknown(typed.word(), Nearest.to(typed.word(), known), typed.command()));
  }
}
