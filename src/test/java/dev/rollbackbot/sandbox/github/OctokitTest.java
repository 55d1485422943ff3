package dev.rollbackbot.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.NodePackages.Printed;
import dev.rollbackbot.sandbox.cloudflare.NodeClients;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in is judged by GitHub's own client. */
final class OctokitTest {
  private static final String DOCUMENTS = " - https://docs.github.com/rest";

  private static NodeClients client;

  private GitHubFixture github;

  @BeforeAll
  static void install() throws Exception {
    Optional<NodeClients> installed =
        NodeClients.installed(
            Path.of("src/test/node-github"), Path.of("target/github-client"), "octokit.cjs");
    if (installed.isEmpty()) {
      System.err.println(NodeClients.MISSING);
    }
    Assumptions.assumeTrue(installed.isPresent(), NodeClients.MISSING);
    client = installed.get();
  }

  @BeforeEach
  void start() throws Exception {
    github = GitHubFixture.inRealTime();
  }

  @AfterEach
  void stop() throws Exception {
    github.close();
  }

  @Test
  void octokit_starts_lists_reads_cancels_merges_and_meets_errors() throws Exception {
    github.standIn.pulls().push("rollback/INC-1");
    github.standIn.setFault("review-required", true);
    Printed printed =
        client.script(
            "octokit.cjs",
            Map.of(
                "GITHUB_API_URL",
                github.api().toString(),
                "GITHUB_TOKEN",
                GitHubFixture.TOKEN,
                "HEAD_BRANCH",
                "rollback/INC-1"));
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out().replace('"', '\'').replace(DOCUMENTS, "").lines().toList())
        .containsExactly(
            "{'name':'versions','result':['2026-03-10','2022-11-28']}",
            "{'name':'repository','result':'shop/web'}",
            "{'name':'workflow','result':['.github/workflows/deploy.yml','active']}",
            "{'name':'file','result':'name: Deploy'}",
            "{'name':'start','result':[200,'number',true]}",
            "{'name':'listed','result':[[true,'Deploy 1.4.2 (INC-1/3-17)','workflow_dispatch']]}",
            "{'name':'success','result':'success'}",
            "{'name':'jobs','result':[['Build','success',2],['Deploy','success',2]]}",
            "{'name':'log','result':[200,'the end of Deploy']}",
            error("cancel what has ended", 409, "Cannot cancel a workflow run that is completed."),
            "{'name':'cancel','result':202}",
            "{'name':'cancelled','result':'cancelled'}",
            error("unexpected input", 422, "Unexpected inputs provided: [\\'colour\\']"),
            error("missing input", 422, "Required input 'version' not provided"),
            error(
                "not a choice",
                422,
                "Provided value 'moon' for input 'environment' not in the list of allowed values"),
            error("unknown ref", 422, "No ref found for: gone"),
            error("unknown key", 400, "\\'return_run_details\\' is not a permitted key."),
            error("disabled", 422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow"),
            error("unknown workflow", 404, "Not Found"),
            error("unknown run", 404, "Not Found"),
            "{'name':'branch','result':['refs/heads/rollback/INC-1','commit',40]}",
            error("unknown branch", 404, "Not Found"),
            "{'name':'open','result':[201,'open',true,'main',true]}",
            error("open again", 422, "A pull request already exists for shop:rollback/INC-1."),
            error("nothing to merge", 422, "No commits between main and main"),
            "{'name':'listed pull','result':[[true,'Revert','Why',null]]}",
            "{'name':'checks','result':[['build','success'],['test','success']]}",
            "{'name':'status','result':['success',['ci/preview']]}",
            "{'name':'blocked','result':'blocked'}",
            error(
                "merge without review",
                405,
                "Repository rule violations found: at least 1 approving review is required by"
                    + " reviewers with write access."),
            "{'name':'review','result':'APPROVED'}",
            "{'name':'reviews','result':[['APPROVED',true]]}",
            "{'name':'clean','result':'clean'}",
            "{'name':'close','result':'closed'}",
            error("merge what is closed", 405, "Pull Request is not mergeable"),
            "{'name':'reopen','result':'open'}",
            error(
                "merge another commit",
                409,
                "Head branch was modified. Review and try the merge again."),
            "{'name':'merge','result':[200,true,40]}",
            "{'name':'merged','result':['closed',true,'rollback-bot[bot]']}",
            "{'name':'deployments','result':[1,40,'production','github-actions[bot]',"
                + "['success','queued'],true]}",
            error("unknown deployment", 404, "Not Found"),
            "{'name':'environment','result':['production',[]]}",
            "{'name':'commit','result':[40,'Change aaaaaaa','Anna']}",
            error("wrong token", 401, "Bad credentials"),
            error(
                "unknown version",
                400,
                "The API version you have requested is not supported by this resource."),
            "{'name':'older version','result':204}");
  }

  private static String error(String name, int status, String message) {
    return "{'name':'%s','error':'HttpError','status':%d,'message':'%s'}"
        .formatted(name, status, message);
  }
}
