package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.Document;
import dev.rollbackbot.runbook.Drill;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.SignOff;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.Verification;
import java.util.List;

/** The whole file to the record; what is declared is read before what refers to it. */
final class RunbookMapper {
  private static final int FORMAT = 1;
  private static final int MAX_SHORT_NAME = 14;
  private static final int MAX_DAYS = 90;

  private final ProblemCollector problemCollector;
  private final IdRegistry registry = new IdRegistry();

  RunbookMapper(ProblemCollector problemCollector) {
    this.problemCollector = problemCollector;
  }

  Runbook read(YamlValue root, SourceText sourceText) {
    MappingReader top =
        MappingReader.of(
            root,
            "the runbook",
            "format",
            "id",
            "name",
            "short_name",
            "version",
            "updated",
            "link",
            "impact",
            "eta",
            "duration",
            "triggers",
            "guidance",
            "services",
            "environments",
            "checklist",
            "methods",
            "verification",
            "database",
            "templates",
            "sign_off",
            "drill",
            "contacts",
            "documents");
    format(top.required("format"));
    List<Service> services = top.required("services").list().stream().map(this::service).toList();
    List<Environment> environments =
        new EnvironmentMapper(registry).read(top.required("environments"));
    VerificationMapper verifying = new VerificationMapper(registry);
    Verification verification = verifying.read(top.required("verification"));
    GuidanceMapper guidanceMapper = new GuidanceMapper();
    Runbook runbook =
        new Runbook(
            top.required("id").id(),
            top.required("name").line(),
            top.required("short_name").lineUpTo(MAX_SHORT_NAME),
            top.required("version").line(),
            top.required("updated").date(),
            top.optional("link").map(YamlValue::line),
            top.required("impact").text(),
            top.required("eta").line(),
            top.required("duration").duration(),
            guidanceMapper.triggers(top.required("triggers")),
            guidanceMapper.guidance(top.required("guidance")),
            services,
            new ChecklistMapper().read(top.listOf("checklist")),
            new MethodMapper(registry).read(top.required("methods")),
            verification,
            top.optional("database").map(verifying::database),
            new TemplateMapper(registry).read(top.required("templates")),
            signOff(top.required("sign_off")),
            environments,
            top.listOf("contacts").stream().map(RunbookMapper::contact).toList(),
            drill(top.required("drill")),
            top.listOf("documents").stream().map(RunbookMapper::document).toList(),
            sourceText);
    if (!problemCollector.anyError()) {
      new RunbookLinter(problemCollector, registry, runbook).warn(top);
    }
    return runbook;
  }

  private static void format(YamlValue yamlValue) {
    int format = yamlValue.number(0, Integer.MAX_VALUE);
    if (yamlValue.node() != null && format != FORMAT && format != 0) {
      yamlValue.error(
          "\"format\" must be %d, the only one that is known, not %d".formatted(FORMAT, format));
    }
  }

  private Service service(YamlValue yamlValue) {
    MappingReader mappingReader = MappingReader.of(yamlValue, "this service", "id", "name", "kind");
    return new Service(
        registry.services().declare(mappingReader.required("id")),
        mappingReader.required("name").line(),
        mappingReader.required("kind").word(Service.ServiceKind.class));
  }

  private static SignOff signOff(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(
            yamlValue, "the sign-off", "rolled_back", "verified", "post_mortem_within_days");
    return new SignOff(
        mappingReader.required("rolled_back").line(),
        mappingReader.required("verified").line(),
        mappingReader.required("post_mortem_within_days").number(0, MAX_DAYS));
  }

  private Drill drill(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "the drill", "cadence", "environment", "steps", "checklist");
    return new Drill(
        mappingReader.required("cadence").line(),
        registry.environments().checkDeclared(mappingReader.required("environment")),
        mappingReader.required("steps").lines(),
        mappingReader.required("checklist").lines());
  }

  private static Contact contact(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "this contact", "role", "reach", "placeholder");
    Contact contact =
        new Contact(
            mappingReader.required("role").line(),
            mappingReader.required("reach").line(),
            mappingReader.optional("placeholder").map(YamlValue::bool).orElse(false));
    if (contact.placeholder()) {
      yamlValue.warn(
          "the contact \"%s\" is a placeholder; put in the real one and drop placeholder"
              .formatted(contact.role()));
    }
    return contact;
  }

  private static Document document(YamlValue yamlValue) {
    MappingReader mappingReader = MappingReader.of(yamlValue, "this document", "title", "link");
    return new Document(
        mappingReader.required("title").line(), mappingReader.required("link").line());
  }
}
