// Plays GitHub's own client against the stand-in; prints one JSON line for each call.
const owner = "shop";
const repo = "web";

async function say(name, call) {
  try {
    console.log(JSON.stringify({ name, result: await call() }));
  } catch (e) {
    console.log(JSON.stringify({ name, error: e.name, status: e.status, message: e.message }));
  }
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function main() {
  const { Octokit } = await import("@octokit/rest");
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const client = (auth, version) => {
    const octokit = new Octokit({ auth, log, baseUrl: process.env.GITHUB_API_URL });
    octokit.hook.before("request", (options) => {
      options.headers["x-github-api-version"] = version;
    });
    return octokit;
  };
  const github = client(process.env.GITHUB_TOKEN, "2026-03-10");
  const { actions, repos } = github.rest;
  const workflow_id = "deploy.yml";
  const start = (inputs, more) =>
    actions.createWorkflowDispatch({ owner, repo, workflow_id, ref: "main", inputs, ...more });
  const run = (run_id) => actions.getWorkflowRun({ owner, repo, run_id });
  const until = async (run_id, status) => {
    for (;;) {
      const { data } = await run(run_id);
      if (data.status === status) return data;
      await sleep(50);
    }
  };

  await say("versions", async () => (await github.request("GET /versions")).data);
  await say("repository", async () => (await repos.get({ owner, repo })).data.full_name);
  await say("workflow", async () => {
    const { data } = await actions.getWorkflow({ owner, repo, workflow_id });
    return [data.path, data.state];
  });
  await say("file", async () => {
    const path = ".github/workflows/deploy.yml";
    const { data } = await repos.getContent({ owner, repo, path, ref: "main" });
    return Buffer.from(data.content, "base64").toString().split("\n")[0];
  });
  let id;
  await say("start", async () => {
    const { status, data } = await start({ version: "1.4.2", correlation: "INC-1/3-17" });
    id = data.workflow_run_id;
    return [status, typeof id, data.html_url.endsWith("/actions/runs/" + id)];
  });
  await say("listed", async () => {
    const filter = { event: "workflow_dispatch", created: ">=2020-01-01T00:00:00Z", per_page: 1 };
    const all = await github.paginate(actions.listWorkflowRuns, { owner, repo, workflow_id, ...filter });
    return all.map((r) => [r.id === id, r.display_title, r.event]);
  });
  await say("success", async () => (await until(id, "completed")).conclusion);
  let jobs;
  await say("jobs", async () => {
    jobs = (await actions.listJobsForWorkflowRun({ owner, repo, run_id: id, filter: "latest" })).data.jobs;
    return jobs.map((j) => [j.name, j.conclusion, j.steps.length]);
  });
  await say("log", async () => {
    const { status, data } = await actions.downloadJobLogsForWorkflowRun({ owner, repo, job_id: jobs[1].id });
    return [status, data.trim().split("\n").at(-1).replace(/^\S+ /, "")];
  });
  await say("cancel what has ended", () => actions.cancelWorkflowRun({ owner, repo, run_id: id }));
  let cancelled;
  await say("cancel", async () => {
    cancelled = (await start({ version: "1.4.1" })).data.workflow_run_id;
    return (await actions.cancelWorkflowRun({ owner, repo, run_id: cancelled })).status;
  });
  await say("cancelled", async () => (await until(cancelled, "completed")).conclusion);
  await say("unexpected input", () => start({ version: "1", colour: "red" }));
  await say("missing input", () => start({}));
  await say("not a choice", () => start({ version: "1", environment: "moon" }));
  await say("unknown ref", () => start({ version: "1" }, { ref: "gone" }));
  await say("unknown key", () => start({ version: "1" }, { return_run_details: true }));
  await say("disabled", () => start({}, { workflow_id: "disabled.yml" }));
  await say("unknown workflow", () => start({}, { workflow_id: "gone.yml" }));
  await say("unknown run", () => run(1));
  const { pulls, checks, git } = github.rest;
  const head = process.env.HEAD_BRANCH;
  let sha;
  await say("branch", async () => {
    const { data } = await git.getRef({ owner, repo, ref: "heads/" + head });
    sha = data.object.sha;
    return [data.ref, data.object.type, sha.length];
  });
  await say("unknown branch", () => git.getRef({ owner, repo, ref: "heads/gone" }));
  const open = (from, into) =>
    pulls.create({ owner, repo, title: "Revert", body: "Why", head: from, base: into });
  let pull_number;
  await say("open", async () => {
    const { status, data } = await open(head, "main");
    pull_number = data.number;
    return [status, data.state, data.head.sha === sha, data.base.ref, data.html_url.endsWith("/pull/" + pull_number)];
  });
  await say("open again", () => open(head, "main"));
  await say("nothing to merge", () => open("main", "main"));
  await say("listed pull", async () => {
    const all = await github.paginate(pulls.list, { owner, repo, head: owner + ":" + head, base: "main", state: "all" });
    return all.map((p) => [p.number === pull_number, p.title, p.body, p.merged_at]);
  });
  const pull = async () => (await pulls.get({ owner, repo, pull_number })).data;
  const untilPull = async (word) => {
    while ((await pull()).mergeable_state !== word) await sleep(50);
    return word;
  };
  await say("checks", async () => {
    for (;;) {
      const all = (await checks.listForRef({ owner, repo, ref: sha, filter: "latest" })).data.check_runs;
      if (all.length && all.every((c) => c.status === "completed")) return all.map((c) => [c.name, c.conclusion]);
      await sleep(50);
    }
  });
  await say("status", async () => {
    const { data } = await repos.getCombinedStatusForRef({ owner, repo, ref: sha });
    return [data.state, data.statuses.map((s) => s.context)];
  });
  await say("blocked", () => untilPull("blocked"));
  const merge = (commit) => pulls.merge({ owner, repo, pull_number, sha: commit, merge_method: "squash" });
  await say("merge without review", () => merge(sha));
  await say("rules", async () =>
    (await github.request("GET /repos/{owner}/{repo}/rules/branches/{branch}", { owner, repo, branch: "main" })).data);
  await say("review", async () => (await pulls.createReview({ owner, repo, pull_number, event: "APPROVE" })).data.state);
  await say("reviews", async () =>
    (await pulls.listReviews({ owner, repo, pull_number })).data.map((r) => [r.state, r.commit_id === sha]));
  await say("clean", () => untilPull("clean"));
  await say("close", async () => (await pulls.update({ owner, repo, pull_number, state: "closed" })).data.state);
  await say("merge what is closed", () => merge(sha));
  await say("reopen", async () => (await pulls.update({ owner, repo, pull_number, state: "open" })).data.state);
  await say("merge another commit", () => merge("0".repeat(40)));
  await say("merge", async () => {
    const { status, data } = await merge(sha);
    return [status, data.merged, data.sha.length];
  });
  await say("merged", async () => {
    const data = await pull();
    return [data.state, data.merged, data.merged_by.login];
  });
  await say("deployments", async () => {
    const all = (await repos.listDeployments({ owner, repo, environment: "production", per_page: 100 })).data;
    for (const each of all) {
      const statuses = (await repos.listDeploymentStatuses({ owner, repo, deployment_id: each.id })).data;
      if (statuses[0].state === "success") {
        return [each.sha.length, each.environment, each.creator.login, statuses.map((s) => s.state),
          /\/actions\/runs\/[0-9]+\/job\/[0-9]+$/.test(statuses[0].log_url)];
      }
    }
    return all.length;
  });
  await say("unknown deployment", () => repos.listDeploymentStatuses({ owner, repo, deployment_id: 1 }));
  await say("environment", async () => {
    const { data } = await repos.getEnvironment({ owner, repo, environment_name: "production" });
    return [data.name, data.protection_rules];
  });
  await say("commit", async () => {
    const { data } = await repos.getCommit({ owner, repo, ref: "a".repeat(40) });
    return [data.sha.length, data.commit.message.split("\n")[0], data.commit.author.name];
  });
  await say("commits", async () => {
    const all = await github.paginate(repos.listCommits, { owner, repo, sha: "main", per_page: 2 });
    const at = all.findIndex((c) => c.sha === "b".repeat(40));
    return all.slice(at, at + 2).map((c) => [c.commit.message, c.parents[0].sha.length, c.commit.committer.date.length]);
  });
  const compare = (basehead, more) => repos.compareCommitsWithBasehead({ owner, repo, basehead, ...more });
  const [good, bad, side] = ["a", "b", "c"].map((c) => c.repeat(40));
  await say("compare", async () => {
    const { data } = await compare(`${good}...${bad}`);
    return [data.status, data.ahead_by, data.behind_by, data.total_commits, data.commits.map((c) => c.commit.message), data.files];
  });
  await say("compare in pages", async () => {
    const { data } = await compare(`${good}...${bad}`, { per_page: 1, page: 2 });
    return [data.total_commits, data.commits.map((c) => c.commit.message), "files" in data];
  });
  await say("behind", async () => (await compare(`${bad}...${good}`)).data.status);
  await say("identical", async () => (await compare(`${bad}...${bad}`)).data.status);
  await say("diverged", async () => {
    const { data } = await compare(`${side}...${bad}`);
    return [data.status, data.ahead_by, data.behind_by, data.merge_base_commit.sha === good];
  });
  await say("compare with nothing", () => compare(`${"d".repeat(40)}...${bad}`));
  await say("wrong token", () => client("wrong", "2022-11-28").rest.repos.get({ owner, repo }));
  await say("unknown version", () => client(process.env.GITHUB_TOKEN, "1999-01-01").rest.repos.get({ owner, repo }));
  await say("older version", async () => {
    const older = client(process.env.GITHUB_TOKEN, "2022-11-28").rest.actions;
    const answer = await older.createWorkflowDispatch({ owner, repo, workflow_id, ref: "main", inputs: { version: "1" } });
    return answer.status;
  });
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
