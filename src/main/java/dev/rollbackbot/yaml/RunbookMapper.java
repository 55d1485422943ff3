package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.Document;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Reminders;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.SignOff;
import dev.rollbackbot.runbook.SignOff.PostMortemRule;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.Verification;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.runbook.drill.Drill;
import dev.rollbackbot.runbook.drill.DrillFact;
import dev.rollbackbot.runbook.drill.DrillItem;
import dev.rollbackbot.runbook.drill.DrillPart;
import dev.rollbackbot.runbook.release.CompareLink;
import dev.rollbackbot.runbook.release.ReleaseRule;
import dev.rollbackbot.yaml.MethodMapper.PatchReader;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps the whole file; declarations of ids are read before references to them. */
final class RunbookMapper {
  private static final int FORMAT = 1;
  private static final int MAX_SHORT_NAME = 14;
  private static final int MAX_DAYS = 90;
  private static final int MOST_DAYS_BETWEEN_DRILLS = 400;

  private final ProblemCollector problems;
  private final boolean archived;
  private final PatchReader patches;
  private final Function<String, Optional<ClusterRef>> clusters;
  private final IdRegistry registry;

  /** See {@link EnvironmentMapper} about {@code archived} and {@code clusters}. */
  RunbookMapper(
      ProblemCollector problems,
      PatchReader patches,
      Function<String, Optional<ClusterRef>> clusters) {
    this.problems = problems;
    this.archived = patches.archived();
    this.patches = patches;
    this.clusters = clusters;
    this.registry = IdRegistry.of(archived);
  }

  /** {@code sourceText} is asked for when all patches are read. */
  Runbook read(YamlValue root, Supplier<SourceText> sourceText) {
    MappingReader top =
        root.mapping(
            "the runbook",
            "format id name short_name version updated link impact eta duration triggers guidance"
                + " services environments checklist methods verification database templates"
                + " sign_off drill contacts documents reminders visibility releases");
    format(top.required("format"));
    List<Service> services = top.required("services").list().stream().map(this::service).toList();
    List<Environment> environments =
        new EnvironmentMapper(registry, services, archived, clusters)
            .read(top.required("environments"));
    VerificationMapper verifying = new VerificationMapper(registry);
    Verification verification = verifying.read(top.required("verification"));
    Runbook runbook =
        new Runbook(
            registry.runbooks().declare(top.required("id")),
            top.required("name").line(),
            top.required("short_name").lineUpTo(MAX_SHORT_NAME),
            top.required("version").line(),
            top.required("updated").date(),
            top.optional("link").map(YamlValue::line),
            top.required("impact").text(),
            top.required("eta").line(),
            top.required("duration").duration(),
            new TriggerMapper(registry, environments).read(top.required("triggers")),
            new GuidanceMapper().guidance(top.required("guidance")),
            services,
            new ChecklistMapper(registry.items()).read(top.listOf("checklist")),
            new MethodMapper(registry, patches).read(top.required("methods")),
            verification,
            top.optional("database").map(verifying::database),
            new TemplateMapper(registry, archived).read(top.required("templates")),
            signOff(top.required("sign_off")),
            environments,
            top.listOf("contacts").stream().map(RunbookMapper::contact).toList(),
            drill(top.required("drill")),
            top.listOf("documents").stream().map(RunbookMapper::document).toList(),
            top.optional("reminders").map(RunbookMapper::reminders).orElse(Reminders.DEFAULT),
            top.optional("visibility")
                .map(value -> value.word(Visibility.class))
                .orElse(Visibility.PUBLIC),
            top.optional("releases").flatMap(RunbookMapper::releaseRule),
            sourceText.get());
    onlyServicesWithVersionsAreChanged(runbook, top);
    if (!problems.anyError()) {
      new RunbookLinter(problems, registry, runbook).check(top);
    }
    return runbook;
  }

  /** What is live would be read before and afterwards, and can't be. */
  private static void onlyServicesWithVersionsAreChanged(Runbook runbook, MappingReader top) {
    List<String> without =
        runbook.services().stream()
            .filter(service -> !service.kind().hasVersions())
            .map(Service::id)
            .toList();
    runbook.methods().stream()
        .flatMap(method -> method.steps().stream())
        .flatMap(step -> step.changes().stream())
        .filter(without::contains)
        .distinct()
        .forEach(id ->
            top.required("methods")
                .error(
                    ("the service \"%s\" is of the kind other: no provider knows its versions, so"
                            + " no step can name it")
                        .formatted(id)));
  }

  private static void format(YamlValue value) {
    int format = value.number(0, Integer.MAX_VALUE);
    if (value.node() != null && format != FORMAT && format != 0) {
      value.error(
          "\"format\" must be %d, the only one that is known, not %d".formatted(FORMAT, format));
    }
  }

  private Service service(YamlValue value) {
    MappingReader fields = value.mapping("this service", "id name kind compare");
    return new Service(
        registry.services().declare(fields.required("id")),
        fields.required("name").line(),
        fields.required("kind").word(Service.ServiceKind.class),
        fields.optional("compare").flatMap(RunbookMapper::compareLink));
  }

  private static Optional<CompareLink> compareLink(YamlValue value) {
    String template = value.line();
    if (CompareLink.isTemplate(template)) {
      return Optional.of(new CompareLink(template));
    }
    if (value.node() != null) {
      value.error(
          "\"compare\" must be an https:// address with {from} and {to} in it, such as"
              + " \"https://github.com/acme/shop/compare/{from}...{to}\"");
    }
    return Optional.empty();
  }

  private static Optional<ReleaseRule> releaseRule(YamlValue value) {
    MappingReader fields = value.mapping("the releases", "by within");
    Optional<ReleaseBy> by = fields.optional("by").map(v -> v.word(ReleaseBy.class));
    Optional<ReleaseRule> within =
        fields.optional("within").map(v -> new ReleaseRule.Within(v.duration()));
    if (fields.readable() && by.isPresent() == within.isPresent()) {
      value.error("\"releases\" is one of by: tag, by: commit, or within: and a time");
    }
    return by.<ReleaseRule>map(word ->
            switch (word) {
              case TAG -> new ReleaseRule.SameTag();
              case COMMIT -> new ReleaseRule.SameCommit();
            })
        .or(() -> within);
  }

  private enum ReleaseBy {
    TAG,
    COMMIT
  }

  private static SignOff signOff(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "the sign-off",
            "rolled_back verified post_mortem_within_days post_mortem_for time_zone");
    PostMortemRule usual = PostMortemRule.DEFAULT;
    return new SignOff(
        fields.required("rolled_back").line(),
        fields.required("verified").line(),
        fields.required("post_mortem_within_days").number(0, MAX_DAYS),
        new PostMortemRule(
            fields
                .optional("post_mortem_for")
                .map(RunbookMapper::severities)
                .orElse(usual.severities()),
            fields.optional("time_zone").map(YamlValue::zone).orElse(usual.zone())));
  }

  private enum DraftedFor {
    CRITICAL,
    HIGH,
    MEDIUM,
    NONE
  }

  /** An empty list is likely a mistake, so that there are none is a word. */
  private static List<Severity> severities(YamlValue value) {
    List<DraftedFor> words =
        value.oneOrMore().stream().map(v -> v.word(DraftedFor.class)).distinct().toList();
    if (words.contains(DraftedFor.NONE) && words.size() > 1) {
      value.error("\"none\" stands alone in post_mortem_for");
    }
    return Stream.of(Severity.values())
        .filter(s -> words.contains(DraftedFor.valueOf(s.name())))
        .toList();
  }

  private static Reminders reminders(YamlValue value) {
    MappingReader fields =
        value.mapping("the reminders", "approval item step decision check signature");
    Reminders usual = Reminders.DEFAULT;
    return new Reminders(
        time(fields, "approval", usual.approval()),
        time(fields, "item", usual.item()),
        time(fields, "step", usual.step()),
        time(fields, "decision", usual.decision()),
        time(fields, "check", usual.check()),
        time(fields, "signature", usual.signature()));
  }

  private static Duration time(MappingReader fields, String key, Duration usual) {
    return fields.optional(key).map(SharedMappers::positiveDuration).orElse(usual);
  }

  private Drill drill(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "the drill", "cadence environment environments every_days goals steps checklist");
    return new Drill(
        fields.required("cadence").line(),
        registry.environments().checkDeclared(fields.required("environment")),
        Set.copyOf(
            fields.listOf("environments").stream()
                .map(registry.environments()::checkDeclared)
                .toList()),
        fields
            .optional("every_days")
            .map(days -> Duration.ofDays(days.number(1, MOST_DAYS_BETWEEN_DRILLS)))
            .orElse(Drill.QUARTER),
        fields.optional("goals").map(RunbookMapper::goals).orElse(Map.of()),
        fields.required("steps").lines(),
        fields.required("checklist").list().stream().map(RunbookMapper::drillItem).toList());
  }

  private static Map<DrillPart, Duration> goals(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "the goals",
            Stream.of(DrillPart.values()).map(DrillPart::key).collect(Collectors.joining(" ")));
    Map<DrillPart, Duration> goals = new EnumMap<>(DrillPart.class);
    for (DrillPart part : DrillPart.values()) {
      fields
          .optional(part.key())
          .ifPresent(goal -> goals.put(part, SharedMappers.positiveDuration(goal)));
    }
    return goals;
  }

  /** What the bot sees has a second key; anything else is a line. */
  private static DrillItem drillItem(YamlValue value) {
    if (!value.isMapping()) {
      return new DrillItem(value.line(), Optional.empty());
    }
    MappingReader fields = value.mapping("this item", "text seen");
    return new DrillItem(
        fields.required("text").line(),
        fields.optional("seen").map(seen -> seen.word(DrillFact.class)));
  }

  private static Contact contact(YamlValue value) {
    MappingReader fields = value.mapping("this contact", "role reach placeholder");
    Contact contact =
        new Contact(
            fields.required("role").line(),
            fields.required("reach").line(),
            fields.optional("placeholder").map(YamlValue::bool).orElse(false));
    if (contact.placeholder()) {
      value.warn(
          "the contact \"%s\" is a placeholder; put in the real one and drop placeholder"
              .formatted(contact.role()));
    }
    return contact;
  }

  private static Document document(YamlValue value) {
    MappingReader fields = value.mapping("this document", "title link");
    return new Document(fields.required("title").line(), fields.required("link").line());
  }
}
