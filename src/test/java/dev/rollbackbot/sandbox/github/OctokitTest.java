package dev.rollbackbot.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.NodePackages.Printed;
import dev.rollbackbot.sandbox.cloudflare.NodeClients;
import dev.rollbackbot.sandbox.github.pulls.RepositoryPulls;
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
    RepositoryPulls branches = github.standIn.pulls();
    branches.push("rollback/INC-1");
    branches.push("main", "a".repeat(40), "Good");
    branches.push("hotfix", "c".repeat(40), "Beside");
    branches.push("main", "e".repeat(40), "Between");
    branches.push("main", "b".repeat(40), "Bad");
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
            "{'name':'rules','result':[]}",
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
            "{'name':'deployments','result':[40,'production','github-actions[bot]',"
                + "['success','queued'],true]}",
            error("unknown deployment", 404, "Not Found"),
            "{'name':'environment','result':['production',[]]}",
            "{'name':'commit','result':[40,'Good','Anna']}",
            "{'name':'commits','result':[['Bad',40,20],['Between',40,20]]}",
            "{'name':'compare','result':['ahead',2,0,2,['Between','Bad'],[]]}",
            "{'name':'compare in pages','result':[2,['Bad'],false]}",
            "{'name':'behind','result':'behind'}",
            "{'name':'identical','result':'identical'}",
            "{'name':'diverged','result':['diverged',2,1,true]}",
            error("compare with nothing", 404, "Not Found"),
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
