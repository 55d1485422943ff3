package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.Document;
import dev.rollbackbot.runbook.Drill;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.SignOff;
import dev.rollbackbot.runbook.Source;
import dev.rollbackbot.runbook.Verification;
import java.util.List;

/** The whole file to the record; what is declared is read before what refers to it. */
final class RunbookMapper {
  private static final int FORMAT = 1;
  private static final int MAX_SHORT_NAME = 14;
  private static final int MAX_DAYS = 90;

  private final Problems problems;
  private final Catalog catalog = new Catalog();

  RunbookMapper(Problems problems) {
    this.problems = problems;
  }

  Runbook read(Value root, Source source) {
    Section top =
        Section.of(
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
    format(top.need("format"));
    List<Service> services = top.need("services").list().stream().map(this::service).toList();
    List<Environment> environments = new EnvironmentMapper(catalog).read(top.need("environments"));
    VerificationMapper verifying = new VerificationMapper(catalog);
    Verification verification = verifying.read(top.need("verification"));
    Decisions decisions = new Decisions();
    Runbook runbook =
        new Runbook(
            top.need("id").id(),
            top.need("name").line(),
            top.need("short_name").lineUpTo(MAX_SHORT_NAME),
            top.need("version").line(),
            top.need("updated").date(),
            top.find("link").map(Value::line),
            top.need("impact").text(),
            top.need("eta").line(),
            top.need("duration").duration(),
            decisions.triggers(top.need("triggers")),
            decisions.guidance(top.need("guidance")),
            services,
            new ChecklistMapper().read(top.listOf("checklist")),
            new MethodMapper(catalog).read(top.need("methods")),
            verification,
            top.find("database").map(verifying::database),
            new TemplateMapper(catalog).read(top.need("templates")),
            signOff(top.need("sign_off")),
            environments,
            top.listOf("contacts").stream().map(RunbookMapper::contact).toList(),
            drill(top.need("drill")),
            top.listOf("documents").stream().map(RunbookMapper::document).toList(),
            source);
    if (!problems.anyError()) {
      new Review(problems, catalog, runbook).warn(top);
    }
    return runbook;
  }

  private static void format(Value value) {
    int format = value.number(0, Integer.MAX_VALUE);
    if (value.node() != null && format != FORMAT && format != 0) {
      value.wrong(
          "\"format\" must be %d, the only one that is known, not %d".formatted(FORMAT, format));
    }
  }

  private Service service(Value value) {
    Section section = Section.of(value, "this service", "id", "name", "kind");
    return new Service(
        catalog.services().declare(section.need("id")),
        section.need("name").line(),
        section.need("kind").word(Service.Kind.class));
  }

  private static SignOff signOff(Value value) {
    Section section =
        Section.of(value, "the sign-off", "rolled_back", "verified", "post_mortem_within_days");
    return new SignOff(
        section.need("rolled_back").line(),
        section.need("verified").line(),
        section.need("post_mortem_within_days").number(0, MAX_DAYS));
  }

  private Drill drill(Value value) {
    Section section =
        Section.of(value, "the drill", "cadence", "environment", "steps", "checklist");
    return new Drill(
        section.need("cadence").line(),
        catalog.environments().refer(section.need("environment")),
        section.need("steps").lines(),
        section.need("checklist").lines());
  }

  private static Contact contact(Value value) {
    Section section = Section.of(value, "this contact", "role", "reach", "placeholder");
    Contact contact =
        new Contact(
            section.need("role").line(),
            section.need("reach").line(),
            section.find("placeholder").map(Value::flag).orElse(false));
    if (contact.placeholder()) {
      value.doubtful(
          "the contact \"%s\" is a placeholder; put in the real one and drop placeholder"
              .formatted(contact.role()));
    }
    return contact;
  }

  private static Document document(Value value) {
    Section section = Section.of(value, "this document", "title", "link");
    return new Document(section.need("title").line(), section.need("link").line());
  }
}
