insert into runbook_text (hash, text) values ('2cc6fc6bfd64ca0b3a83b12d58ab96ff38f2f63bdd3e64cac7f05f00037b6c0c', '# yaml-language-server: $schema=runbook.schema.json
#
# Rolling back the Factory feature (the public factory endpoints and their pages).
# Read it from top to bottom: what calls for a rollback, what is advised, where it runs, what is done
# before, how it is rolled back, how that is seen to have worked, what is said to whom.
# How to write one: docs/writing-a-runbook.md. Check a change before it is merged.
format: 1

id: factory
name: Factory Feature
short_name: Factory
version: 2.5.0
updated: 2026-02-27
impact: Factory endpoints returning errors
eta: 10-15 minutes
duration: 15m

# ---------------------------------------------------------------- when to roll back
triggers:
  automatic:
    error-rate: Error rate above 1% in the first hour
    response-time: Response time p95 above 1000 ms
    health-checks: Health check failures
    database-connections: "Database connection errors: more than 5% of queries fail"
    service-bindings: Service binding errors
    authentication: Authentication or authorization failures
  manual:
    security: Security vulnerability discovered
    data-integrity: Data integrity issues
    critical-bug: Critical bug affecting user experience
    performance: "Performance degradation: more than 20% slower than baseline"
    costs: "Excessive costs: more than 200% of expected"

# The decision tree. within: how long the rollback may take from its declaration; without it no
# clock runs.
guidance:
  affecting_users:
    critical:
      advice: roll_back_now
      because: Data loss and security problems get worse with every minute
      within: 5m
    high:
      advice: roll_back
      because: Errors and failures reach users until the old version is back
      within: 15m
    medium:
      advice: fix_forward
      because: Fix slow or awkward behaviour forward if that is possible, otherwise roll back
      within: 60m
  not_affecting_users:
    any:
      advice: monitor
      because: Nobody is affected, so watch closely and fix forward if that is safe

# ---------------------------------------------------------------- what runs, and where
services:
  - {id: gateway, name: gateway, kind: worker}
  - {id: planning-machine, name: planning-machine, kind: worker}
  - {id: ui, name: UI Pages, kind: pages}

# The first environment is the one that is offered first. resource is the provider''s exact name,
# so that no command falls back to a worker of another environment. address is where probes reach
# the service from outside; without one it is not probed.
environments:
  - id: production
    # Plausible defaults: put in your own groups and channels. Groups and channels need quotes.
    responders: "@responders"
    approvers: "@oncall"
    stakeholders: ["#product-updates", "#customer-support"]
    updates: 30m
    services:
      gateway:
        resource: foundation-gateway-production
        address: https://gateway.erlvinc.com
      planning-machine:
        # Behind a service binding, not reachable from outside: people read its logs.
        resource: foundation-planning-machine-production
      ui:
        resource: erlvinc-dashboard
        address: https://dashboard.erlvinc.com

  - id: staging
    responders: "@responders"
    approvers: "@oncall"
    stakeholders: ["#product-updates"]
    updates: 60m
    services:
      gateway:
        resource: foundation-gateway-staging
        # Assumed; set the variables if staging lives elsewhere.
        address: https://gateway-staging.erlvinc.com
      planning-machine:
        resource: foundation-planning-machine-staging
      ui:
        resource: erlvinc-dashboard-staging
        address: https://dashboard-staging.erlvinc.com

  # The local stand-ins. Everything is quicker there, so that a rehearsal is too.
  - id: sandbox
    responders: "@responders"
    approvers: "@oncall"
    stakeholders: ["#product-updates", "#customer-support"]
    updates: 2m
    propagation: 1s
    probe_interval: 1s
    log_capture: 1s
    services:
      gateway:
        resource: foundation-gateway-sandbox
        address: http://127.0.0.1:45701/sites/gateway
      planning-machine:
        resource: foundation-planning-machine-sandbox
        address: http://127.0.0.1:45701/sites/planning
      ui:
        resource: erlvinc-dashboard-sandbox
        address: http://127.0.0.1:45701/sites/dashboard

# ---------------------------------------------------------------- before
# A CRITICAL rollback doesn''t wait for what is deferred_when_critical; it is done afterwards.
checklist:
  - id: capture-deployments
    title: Capture current deployment state
    by: bot
    task: capture_deployments
    limit: 30s
    guide: |
      The commands for it by hand, for production:
          (cd services/gateway && wrangler deployments list --env production)
          (cd services/planning-machine && wrangler deployments list --env production)
          (cd services/ui && wrangler pages deployment list --project-name erlvinc-dashboard --environment production)
  - id: export-logs
    title: Export logs for analysis
    by: bot
    task: capture_logs
    limit: 60s
    deferred_when_critical: true
    guide: |
      A tail shows only what happens after it starts and never ends by itself: what was before is in
      Analytics. By hand, ended after a minute (the full name of the worker, so no --env):
          timeout 60 wrangler tail foundation-gateway-production --format json > rollback-logs-gateway.json
          timeout 60 wrangler tail foundation-planning-machine-production --format json > rollback-logs-planning.json
  - id: screenshot-analytics
    title: Screenshot the Analytics Engine dashboard
    by: person
    evidence: optional
    deferred_when_critical: true
    guide: Cloudflare dashboard, Analytics Engine, the last hour. Attach the picture or its link.
  - id: document-incident
    title: Document the incident in the incident log
    by: bot
    task: document_incident
    limit: 30s
  - id: notify-team
    title: Notify the team in the incidents channel
    by: bot
    task: notify_team
    limit: 30s

# ---------------------------------------------------------------- how it is rolled back
# Tried in this order. Each one has its own plan and its own approval.
methods:
  - id: deployment-rollback
    name: Deployment rollback
    when: First choice, because the earlier versions are built and only have to be put live
    steps:
      - id: gateway
        title: Roll back gateway
        roll_back: gateway
        expected: Gateway responds, and everything under /api/public/factory/ answers 404
        cannot_undo:
          - Data that was written to D1, KV or R2 in the meantime stays as it is
          - Secrets are not those of the earlier version
        by_hand:
          - title: With wrangler
            text: |
              List the deployments and find the newest one from before the factory deployment that
              was at 100% and is not known to be bad. Rollback takes its VERSION id, always give it:
              without one, two calls go back and forth between the good and the bad version.
                  (cd services/gateway && wrangler deployments list --env production)
                  (cd services/gateway && wrangler rollback <VERSION_ID> --env production)
              Look at the result:
                  curl --fail https://gateway.erlvinc.com/health
      - id: planning-machine
        title: Roll back planning-machine
        roll_back: planning-machine
        expected: Planning runs work as before the factory deployment, and its logs show no new errors
        cannot_undo:
          - Data that was written to D1, KV or R2 in the meantime stays as it is
          - Rows of build_specs with the status fallback stay; see the database procedure
          - Secrets are not those of the earlier version
        by_hand:
          - title: With wrangler
            text: |
              The same as for the gateway, again with the VERSION id:
                  (cd services/planning-machine && wrangler deployments list --env production)
                  (cd services/planning-machine && wrangler rollback <VERSION_ID> --env production)
              It is not reachable from outside, so look at its logs:
                  wrangler tail foundation-planning-machine-production --format pretty
      - id: ui
        title: Roll back UI Pages
        roll_back: ui
        expected: The factory page is the previous version, or 404, depending on the rollback target
        cannot_undo:
          - Pages that people have open keep the newer scripts until they reload
        by_hand:
          - title: In the Cloudflare dashboard (recommended)
            text: |
              1. Cloudflare dashboard, Pages, erlvinc-dashboard
              2. The tab "Deployments"
              3. Find the last deployment that worked, before the one with the problem
              4. The menu "..." next to it
              5. "Rollback to this deployment"
              6. Confirm it
          - title: Build the previous commit again
            text: |
              In a worktree of its own, so that nobody''s working copy is left dirty. A new build is
              close to the old artefact, not the same. --branch main makes it production; without
              it a checkout by hash becomes a preview.
                  git worktree add --detach ../factory-rollback <PREVIOUS_COMMIT_HASH>
                  cd ../factory-rollback && pnpm install --frozen-lockfile && pnpm --filter foundation-ui build
                  (cd services/ui && npx wrangler pages deploy .svelte-kit/cloudflare --project-name erlvinc-dashboard --branch main --commit-hash <PREVIOUS_COMMIT_HASH>)
                  curl --fail https://dashboard.erlvinc.com/dashboard
                  cd - && git worktree remove ../factory-rollback
          - title: Deploy saved artefacts of the previous build
            text: |
              Only if the directory of the previous build was kept:
                  npx wrangler pages deploy <SAVED_DIRECTORY> --project-name erlvinc-dashboard --branch main
                  curl --fail https://dashboard.erlvinc.com/dashboard

  - id: git-revert
    name: Git revert and redeploy
    when: If the deployment rollback fails
    steps:
      - id: identify-commits
        title: Identify the commits to revert
        do: |
          List the commits since the last good deployment and pick those of the factory:
              git log --oneline -10
          Known ones of version 2.5.0: aeaf375 feat(gateway): Phase L1 stabilization, and c65b3ce
          fix: resolve dashboard 429 errors and empty factory data. There may be others.
          Note them down here, newest first.
        evidence: required
      - id: revert
        title: Revert them on a branch of their own
        do: |
          Best as a job of the CI workflow that takes the commits as parameters. By hand, in a
          worktree of its own, newest commit first:
              git worktree add -b rollback-factory-<DATE> ../rollback-factory main
              cd ../rollback-factory
              git revert <COMMITS, NEWEST FIRST>
          Resolve conflicts, add the files that were resolved by name, then git revert --continue.
          Build and test before anything is deployed:
              pnpm install --frozen-lockfile && pnpm run build
              (cd services/gateway && pnpm test)
          Attach the link of the workflow run or of the branch.
        evidence: required
      - id: deploy-planning-machine
        title: Deploy the reverted planning-machine
        service: planning-machine
        do: |
          Run the deploy workflow on the branch for planning-machine, or by hand from the worktree:
              (cd services/planning-machine && npx wrangler deploy --env production)
        evidence: optional
      - id: deploy-gateway
        title: Deploy the reverted gateway
        service: gateway
        do: |
          Run the deploy workflow on the branch for gateway, or by hand from the worktree:
              (cd services/gateway && npx wrangler deploy --env production)
        evidence: optional
      - id: deploy-ui
        title: Deploy the reverted UI
        service: ui
        do: |
          Run the deploy workflow on the branch for the UI, or by hand from the worktree. --branch
          main makes it production:
              pnpm --filter foundation-ui build
              (cd services/ui && npx wrangler pages deploy .svelte-kit/cloudflare --project-name erlvinc-dashboard --branch main)
        evidence: optional

  - id: code-removal
    name: Manual code removal
    when: Emergency, if both methods above fail
    steps:
      - id: remove-routes
        title: Remove the factory routes from the gateway
        do: |
          On a branch of its own, in services/gateway/src/routes/public.ts:
          - remove every handler whose path begins with /factory/ (find them by path; line numbers
            go stale)
          - remove the import of appendAuditEvent if nothing else uses it
          Commit that one file, and attach the link of the commit:
              git add services/gateway/src/routes/public.ts
              git commit -m "emergency: remove factory endpoints"
        evidence: required
      - id: deploy-gateway
        title: Deploy the gateway
        service: gateway
        do: |
          Run the deploy workflow on the branch, or by hand:
              (cd services/gateway && npx wrangler deploy --env production)
        evidence: required
      - id: remove-pages
        title: Remove the factory pages from the UI
        do: |
          Only the directory of the factory pages, so that nothing else slips in:
              git rm -r services/ui/src/routes/factory
              git commit -m "emergency: remove factory UI pages"
          Attach the link of the commit.
        evidence: required
      - id: deploy-ui
        title: Deploy the UI
        service: ui
        do: |
          Run the deploy workflow on the branch, or by hand. --branch main makes it production:
              pnpm --filter foundation-ui build
              (cd services/ui && npx wrangler pages deploy .svelte-kit/cloudflare --project-name erlvinc-dashboard --branch main)
        evidence: required

# ---------------------------------------------------------------- did it work
# Probes run while the new versions spread; each must pass that many times in a row.
verification:
  propagation: 2m
  passes_in_a_row: 3
  interval: 5s
  probes:
    - id: gateway-health
      title: Gateway is healthy
      service: gateway
      path: /health
      status: 200
      json:
        - {at: /status, equals: ok}
    - id: factory-gone
      title: Factory endpoints answer 404
      service: gateway
      path: /api/public/factory/templates
      status: 404
    - id: planning-runs
      title: Planning runs are there and ask for a login
      service: gateway
      path: /api/planning/runs
      status: 401
    - id: planning-machine-health
      title: Planning machine is healthy
      # Where it can be reached from outside, which is the sandbox only.
      service: planning-machine
      path: /health
      status: 200
      only_in: [sandbox]
      json:
        - {at: /status, equals: ok}
    - id: dashboard-loads
      title: Dashboard loads
      service: ui
      path: /dashboard
      status: 200
    - id: factory-page
      title: Factory page is the previous version or 404
      service: ui
      path: /factory
      status: [200, 404]
    - id: error-rate
      title: Error rate is at most 1%
      # Needs an endpoint that says it as JSON.
      service: gateway
      path: /metrics/error-rate
      status: 200
      only_in: [sandbox]
      json:
        - {at: /error_rate_percent, at_most: 1}
  checks:
    - id: error-rate-baseline
      title: Error rate is at baseline, and the workers'' logs are clean
      evidence: optional
      guide: |
        Cloudflare dashboard, Analytics Engine: the error rate drops to what it was before the
        deployment. No new errors in the logs of both workers:
            wrangler tail foundation-gateway-production --status error
            wrangler tail foundation-planning-machine-production --status error
    - id: audit-logs
      title: No new factory events in the audit logs
      evidence: optional
      guide: |
        No event of the factory is younger than the rollback:
            curl --fail -H "Authorization: Bearer $TOKEN" https://gateway.erlvinc.com/api/data/audit_log \
              | jq ''.[] | select(.event_type | contains("factory"))''
    - id: smoke-tests
      title: Smoke tests pass
      evidence: optional
      guide: Run the smoke tests, or sign in and go through a planning run and the dashboard.

# The last part, by people, once the workers are back: until then newer code may still write to it.
database:
  id: database
  title: Database is settled (not needed, or done)
  evidence: optional
  when: >-
    Only if the factory deployment changed the database (migration 0013) and the status ''fallback'' in
    build_specs makes trouble for the earlier version. Most rollbacks don''t need it.
  guide: Confirm with "not needed", or with the bookmark and the numbers of rows before and after.
  steps:
    - title: 1. Take the undo handle
      text: |
        A time-travel bookmark first, kept for 30 days, then an export. Note both down. The export
        blocks the database while it runs, and going back to a bookmark loses every write since.
            cd services/planning-machine
            npx wrangler d1 time-travel info planning-primary
            npx wrangler d1 export planning-primary --remote --output=pre-rollback-0013.sql
    - title: 2. Count what would change
      text: |
        Put the numbers into the incident''s channel before going on.
            npx wrangler d1 execute planning-primary --remote --command "SELECT status, COUNT(*) FROM build_specs GROUP BY status"
    - title: 3. Preferred, give the fallback rows a status that the earlier version knows
      text: |
        Needs no new table, keeps every row, and is enough in nearly every case.
            npx wrangler d1 execute planning-primary --remote --command "UPDATE build_specs SET status=''draft'' WHERE status=''fallback''"
    - title: 4. Only if the table itself must go back, look for child tables
      text: |
        Dropping a table empties every table that refers to it with ON DELETE CASCADE, without an
        error and even with foreign keys deferred or switched off. If this finds a table that holds
        rows, stop: the swap is not possible like this.
            npx wrangler d1 execute planning-primary --remote --command "SELECT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type=''table'' AND f.\"table\"=''build_specs''"
    - title: 5. Only then, swap the table
      text: |
        Someone other than who prepared it reads the numbers of step 2 and types them into the
        channel together with "swap build_specs" before it runs. No row may have the status fallback
        any more (step 3), so that none is lost. Every column is named, because with another order of
        columns values would change places without an error. Save as migrations/rollback-0013.sql:
            CREATE TABLE build_specs_old (
              id TEXT PRIMARY KEY,
              run_id TEXT NOT NULL,
              recommended TEXT NOT NULL DEFAULT ''{}'',
              alternatives TEXT NOT NULL DEFAULT ''[]'',
              data_model TEXT NOT NULL DEFAULT ''{}'',
              api_routes TEXT NOT NULL DEFAULT ''[]'',
              frontend TEXT,
              agents TEXT NOT NULL DEFAULT ''[]'',
              growth_path TEXT,
              scaffold_command TEXT NOT NULL DEFAULT '''',
              total_cost TEXT NOT NULL DEFAULT ''{}'',
              status TEXT NOT NULL DEFAULT ''draft'' CHECK (status IN (''draft'', ''approved'', ''rejected'')),
              approved_by TEXT,
              approved_at TEXT,
              created_at TEXT NOT NULL DEFAULT (datetime(''now'')),
              updated_at TEXT NOT NULL DEFAULT (datetime(''now'')),
              free_wins TEXT NOT NULL DEFAULT ''[]'',
              FOREIGN KEY (run_id) REFERENCES planning_runs(id) ON DELETE CASCADE
            );
            INSERT INTO build_specs_old (id, run_id, recommended, alternatives, data_model, api_routes,
              frontend, agents, growth_path, scaffold_command, total_cost, status, approved_by,
              approved_at, created_at, updated_at, free_wins)
            SELECT id, run_id, recommended, alternatives, data_model, api_routes,
              frontend, agents, growth_path, scaffold_command, total_cost, status, approved_by,
              approved_at, created_at, updated_at, free_wins
            FROM build_specs;
            DROP TABLE build_specs;
            ALTER TABLE build_specs_old RENAME TO build_specs;
            CREATE INDEX idx_build_specs_run ON build_specs(run_id);
            CREATE INDEX idx_build_specs_status ON build_specs(status);
            CREATE INDEX idx_build_specs_free_wins ON build_specs((json_array_length(free_wins) > 0));
        Then:
            npx wrangler d1 execute planning-primary --remote --file=migrations/rollback-0013.sql
    - title: 6. Count again
      text: |
        The same count as in step 2; the total must be the same. If it isn''t, go back to the
        bookmark:
            npx wrangler d1 time-travel restore planning-primary --bookmark=<BOOKMARK>

# ---------------------------------------------------------------- what is said
# Words in braces are filled in with what really happened. {ticks} are the lines at the end: each is
# ticked only when everything it stands on was measured or confirmed.
templates:
  incident: |
    :rotating_light: *INCIDENT: Rolling back {runbook}*

    Severity: {severity}
    Status: {status}
    Impact: {impact}

    Timeline:
    - Issue detected {detected_at}: {description}
    - Rollback initiated: {started_at}
    - Rollback complete (expected): {completed_at}

    Actions:
    {actions}

    ETA: {eta}

    Incident lead: {lead}

  resolved: |
    :white_check_mark: *RESOLVED: {runbook} Rollback Complete*

    Status: Rolled back successfully
    Current state: Factory endpoints disabled, core functionality restored

    Verification:
    {ticks}

    Next steps:
    - RCA (Root Cause Analysis) scheduled for {post_mortem_date}
    - Fix in progress
    - Re-deployment planned after fix verification

    Incident lead: {lead}
    Incident log: {log}

  # For people outside engineering.
  stakeholder_incident: |
    *The Factory has a problem, and we are taking it back to the version before*

    What people may notice: Factory pages show errors or don''t load.
    Noticed: {detected_at}
    How long it takes: usually {eta}

    You need not do anything. We write again when it is over. Reference: {incident}

  stakeholder_update: |
    *The Factory still has a problem*

    Where we are: {status}
    Noticed: {detected_at}

    We keep working on it and write again. Reference: {incident}

  stakeholder_resolved: |
    *The problem with the Factory is over*

    The Factory is switched off for now, and everything else works as before.
    It took {duration}. The Factory comes back once the cause is fixed and tested.

    Reference: {incident}

  # People fill in what is in brackets.
  post_mortem: |
    # Factory Rollback Post-Mortem

    **Incident**: {incident}
    **Date**: {declared_at}
    **Duration**: {detected_at} - {restored_at}
    **Severity**: {severity}

    ## What Happened
    {description}

    ## Root Cause
    [Technical root cause]

    ## Timeline
    - [TIME]: Deployed factory feature
    - {detected_at}: Issue detected
    - {declared_at}: Rollback decision made
    - {started_at}: Rollback initiated
    - {completed_at}: Rollback complete
    - {restored_at}: Service restored

    Everything on record:
    {timeline}

    ## Impact
    - Users affected: [NUMBER/PERCENTAGE]
    - Duration: {duration}
    - Services impacted: {services}

    ## What Went Well
    - [Item 1]
    - [Item 2]

    ## What Could Be Improved
    - [Item 1]
    - [Item 2]

    ## Action Items
    - [ ] [Action 1] - Owner: [NAME] - Due: [DATE]
    - [ ] [Action 2] - Owner: [NAME] - Due: [DATE]

    ## Prevention
    [How to prevent this in the future]

  ticks:
    - text: Health checks passing
      from: [gateway-health]
    - text: Factory endpoints disabled
      from: [factory-gone]
    - text: Error rate returned to baseline
      from: [error-rate-baseline]
    - text: Core endpoints functioning
      from: [planning-runs, smoke-tests]
    - text: UI stable
      from: [dashboard-loads, factory-page]

# Two people sign, and the post-mortem gets its date.
sign_off:
  rolled_back: Rolled back by
  verified: Verified by
  post_mortem_within_days: 5

# ---------------------------------------------------------------- staying ready
drill:
  cadence: quarterly
  environment: staging
  steps:
    - Deploy factory to staging
    - Wait 5 minutes
    - Simulate a failure condition
    - Execute the rollback procedure
    - Verify that the rollback worked
    - Document the results of the drill
    - Identify improvements
  checklist:
    - Team knows where the rollback docs are
    - Team can access the wrangler CLI
    - Team can list deployments
    - Team can execute the rollback command
    - Team can verify that the rollback worked
    - Rollback completes in less than 15 minutes

# Nobody has put in the real ones yet: do so before production, and drop placeholder.
contacts:
  - role: On-call Engineer
    reach: PagerDuty rotation (configure at https://pagerduty.com)
    placeholder: true
  - role: DevOps Lead
    reach: "#devops Slack channel or devops@erlvinc.com"
    placeholder: true
  - role: Engineering Manager
    reach: "#engineering-leads Slack channel"
    placeholder: true
  - role: Cloudflare Support
    reach: https://dash.cloudflare.com/support (Enterprise plan required)
    placeholder: true

documents:
  - title: Factory deployment checklist
    link: ./FACTORY_DEPLOYMENT_CHECKLIST.md
  - title: Pre-existing issues
    link: ./PRE_EXISTING_ISSUES.md
  - title: API
    link: ./API.md
');
insert into incident (number, runbook, environment, version, state, ended, channel, declared_at) values (1, 'factory', 'sandbox', 43, 'Cancelled', 1, 'C0AWTW6EQH9', '2026-11-24T03:41:21.733771782Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 1, 'IncidentDeclared', '{"at":"2026-11-24T03:41:21.734399964Z","by":"U0REQUESTER","declaration":{"affectingUsers":true,"description":"Factory pages answer 500","detectedAt":"2026-11-24T03:41:00Z","environment":"sandbox","lead":"U0REQUESTER","method":"deployment-rollback","observed":"error-rate","severity":"HIGH"},"id":{"number":1},"runbook":"2cc6fc6bfd64ca0b3a83b12d58ab96ff38f2f63bdd3e64cac7f05f00037b6c0c"}', 'U0REQUESTER', '2026-11-24T03:41:21.734399964Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 2, 'SurveyStarted', '{"at":"2026-11-24T03:41:21.734399964Z","job":"INC-1/1"}', 'bot', '2026-11-24T03:41:21.734399964Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 3, 'ItemStarted', '{"at":"2026-11-24T03:41:21.734399964Z","item":"capture-deployments","job":"INC-1/1"}', 'bot', '2026-11-24T03:41:21.734399964Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 4, 'ItemStarted', '{"at":"2026-11-24T03:41:21.734399964Z","item":"export-logs","job":"INC-1/3"}', 'bot', '2026-11-24T03:41:21.734399964Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 5, 'MessagePublished', '{"at":"2026-11-24T03:41:21.766535571Z","message":"CARD"}', 'bot', '2026-11-24T03:41:21.766535571Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 6, 'ItemDone', '{"at":"2026-11-24T03:41:21.766535571Z","by":"bot","item":"notify-team","note":""}', 'bot', '2026-11-24T03:41:21.766535571Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 7, 'ChannelReady', '{"at":"2026-11-24T03:41:21.779274709Z","channel":{"id":"C0AWTW6EQH9","name":"inc-1-factory","own":true}}', 'bot', '2026-11-24T03:41:21.779274709Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 8, 'ItemDone', '{"at":"2026-11-24T03:41:21.814386916Z","by":"bot","item":"capture-deployments","note":"gateway v42, planning-machine v17, UI Pages 9f2c81d4"}', 'bot', '2026-11-24T03:41:21.814386916Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 9, 'PlanMade', '{"at":"2026-11-24T03:41:21.814386916Z","plan":{"method":"deployment-rollback","steps":[{"change":{"candidates":[{"author":"developer@sandbox.example","created":"2026-11-20T21:41:21.517575372Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"},{"author":"developer@sandbox.example","created":"2026-11-16T05:41:21.517575372Z","id":"88647c00-dbdc-320f-b038-102abcff533c","label":"v40","message":"hotfix: reject expired API keys"},{"author":"developer@sandbox.example","created":"2026-11-07T03:41:21.517575372Z","id":"ce77b640-abe7-34a7-b6ef-fa14d6e4a325","label":"v39","message":"Rate limits per key","tag":"gateway-2.4.0"}],"cannotUndo":["Data that was written to D1, KV or R2 in the meantime stays as it is","Secrets are not those of the earlier version"],"live":{"at":"2026-11-24T03:10:21.517575372Z","author":"releaser@sandbox.example","id":"ebfb3a00-4df5-3a34-9557-c9c9041d372d","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:08:21.517575372Z","id":"2150fef5-a14c-36df-9718-a33af9ffcc16","label":"v42","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T21:41:21.517575372Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"},"why":"The newest deployment before it that had all the traffic."},"id":"gateway","title":"Roll back gateway"},{"change":{"candidates":[{"author":"developer@sandbox.example","created":"2026-11-20T00:41:21.517575372Z","id":"cfeb897e-c101-35ee-ae6a-bbe87a97cd58","label":"v16","message":"Faster build specs","tag":"planning-2.4.3"},{"author":"developer@sandbox.example","created":"2026-11-15T04:41:21.517575372Z","id":"9082dcfa-37d1-3b31-801f-b4736c580ed9","label":"v15","message":"hotfix: stop runs that never end"}],"cannotUndo":["Data that was written to D1, KV or R2 in the meantime stays as it is","Rows of build_specs with the status fallback stay; see the database procedure","Secrets are not those of the earlier version"],"live":{"at":"2026-11-24T03:13:21.517575372Z","author":"releaser@sandbox.example","id":"a01f7ee1-30bb-3d58-8408-7acc6c96f38f","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:11:21.517575372Z","id":"0c53f761-341b-3570-93e9-c6753d16e7c6","label":"v17","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T00:41:21.517575372Z","id":"cfeb897e-c101-35ee-ae6a-bbe87a97cd58","label":"v16","message":"Faster build specs","tag":"planning-2.4.3"},"why":"The newest deployment before it that had all the traffic."},"id":"planning-machine","title":"Roll back planning-machine"},{"change":{"candidates":[{"created":"2026-11-20T02:41:21.517575372Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","label":"7ab1c94e","message":"Clearer run list","tag":"35e0bb9c"},{"created":"2026-11-15T19:41:21.517575372Z","id":"e0c5b7a2-dffc-353c-8102-8d7e8a9be3b8","label":"e0c5b7a2","message":"Settings page","tag":"cb212c0e"}],"cannotUndo":["Pages that people have open keep the newer scripts until they reload"],"live":{"at":"2026-11-24T03:15:21.517575372Z","id":"9f2c81d4-4ca3-3cd7-b254-57b0102624fd","shares":[{"percentage":100.0,"version":{"created":"2026-11-24T03:15:21.517575372Z","id":"9f2c81d4-4ca3-3cd7-b254-57b0102624fd","label":"9f2c81d4","message":"Factory pages (factory-2.5.0)","tag":"dbf32066"}}]},"service":{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}},"target":{"created":"2026-11-20T02:41:21.517575372Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","label":"7ab1c94e","message":"Clearer run list","tag":"35e0bb9c"},"why":"The newest deployment before it that had all the traffic."},"id":"ui","title":"Roll back UI Pages"}]},"warnings":[]}', 'bot', '2026-11-24T03:41:21.814386916Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 10, 'MessagePublished', '{"at":"2026-11-24T03:41:21.825289998Z","message":"PANEL"}', 'bot', '2026-11-24T03:41:21.825289998Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 11, 'ItemDone', '{"at":"2026-11-24T03:41:21.825289998Z","by":"bot","item":"document-incident","note":""}', 'bot', '2026-11-24T03:41:21.825289998Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 12, 'ItemDone', '{"artifact":"INC-1/3","at":"2026-11-24T03:41:22.782714607Z","by":"bot","item":"export-logs","note":"logs-gateway-planning-machine.ndjson, 40 lines"}', 'bot', '2026-11-24T03:41:22.782714607Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 13, 'ItemDone', '{"at":"2026-11-24T03:41:22.949413663Z","by":"U0REQUESTER","item":"screenshot-analytics","note":""}', 'U0REQUESTER', '2026-11-24T03:41:22.949413663Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 14, 'ApprovalRequested', '{"at":"2026-11-24T03:41:22.949413663Z"}', 'bot', '2026-11-24T03:41:22.949413663Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 15, 'Approved', '{"at":"2026-11-24T03:41:23.144306528Z","by":"U0APPROVER","planHash":"433734ddc4c3b2a82f85f143beb6448dc8d2b3ef246c82bf69b63905ff514850"}', 'U0APPROVER', '2026-11-24T03:41:23.144306528Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 16, 'StepStarted', '{"at":"2026-11-24T03:41:23.144306528Z","attempt":1,"job":"INC-1/4","step":"gateway"}', 'bot', '2026-11-24T03:41:23.144306528Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 17, 'StepFailed', '{"at":"2026-11-24T03:41:23.180756320Z","code":"10013","kind":"REFUSED","live":{"at":"2026-11-24T03:10:21.517575372Z","author":"releaser@sandbox.example","id":"ebfb3a00-4df5-3a34-9557-c9c9041d372d","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:08:21.517575372Z","id":"2150fef5-a14c-36df-9718-a33af9ffcc16","label":"v42","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"step":"gateway","text":"Cloudflare refused: workers.api.error.unknown [10013]. gateway still runs v42 (read just now). Nothing was changed."}', 'bot', '2026-11-24T03:41:23.180756320Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 18, 'MethodStarted', '{"at":"2026-11-24T03:41:23.275843225Z","by":"U0REQUESTER","method":"git-revert"}', 'U0REQUESTER', '2026-11-24T03:41:23.275843225Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 19, 'SurveyStarted', '{"at":"2026-11-24T03:41:23.275843225Z","job":"INC-1/5"}', 'bot', '2026-11-24T03:41:23.275843225Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 20, 'PlanMade', '{"at":"2026-11-24T03:41:23.324877310Z","plan":{"method":"git-revert","steps":[{"id":"identify-commits","title":"Identify the commits to revert"},{"id":"revert","title":"Revert them on a branch of their own"},{"id":"deploy-planning-machine","title":"Deploy the reverted planning-machine"},{"id":"deploy-gateway","title":"Deploy the reverted gateway"},{"id":"deploy-ui","title":"Deploy the reverted UI"}]},"warnings":[]}', 'bot', '2026-11-24T03:41:23.324877310Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 21, 'ApprovalRequested', '{"at":"2026-11-24T03:41:23.324877310Z"}', 'bot', '2026-11-24T03:41:23.324877310Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 22, 'Approved', '{"at":"2026-11-24T03:41:23.481864447Z","by":"U0APPROVER","planHash":"89e83a9b78d62e0680350d5671d2edeaf9830eb793e3194265e363093130d842"}', 'U0APPROVER', '2026-11-24T03:41:23.481864447Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 23, 'StepHandedOver', '{"at":"2026-11-24T03:41:23.481864447Z","step":"identify-commits"}', 'bot', '2026-11-24T03:41:23.481864447Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 24, 'StepDoneByHand', '{"at":"2026-11-24T03:41:23.742614701Z","by":"U0REQUESTER","evidence":"aeaf375, c65b3ce","step":"identify-commits"}', 'U0REQUESTER', '2026-11-24T03:41:23.742614701Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 25, 'StepHandedOver', '{"at":"2026-11-24T03:41:23.742614701Z","step":"revert"}', 'bot', '2026-11-24T03:41:23.742614701Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 26, 'PauseRequested', '{"at":"2026-11-24T03:41:23.872102625Z","by":"U0REQUESTER"}', 'U0REQUESTER', '2026-11-24T03:41:23.872102625Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 27, 'PausedBeforeStep', '{"at":"2026-11-24T03:41:23.872102625Z"}', 'bot', '2026-11-24T03:41:23.872102625Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 28, 'Resumed', '{"at":"2026-11-24T03:41:24.004929081Z","by":"U0REQUESTER"}', 'U0REQUESTER', '2026-11-24T03:41:24.004929081Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 29, 'StepDoneByHand', '{"at":"2026-11-24T03:41:24.140931703Z","by":"U0REQUESTER","evidence":"the branch","step":"revert"}', 'U0REQUESTER', '2026-11-24T03:41:24.140931703Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 30, 'StepHandedOver', '{"at":"2026-11-24T03:41:24.140931703Z","step":"deploy-planning-machine"}', 'bot', '2026-11-24T03:41:24.140931703Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 31, 'StopRequested', '{"at":"2026-11-24T03:41:24.278558486Z","by":"U0REQUESTER"}', 'U0REQUESTER', '2026-11-24T03:41:24.278558486Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 32, 'StoppedBeforeStep', '{"at":"2026-11-24T03:41:24.278558486Z"}', 'bot', '2026-11-24T03:41:24.278558486Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 33, 'StepHandedOver', '{"at":"2026-11-24T03:41:24.409946366Z","step":"deploy-planning-machine"}', 'bot', '2026-11-24T03:41:24.409946366Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 34, 'StepSkipped', '{"at":"2026-11-24T03:41:24.547295432Z","by":"U0REQUESTER","reason":"It did not change","step":"deploy-planning-machine"}', 'U0REQUESTER', '2026-11-24T03:41:24.547295432Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 35, 'StepHandedOver', '{"at":"2026-11-24T03:41:24.547295432Z","step":"deploy-gateway"}', 'bot', '2026-11-24T03:41:24.547295432Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 36, 'StepDoneByHand', '{"at":"2026-11-24T03:41:24.752150538Z","by":"U0REQUESTER","evidence":"run 17","step":"deploy-gateway"}', 'U0REQUESTER', '2026-11-24T03:41:24.752150538Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 37, 'StepHandedOver', '{"at":"2026-11-24T03:41:24.752150538Z","step":"deploy-ui"}', 'bot', '2026-11-24T03:41:24.752150538Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 38, 'StepDoneByHand', '{"at":"2026-11-24T03:41:24.949785289Z","by":"U0REQUESTER","evidence":"run 18","step":"deploy-ui"}', 'U0REQUESTER', '2026-11-24T03:41:24.949785289Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 39, 'PropagationStarted', '{"at":"2026-11-24T03:41:24.949785289Z","until":"2026-11-24T03:41:25.949785289Z"}', 'bot', '2026-11-24T03:41:24.949785289Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 40, 'ProbesRead', '{"at":"2026-11-24T03:41:24.968117548Z","results":[{"detail":"/status: expected ok, got degraded","latency":"PT0.008915497S","probe":"gateway-health","verdict":"FAILED"},{"detail":"expected 404, got 500","latency":"PT0.007663609S","probe":"factory-gone","verdict":"FAILED"},{"detail":"401 in 7 ms","latency":"PT0.007986568S","probe":"planning-runs","verdict":"PASSED"},{"detail":"/status: expected ok, got degraded","latency":"PT0.008024374S","probe":"planning-machine-health","verdict":"FAILED"},{"detail":"200 in 7 ms","latency":"PT0.007836835S","probe":"dashboard-loads","verdict":"PASSED"},{"detail":"expected 200 or 404, got 500","latency":"PT0.007162544S","probe":"factory-page","verdict":"FAILED"},{"detail":"/error_rate_percent: expected at most 1, got 7.6","latency":"PT0.00773884S","probe":"error-rate","verdict":"FAILED"}]}', 'bot', '2026-11-24T03:41:24.968117548Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 41, 'PropagationEnded', '{"at":"2026-11-24T03:41:25.977377711Z","by":"bot","reason":""}', 'bot', '2026-11-24T03:41:25.977377711Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 42, 'ProbesRead', '{"at":"2026-11-24T03:41:25.987459529Z","results":[{"detail":"401 in 7 ms","latency":"PT0.007049186S","probe":"planning-runs","verdict":"PASSED"},{"detail":"200 in 6 ms","latency":"PT0.006399862S","probe":"dashboard-loads","verdict":"PASSED"}]}', 'bot', '2026-11-24T03:41:25.987459529Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 43, 'IncidentCancelled', '{"at":"2026-11-24T03:41:26.185966786Z","by":"U0REQUESTER","reason":"We go back to the provider"}', 'U0REQUESTER', '2026-11-24T03:41:26.185966786Z');
insert into delivery (key, result, at) values ('view:V06CBX65PSN:1795491681729.1795491681.4a28090030a272d19e3fb53c70c57509', 'accepted 1', 1795491681733);
insert into delivery (key, result, at) values ('outbox:INC-1/1/0', 'accepted 1', 1795491681766);
insert into delivery (key, result, at) values ('outbox:INC-1/1/1', 'accepted 1', 1795491681779);
insert into delivery (key, result, at) values ('job:INC-1/1', 'accepted 1', 1795491681814);
insert into delivery (key, result, at) values ('outbox:INC-1/7/3', 'accepted 1', 1795491681825);
insert into delivery (key, result, at) values ('job:INC-1/3', 'accepted 1', 1795491682782);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491681.823161:1795491682.945901', 'accepted 1', 1795491682949);
insert into delivery (key, result, at) values ('act:U0APPROVER:1795491681.823161:1795491683.141086', 'accepted 1', 1795491683144);
insert into delivery (key, result, at) values ('job:INC-1/4', 'accepted 1', 1795491683181);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491681.823161:1795491683.272908', 'accepted 1', 1795491683276);
insert into delivery (key, result, at) values ('job:INC-1/5', 'accepted 1', 1795491683324);
insert into delivery (key, result, at) values ('act:U0APPROVER:1795491681.823161:1795491683.478787', 'accepted 1', 1795491683481);
insert into delivery (key, result, at) values ('view:V04WD9QKCAZ:1795491683676.1795491683.b721f4327c282a33650fac0ea18d0738', 'refused INCOMPLETE Add a link or a note that shows it.', 1795491683678);
insert into delivery (key, result, at) values ('view:V04WD9QKCAZ:1795491683740.1795491683.27cd0b730590770fc66036b817118f4a', 'accepted 1', 1795491683742);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491681.823161:1795491683.869243', 'accepted 1', 1795491683872);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491681.823161:1795491684.001870', 'accepted 1', 1795491684005);
insert into delivery (key, result, at) values ('view:V0EUE2G3EJ1:1795491684138.1795491684.81f29cb20ad915d2e1de4ab95a7b8cd1', 'accepted 1', 1795491684141);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491681.823161:1795491684.275284', 'accepted 1', 1795491684278);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491681.823161:1795491684.407262', 'accepted 1', 1795491684410);
insert into delivery (key, result, at) values ('view:V0YJH4BZMWH:1795491684545.1795491684.0ed20eec2fdd35d8267af447b332aa18', 'accepted 1', 1795491684547);
insert into delivery (key, result, at) values ('view:V03671NSRH1:1795491684750.1795491684.9cf886f16702b9af4d72a0e9bd37ed15', 'accepted 1', 1795491684752);
insert into delivery (key, result, at) values ('view:V0M5W1LE2GW:1795491684946.1795491684.db16b653e3e6437506802090a5620858', 'accepted 1', 1795491684950);
insert into delivery (key, result, at) values ('probes:1:2026-11-24T03:41:24.958602170Z', 'accepted 1', 1795491684968);
insert into delivery (key, result, at) values ('timer:1:PROPAGATION:2026-11-24T03:41:25.949785289Z', 'accepted 1', 1795491685977);
insert into delivery (key, result, at) values ('probes:1:2026-11-24T03:41:25.978416623Z', 'accepted 1', 1795491685987);
insert into delivery (key, result, at) values ('view:V002F6G2A7G:1795491686183.1795491686.0caf0f6ecfe00523d0d01788bf8ffcae', 'accepted 1', 1795491686186);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 1, 'INC-1/1/0', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 2, 'INC-1/1/1', 'OpenChannel', '{"name":"inc-1-factory"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 3, 'INC-1/1/2', 'Post', '{"channel":"#product-updates","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"*The Factory has a problem, and we are taking it back to the version before*\n\nWhat people may notice: Factory pages show errors or don''t load.\nNoticed: "},{"kind":"TIME","label":"","value":"2026-11-24T03:41:00Z"},{"kind":"TEXT","label":"","value":"\nHow long it takes: usually "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nYou need not do anything. We write again when it is over. Reference: "},{"kind":"TEXT","label":"","value":"INC-1"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 4, 'INC-1/1/3', 'Post', '{"channel":"#customer-support","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"*The Factory has a problem, and we are taking it back to the version before*\n\nWhat people may notice: Factory pages show errors or don''t load.\nNoticed: "},{"kind":"TIME","label":"","value":"2026-11-24T03:41:00Z"},{"kind":"TEXT","label":"","value":"\nHow long it takes: usually "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nYou need not do anything. We write again when it is over. Reference: "},{"kind":"TEXT","label":"","value":"INC-1"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 5, 'INC-1/7/0', 'Invite', '{"group":"@responders","people":["U0REQUESTER"]}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 6, 'INC-1/7/1', 'SetTopic', '{"topic":{"spans":[{"kind":"TEXT","label":"","value":"INC-1 · Factory Feature · sandbox · HIGH · lead "},{"kind":"PERSON","label":"","value":"U0REQUESTER"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 7, 'INC-1/7/2', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"TEXT","label":"","value":":rotating_light: *INCIDENT: Rolling back "},{"kind":"TEXT","label":"","value":"Factory Feature"},{"kind":"TEXT","label":"","value":"*\n\nSeverity: "},{"kind":"TEXT","label":"","value":"HIGH"},{"kind":"TEXT","label":"","value":"\nStatus: "},{"kind":"TEXT","label":"","value":"Getting ready"},{"kind":"TEXT","label":"","value":"\nImpact: "},{"kind":"TEXT","label":"","value":"Factory endpoints returning errors"},{"kind":"TEXT","label":"","value":"\n\nTimeline:\n- Issue detected "},{"kind":"TIME","label":"","value":"2026-11-24T03:41:00Z"},{"kind":"TEXT","label":"","value":": "},{"kind":"QUOTE","label":"","value":"Factory pages answer 500"},{"kind":"TEXT","label":"","value":"\n- Rollback initiated: "},{"kind":"TEXT","label":"","value":"not yet"},{"kind":"TEXT","label":"","value":"\n- Rollback complete (expected): "},{"kind":"TIME","label":"","value":"2026-11-24T03:56:21.734399964Z"},{"kind":"TEXT","label":"","value":"\n\nActions:\n"},{"kind":"TEXT","label":"","value":"1. Roll back gateway\n2. Roll back planning-machine\n3. Roll back UI Pages"},{"kind":"TEXT","label":"","value":"\n\nETA: "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nIncident lead: "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 8, 'INC-1/7/3', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 9, 'INC-1/7/4', 'Bookmark', '{"link":"","title":"Runbook: Factory Feature"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 10, 'INC-1/7/5', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 11, 'INC-1/8/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"✓ Capture current deployment state: "},{"kind":"QUOTE","label":"","value":"gateway v42, planning-machine v17, UI Pages 9f2c81d4"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 12, 'INC-1/8/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 13, 'INC-1/9/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 14, 'INC-1/10/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 15, 'INC-1/11/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 16, 'INC-1/12/0', 'Attach', '{"comment":{"spans":[{"kind":"TEXT","label":"","value":"Export logs for analysis: "},{"kind":"QUOTE","label":"","value":"logs-gateway-planning-machine.ndjson, 40 lines"}]},"filename":"logs-gateway-planning-machine.ndjson","job":"INC-1/3"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 17, 'INC-1/12/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 18, 'INC-1/13/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 19, 'INC-1/14/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"TEXT","label":"","value":"Plan *4337* is ready. Someone in "},{"kind":"GROUP","label":"","value":"@oncall"},{"kind":"TEXT","label":"","value":" other than "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":" must approve it, on the "},{"kind":"LOG","label":"panel","value":""},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 20, 'INC-1/14/3', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 21, 'INC-1/14/4', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 22, 'INC-1/15/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0APPROVER"},{"kind":"TEXT","label":"","value":" approved plan *4337*. Rolling back."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 23, 'INC-1/15/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 24, 'INC-1/15/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 25, 'INC-1/16/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 26, 'INC-1/16/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 27, 'INC-1/17/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": “Roll back gateway” did not work. "},{"kind":"QUOTE","label":"","value":"Cloudflare refused: workers.api.error.unknown [10013]. gateway still runs v42 (read just now). Nothing was changed."},{"kind":"TEXT","label":"","value":" The "},{"kind":"LOG","label":"panel","value":""},{"kind":"TEXT","label":"","value":" shows what can be done."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 28, 'INC-1/17/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 29, 'INC-1/17/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 30, 'INC-1/18/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":" asked for a new plan with “Git revert and redeploy”. It needs its own approval."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 31, 'INC-1/18/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 32, 'INC-1/18/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 33, 'INC-1/19/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 34, 'INC-1/20/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 35, 'INC-1/21/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"TEXT","label":"","value":"Plan *89e8* is ready. Someone in "},{"kind":"GROUP","label":"","value":"@oncall"},{"kind":"TEXT","label":"","value":" other than "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":" must approve it, on the "},{"kind":"LOG","label":"panel","value":""},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 36, 'INC-1/21/3', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 37, 'INC-1/21/4', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 38, 'INC-1/22/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0APPROVER"},{"kind":"TEXT","label":"","value":" approved plan *89e8*. Rolling back."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 39, 'INC-1/22/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 40, 'INC-1/22/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 41, 'INC-1/23/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": “Identify the commits to revert” is a person''s turn: do it by hand, the panel says how."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 42, 'INC-1/23/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 43, 'INC-1/23/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 44, 'INC-1/24/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"“Identify the commits to revert”: "},{"kind":"TEXT","label":"","value":"done by hand by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"aeaf375, c65b3ce"},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 45, 'INC-1/24/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 46, 'INC-1/24/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 47, 'INC-1/25/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": “Revert them on a branch of their own” is a person''s turn: do it by hand, the panel says how."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 48, 'INC-1/25/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 49, 'INC-1/25/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 50, 'INC-1/26/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":" asked for a pause before the next step."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 51, 'INC-1/26/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 52, 'INC-1/26/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 53, 'INC-1/27/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"Paused."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 54, 'INC-1/27/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 55, 'INC-1/27/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 56, 'INC-1/28/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":" let it go on."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 57, 'INC-1/28/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 58, 'INC-1/28/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 59, 'INC-1/29/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"“Revert them on a branch of their own”: "},{"kind":"TEXT","label":"","value":"done by hand by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"the branch"},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 60, 'INC-1/29/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 61, 'INC-1/29/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 62, 'INC-1/30/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": “Deploy the reverted planning-machine” is a person''s turn: do it by hand, the panel says how."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 63, 'INC-1/30/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 64, 'INC-1/30/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 65, 'INC-1/31/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":" asked to stop after this step."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 66, 'INC-1/31/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 67, 'INC-1/31/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 68, 'INC-1/32/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": The rollback has stopped. The "},{"kind":"LOG","label":"panel","value":""},{"kind":"TEXT","label":"","value":" shows what can be done."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 69, 'INC-1/32/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 70, 'INC-1/32/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 71, 'INC-1/33/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": “Deploy the reverted planning-machine” is a person''s turn: do it by hand, the panel says how."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 72, 'INC-1/33/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 73, 'INC-1/33/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 74, 'INC-1/34/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"“Deploy the reverted planning-machine”: "},{"kind":"TEXT","label":"","value":"skipped by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"It did not change"},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 75, 'INC-1/34/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 76, 'INC-1/34/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 77, 'INC-1/35/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": “Deploy the reverted gateway” is a person''s turn: do it by hand, the panel says how."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 78, 'INC-1/35/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 79, 'INC-1/35/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 80, 'INC-1/36/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"“Deploy the reverted gateway”: "},{"kind":"TEXT","label":"","value":"done by hand by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"run 17"},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 81, 'INC-1/36/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 82, 'INC-1/36/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 83, 'INC-1/37/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": “Deploy the reverted UI” is a person''s turn: do it by hand, the panel says how."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 84, 'INC-1/37/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 85, 'INC-1/37/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 86, 'INC-1/38/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"“Deploy the reverted UI”: "},{"kind":"TEXT","label":"","value":"done by hand by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"run 18"},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 87, 'INC-1/38/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 88, 'INC-1/38/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 89, 'INC-1/39/2', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 90, 'INC-1/39/3', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 91, 'INC-1/40/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 92, 'INC-1/41/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": The steps are over and it has had time to spread. "},{"kind":"TEXT","label":"","value":"4 checks need"},{"kind":"TEXT","label":"","value":" a person, on the "},{"kind":"LOG","label":"panel","value":""},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 93, 'INC-1/41/2', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 94, 'INC-1/41/3', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 95, 'INC-1/42/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 96, 'INC-1/43/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"TEXT","label":"","value":"INC-1 is cancelled by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": "},{"kind":"QUOTE","label":"","value":"We go back to the provider"},{"kind":"TEXT","label":"","value":"\nWhat was done, and what is live as far as is known:"},{"kind":"TEXT","label":"","value":"\n• Roll back gateway: "},{"kind":"TEXT","label":"","value":"failed, "},{"kind":"TEXT","label":"","value":"v42 is live"},{"kind":"TEXT","label":"","value":"\n• Roll back planning-machine: "},{"kind":"TEXT","label":"","value":"not begun, v17 is live"},{"kind":"TEXT","label":"","value":"\n• Roll back UI Pages: "},{"kind":"TEXT","label":"","value":"not begun, 9f2c81d4 is live"},{"kind":"TEXT","label":"","value":"\n• Identify the commits to revert: "},{"kind":"TEXT","label":"","value":"done by hand by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"aeaf375, c65b3ce"},{"kind":"TEXT","label":"","value":"\n• Revert them on a branch of their own: "},{"kind":"TEXT","label":"","value":"done by hand by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"the branch"},{"kind":"TEXT","label":"","value":"\n• Deploy the reverted planning-machine: "},{"kind":"TEXT","label":"","value":"skipped by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"It did not change"},{"kind":"TEXT","label":"","value":"\n• Deploy the reverted gateway: "},{"kind":"TEXT","label":"","value":"done by hand by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"run 17"},{"kind":"TEXT","label":"","value":"\n• Deploy the reverted UI: "},{"kind":"TEXT","label":"","value":"done by hand by "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":", "},{"kind":"QUOTE","label":"","value":"run 18"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 97, 'INC-1/43/1', 'Post', '{"channel":"","destination":"CARD_THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"Cancelled. "},{"kind":"QUOTE","label":"","value":"We go back to the provider"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 98, 'INC-1/43/2', 'Post', '{"channel":"#product-updates","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"Factory Feature: the rollback was cancelled. "},{"kind":"QUOTE","label":"","value":"We go back to the provider"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 99, 'INC-1/43/3', 'Post', '{"channel":"#customer-support","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"Factory Feature: the rollback was cancelled. "},{"kind":"QUOTE","label":"","value":"We go back to the provider"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 100, 'INC-1/43/4', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 101, 'INC-1/43/5', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/1', 1, 'Survey', '{"services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}}]}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/3', 1, 'CaptureLogs', '{"length":"PT1S","services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}}]}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/4', 1, 'RollBack', '{"message":"INC-1 rollback to v41, plan 4337","planned":{"at":"2026-11-24T03:10:21.517575372Z","author":"releaser@sandbox.example","id":"ebfb3a00-4df5-3a34-9557-c9c9041d372d","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:08:21.517575372Z","id":"2150fef5-a14c-36df-9718-a33af9ffcc16","label":"v42","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T21:41:21.517575372Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"}}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/5', 1, 'Survey', '{"services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}}]}', 'FINISHED', 1);
insert into message_ref (incident, slot, channel, ts) values (1, 'card', 'C0INCIDENTS', '1795491681.762634');
insert into message_ref (incident, slot, channel, ts) values (1, 'panel', 'C0AWTW6EQH9', '1795491681.823161');
insert into artifact (job, text) values ('INC-1/3', '{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491681775,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491681775}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491681775}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491681820,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491681820}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491681821,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491681821}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491681869,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491681869}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491681869}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491681871,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491681871}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491681871}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491681919,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491681919}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491681921,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491681921}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491681969,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491681969}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491681969}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491681971,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491681971}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491681971}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491682019,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682019}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491682021,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682021}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491682070,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682070}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682070}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491682071,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682071}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682071}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491682119,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682119}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491682121,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682121}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491682169,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682169}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682169}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491682171,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682171}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682171}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491682219,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682219}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491682221,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682221}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491682269,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682269}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682269}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491682271,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682271}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682271}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491682319,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682319}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491682321,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682321}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491682369,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682369}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682369}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491682371,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682371}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682371}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491682419,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682419}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491682421,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682421}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491682469,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682469}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682469}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491682471,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682471}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682471}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491682520,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682520}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491682521,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682521}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491682569,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682569}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682569}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491682571,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682571}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682571}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491682619,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682619}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491682621,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682621}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491682670,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682670}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682670}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491682671,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682671}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682671}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491682720,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682720}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491682721,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491682721}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491682769,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491682769}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491682769}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
');
