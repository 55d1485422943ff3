package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.DrillEffects;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.chart.IncidentChart;
import dev.rollbackbot.incident.drill.DrillScore;
import dev.rollbackbot.incident.text.DeclarationText;
import dev.rollbackbot.incident.text.DrillScoreText;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Collects the effects of an event. */
final class Effects {
  private final IncidentDetails details;
  private final List<Effect> effects = new ArrayList<>();

  Effects(IncidentDetails details) {
    this.details = details;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  List<Effect> all() {
    return details.isDrill() ? DrillEffects.of(details, effects) : List.copyOf(effects);
  }

  RichText mentionLead(String text) {
    return DeclarationText.mentionLead(details).text(": " + text);
  }

  /** What a private incident has to say stays in its channel. */
  void post(Destination destination, RichText text) {
    boolean inIncidentsChannel =
        switch (destination) {
          case CARD_THREAD, INCIDENTS -> true;
          case CHANNEL, THREAD, STAKEHOLDERS -> false;
        };
    if (details.isPrivate() && inIncidentsChannel) {
      return;
    }
    effects.add(new Effect.Post(destination, "", text, Optional.empty()));
  }

  void postInChannel(RichText text) {
    post(Destination.CHANNEL, text);
  }

  /** What is posted in a channel that takes nothing would be read when it is mended. */
  void postOfBlockedChannel(RichText text) {
    if (details.isPrivate() || details.channel().filter(Channel::own).isPresent()) {
      effects.add(new Effect.Post(Destination.INCIDENTS, "", text, Optional.empty()));
    }
  }

  /** Without a channel there is no thread; results are posted when the channel is ready. */
  void postInThread(RichText text) {
    if (details.channel().isPresent()) {
      post(Destination.THREAD, text);
    }
  }

  /** Of a private incident they hear at the end only, and no details. */
  void postToStakeholders(Effect.StakeholderNotice notice, RichText text) {
    if (details.isPrivate() && notice != Effect.StakeholderNotice.ENDING) {
      return;
    }
    RichText shown = details.isPrivate() ? StakeholderPosts.privateEnding(details) : text;
    for (String channel : details.environment().stakeholders()) {
      effects.add(new Effect.Post(Destination.STAKEHOLDERS, channel, shown, Optional.of(notice)));
    }
  }

  /** Of a private incident only that it is open again: they were told that it is over. */
  void tellStakeholdersOfReopening(RichText text) {
    RichText shown = details.isPrivate() ? StakeholderPosts.privateReopened(details) : text;
    for (String channel : details.environment().stakeholders()) {
      effects.add(
          new Effect.Post(
              Destination.STAKEHOLDERS,
              channel,
              shown,
              Optional.of(Effect.StakeholderNotice.UPDATE)));
    }
  }

  void refreshNotices() {
    if (details.isPrivate()) {
      return;
    }
    for (String channel : details.environment().stakeholders()) {
      effects.add(new Effect.RefreshNotice(channel));
    }
  }

  /** The next reading of what is live, unless the watch is over by then. */
  void wakeForWatch(State.Resolved resolved) {
    Instant next = resolved.watch().nextRead();
    if (next.isBefore(resolved.watchUntil())) {
      effects.add(new Effect.WakeAt(Effect.Timer.WATCH, next));
    }
  }

  /** Once something was measured that can be drawn. */
  void attachChart(VerificationResults results, Incident incident, Instant at) {
    if (IncidentChart.hasValues(results)) {
      effects.add(
          new Effect.AttachChart(
              "measured-%s-%d.png"
                  .formatted(details.id().label().toLowerCase(Locale.ROOT), at.getEpochSecond()),
              IncidentChart.words(incident, results)));
    }
  }

  /** How it went, and a picture of what was measured. */
  void postDrillScore(Instant at) {
    effects.add(new Effect.PostDrillScore(DrillScoreText.score(details)));
    if (!DrillScores.of(details).map(DrillScore::took).orElse(Map.of()).isEmpty()) {
      effects.add(
          new Effect.AttachDrillTimes(
              "times-%s-%d.png"
                  .formatted(details.id().label().toLowerCase(Locale.ROOT), at.getEpochSecond()),
              DrillScoreText.times(details)));
    }
  }

  void refreshPanel() {
    if (details.channel().isPresent()) {
      effects.add(new Effect.Refresh(LiveMessage.PANEL));
    }
  }

  void refreshPanelAndCard() {
    refreshPanel();
    effects.add(new Effect.Refresh(LiveMessage.CARD));
  }
}
