// Plays Cloudflare's official SDK against the stand-in; prints one JSON line for each call.
const { Cloudflare } = require("cloudflare");

const account_id = process.env.CLOUDFLARE_ACCOUNT_ID;
const project = "erlvinc-dashboard-sandbox";
const gateway = "foundation-gateway-sandbox";
// The SDK would repeat a POST whose outcome is unknown.
const client = new Cloudflare({
  apiToken: process.env.CLOUDFLARE_API_TOKEN,
  baseURL: process.env.CLOUDFLARE_API_BASE_URL,
  maxRetries: 0,
});

async function say(name, call) {
  try {
    console.log(JSON.stringify({ name, result: await call() }));
  } catch (e) {
    const code = e.errors && e.errors[0] && e.errors[0].code;
    console.log(JSON.stringify({ name, error: e.constructor.name, status: e.status, code }));
  }
}

const rollBack = (version_id, more) =>
  client.workers.scripts.deployments.create(gateway, {
    account_id,
    strategy: "percentage",
    versions: [{ version_id, percentage: 100 }],
    annotations: { "workers/message": "by the SDK" },
    ...more,
  });

async function main() {
  await say("verify", async () => (await client.user.tokens.verify()).status);
  await say("verify account token", () => client.accounts.tokens.verify({ account_id }));
  const deployments = client.workers.scripts.deployments;
  const versions = client.workers.scripts.versions;
  const page = await deployments.list(gateway, { account_id });
  await say("deployments", () => page.result.deployments.map((d) => d.versions.length));
  await say("deployment", async () =>
    (await deployments.get(page.result.deployments[0].id, { account_id, script_name: gateway })).id ===
      page.result.deployments[0].id);
  const list = await versions.list(gateway, { account_id, deployable: true });
  await say("deployable versions", () => list.result.items.map((v) => v.number));
  await say("paged versions", async () => {
    const numbers = [];
    for await (const v of versions.list(gateway, { account_id, per_page: 3 })) numbers.push(v.number);
    return numbers;
  });
  const id = (number) => list.result.items.find((v) => v.number === number).id;
  await say("version", async () => {
    const v = await versions.get(id(41), { account_id, script_name: gateway });
    return [v.number, v.resources.bindings.map((b) => b.name), v.resources.script_runtime.usage_model];
  });
  await say("roll back", async () => (await rollBack(id(41))).annotations["workers/message"]);
  await say("changed secrets", () => rollBack(id(39)));
  await say("forced", async () => (await rollBack(id(39), { force: true })).versions[0].percentage);
  await say("unknown version", () => rollBack("00000000-0000-4000-8000-000000000000"));
  await say("unknown worker", () => deployments.list("nothing", { account_id }));
  const pages = client.pages.projects;
  await say("project", async () => (await pages.get(project, { account_id })).canonical_deployment.short_id);
  await say("paged Pages deployments", async () => {
    const all = [];
    const options = { account_id, env: "production", per_page: 2 };
    for await (const d of pages.deployments.list(project, options)) all.push(d.short_id);
    return all;
  });
  await say("too many a page", () =>
    pages.deployments.list(project, { account_id, per_page: 100 }));
  const good = [];
  for await (const d of pages.deployments.list(project, { account_id, env: "production", per_page: 25 }))
    if (d.latest_stage.name === "deploy" && d.latest_stage.status === "success") good.push(d);
  const earlier = good[1].id;
  await say("roll Pages back", async () =>
    (await pages.deployments.rollback(earlier, { account_id, project_name: project, body: {} })).id === earlier);
  await say("canonical", async () =>
    (await pages.get(project, { account_id })).canonical_deployment.id === earlier);
  await say("unknown project", () => pages.get("nothing", { account_id }));
  const stranger = client.withOptions({ apiToken: "wrong" });
  await say("wrong token", () => stranger.workers.scripts.deployments.list(gateway, { account_id }));
}

main();
