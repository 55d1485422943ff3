package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.PatchCheck;
import dev.rollbackbot.yaml.RunbookReader.FolderFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the patches that a runbook names from the files beside it.
 *
 * @param archived see {@link EnvironmentMapper}
 * @param taken those that were read, each once
 */
record PatchReader(boolean archived, FolderFiles files, List<CodePatch> taken) {
  PatchReader(boolean archived, FolderFiles files) {
    this(archived, files, new ArrayList<>());
  }

  /** Empty: it can't be used, which is reported. */
  Optional<CodePatch> read(YamlValue value) {
    String name = value.line();
    if (!CodePatch.isName(name)) {
      if (!name.isEmpty()) {
        value.error(
            "%s is the name of a file beside the runbook that ends with .patch, without a folder, not \"%s\""
                .formatted(value.name(), name));
      }
      return Optional.empty();
    }
    Optional<CodePatch> before = taken.stream().filter(p -> p.name().equals(name)).findFirst();
    if (before.isPresent()) {
      return before;
    }
    try {
      CodePatch patch = new CodePatch(name, files.text(name));
      Optional<String> problem = archived ? Optional.empty() : PatchCheck.problem(patch.text());
      problem.ifPresent(why -> value.error("the patch %s %s".formatted(name, why)));
      taken.add(patch);
      return Optional.of(patch);
    } catch (NoSuchFileException e) {
      value.error("there is no file %s beside the runbook; put the patch there".formatted(name));
    } catch (CharacterCodingException e) {
      value.error(
          "the patch %s is not UTF-8 text and can't be shown; such a file has to be changed by hand"
              .formatted(name));
    } catch (IOException e) {
      value.error("the patch %s can't be read: %s".formatted(name, e.getMessage()));
    }
    return Optional.empty();
  }
}
