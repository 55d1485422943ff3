insert into runbook_text (hash, text) values ('3e5d1e891a4eb941010b1350b8ba88571e6929e0eb22b7e209ebfd43c34e080f', '# yaml-language-server: $schema=runbook.schema.json
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
        address: http://127.0.0.1:38609/sites/gateway
      planning-machine:
        resource: foundation-planning-machine-sandbox
        address: http://127.0.0.1:38609/sites/planning
      ui:
        resource: erlvinc-dashboard-sandbox
        address: http://127.0.0.1:38609/sites/dashboard

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
insert into incident (number, runbook, environment, version, state, ended, channel, declared_at) values (1, 'factory', 'sandbox', 16, 'RollingBack', 0, 'C0NMJERS03P', '2026-11-24T03:28:18.600545921Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 1, 'IncidentDeclared', '{"at":"2026-11-24T03:28:18.601099864Z","by":"U0REQUESTER","declaration":{"affectingUsers":true,"description":"Factory pages answer 500","detectedAt":"2026-11-24T03:28:00Z","environment":"sandbox","lead":"U0REQUESTER","method":"deployment-rollback","observed":"error-rate","severity":"HIGH"},"id":{"number":1},"runbook":"3e5d1e891a4eb941010b1350b8ba88571e6929e0eb22b7e209ebfd43c34e080f"}', 'U0REQUESTER', '2026-11-24T03:28:18.601099864Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 2, 'SurveyStarted', '{"at":"2026-11-24T03:28:18.601099864Z","job":"INC-1/1"}', 'bot', '2026-11-24T03:28:18.601099864Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 3, 'ItemStarted', '{"at":"2026-11-24T03:28:18.601099864Z","item":"capture-deployments","job":"INC-1/1"}', 'bot', '2026-11-24T03:28:18.601099864Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 4, 'ItemStarted', '{"at":"2026-11-24T03:28:18.601099864Z","item":"export-logs","job":"INC-1/3"}', 'bot', '2026-11-24T03:28:18.601099864Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 5, 'MessagePublished', '{"at":"2026-11-24T03:28:18.623194037Z","message":"CARD"}', 'bot', '2026-11-24T03:28:18.623194037Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 6, 'ItemDone', '{"at":"2026-11-24T03:28:18.623194037Z","by":"bot","item":"notify-team","note":""}', 'bot', '2026-11-24T03:28:18.623194037Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 7, 'ChannelReady', '{"at":"2026-11-24T03:28:18.634343320Z","channel":{"id":"C0NMJERS03P","name":"inc-1-factory","own":true}}', 'bot', '2026-11-24T03:28:18.634343320Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 8, 'ItemDone', '{"at":"2026-11-24T03:28:18.650260742Z","by":"bot","item":"capture-deployments","note":"gateway v42, planning-machine v17, UI Pages 9f2c81d4"}', 'bot', '2026-11-24T03:28:18.650260742Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 9, 'PlanMade', '{"at":"2026-11-24T03:28:18.650260742Z","plan":{"method":"deployment-rollback","steps":[{"change":{"candidates":[{"author":"developer@sandbox.example","created":"2026-11-20T21:28:18.443879655Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"},{"author":"developer@sandbox.example","created":"2026-11-16T05:28:18.443879655Z","id":"88647c00-dbdc-320f-b038-102abcff533c","label":"v40","message":"hotfix: reject expired API keys"},{"author":"developer@sandbox.example","created":"2026-11-07T03:28:18.443879655Z","id":"ce77b640-abe7-34a7-b6ef-fa14d6e4a325","label":"v39","message":"Rate limits per key","tag":"gateway-2.4.0"}],"cannotUndo":["Data that was written to D1, KV or R2 in the meantime stays as it is","Secrets are not those of the earlier version"],"live":{"at":"2026-11-24T02:57:18.443879655Z","author":"releaser@sandbox.example","id":"ebfb3a00-4df5-3a34-9557-c9c9041d372d","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T02:55:18.443879655Z","id":"2150fef5-a14c-36df-9718-a33af9ffcc16","label":"v42","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T21:28:18.443879655Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"},"why":"The newest deployment before it that had all the traffic."},"id":"gateway","title":"Roll back gateway"},{"change":{"candidates":[{"author":"developer@sandbox.example","created":"2026-11-20T00:28:18.443879655Z","id":"cfeb897e-c101-35ee-ae6a-bbe87a97cd58","label":"v16","message":"Faster build specs","tag":"planning-2.4.3"},{"author":"developer@sandbox.example","created":"2026-11-15T04:28:18.443879655Z","id":"9082dcfa-37d1-3b31-801f-b4736c580ed9","label":"v15","message":"hotfix: stop runs that never end"}],"cannotUndo":["Data that was written to D1, KV or R2 in the meantime stays as it is","Rows of build_specs with the status fallback stay; see the database procedure","Secrets are not those of the earlier version"],"live":{"at":"2026-11-24T03:00:18.443879655Z","author":"releaser@sandbox.example","id":"a01f7ee1-30bb-3d58-8408-7acc6c96f38f","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T02:58:18.443879655Z","id":"0c53f761-341b-3570-93e9-c6753d16e7c6","label":"v17","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T00:28:18.443879655Z","id":"cfeb897e-c101-35ee-ae6a-bbe87a97cd58","label":"v16","message":"Faster build specs","tag":"planning-2.4.3"},"why":"The newest deployment before it that had all the traffic."},"id":"planning-machine","title":"Roll back planning-machine"},{"change":{"candidates":[{"created":"2026-11-20T02:28:18.443879655Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","label":"7ab1c94e","message":"Clearer run list","tag":"35e0bb9c"},{"created":"2026-11-15T19:28:18.443879655Z","id":"e0c5b7a2-dffc-353c-8102-8d7e8a9be3b8","label":"e0c5b7a2","message":"Settings page","tag":"cb212c0e"}],"cannotUndo":["Pages that people have open keep the newer scripts until they reload"],"live":{"at":"2026-11-24T03:02:18.443879655Z","id":"9f2c81d4-4ca3-3cd7-b254-57b0102624fd","shares":[{"percentage":100.0,"version":{"created":"2026-11-24T03:02:18.443879655Z","id":"9f2c81d4-4ca3-3cd7-b254-57b0102624fd","label":"9f2c81d4","message":"Factory pages (factory-2.5.0)","tag":"dbf32066"}}]},"service":{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}},"target":{"created":"2026-11-20T02:28:18.443879655Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","label":"7ab1c94e","message":"Clearer run list","tag":"35e0bb9c"},"why":"The newest deployment before it that had all the traffic."},"id":"ui","title":"Roll back UI Pages"}]},"warnings":[]}', 'bot', '2026-11-24T03:28:18.650260742Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 10, 'MessagePublished', '{"at":"2026-11-24T03:28:18.671542309Z","message":"PANEL"}', 'bot', '2026-11-24T03:28:18.671542309Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 11, 'ItemDone', '{"at":"2026-11-24T03:28:18.671542309Z","by":"bot","item":"document-incident","note":""}', 'bot', '2026-11-24T03:28:18.671542309Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 12, 'ItemDone', '{"artifact":"INC-1/3","at":"2026-11-24T03:28:19.644341284Z","by":"bot","item":"export-logs","note":"logs-gateway-planning-machine.ndjson, 40 lines"}', 'bot', '2026-11-24T03:28:19.644341284Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 13, 'ItemDone', '{"at":"2026-11-24T03:28:19.787998019Z","by":"U0REQUESTER","item":"screenshot-analytics","note":""}', 'U0REQUESTER', '2026-11-24T03:28:19.787998019Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 14, 'ApprovalRequested', '{"at":"2026-11-24T03:28:19.787998019Z"}', 'bot', '2026-11-24T03:28:19.787998019Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 15, 'Approved', '{"at":"2026-11-24T03:28:19.986207173Z","by":"U0APPROVER","planHash":"433734ddc4c3b2a82f85f143beb6448dc8d2b3ef246c82bf69b63905ff514850"}', 'U0APPROVER', '2026-11-24T03:28:19.986207173Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 16, 'StepStarted', '{"at":"2026-11-24T03:28:19.986207173Z","attempt":1,"job":"INC-1/4","step":"gateway"}', 'bot', '2026-11-24T03:28:19.986207173Z');
insert into delivery (key, result, at) values ('view:V046E0LA0KA:1795490898596.1795490898.1d85bd3295973c435bda3feca7574052', 'accepted 1', 1795490898600);
insert into delivery (key, result, at) values ('outbox:INC-1/1/0', 'accepted 1', 1795490898623);
insert into delivery (key, result, at) values ('outbox:INC-1/1/1', 'accepted 1', 1795490898634);
insert into delivery (key, result, at) values ('job:INC-1/1', 'accepted 1', 1795490898650);
insert into delivery (key, result, at) values ('outbox:INC-1/7/3', 'accepted 1', 1795490898671);
insert into delivery (key, result, at) values ('job:INC-1/3', 'accepted 1', 1795490899644);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795490898.667559:1795490899.785013', 'accepted 1', 1795490899788);
insert into delivery (key, result, at) values ('act:U0APPROVER:1795490898.667559:1795490899.982622', 'accepted 1', 1795490899986);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 1, 'INC-1/1/0', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 2, 'INC-1/1/1', 'OpenChannel', '{"name":"inc-1-factory"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 3, 'INC-1/1/2', 'Post', '{"channel":"#product-updates","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"*The Factory has a problem, and we are taking it back to the version before*\n\nWhat people may notice: Factory pages show errors or don''t load.\nNoticed: "},{"kind":"TIME","label":"","value":"2026-11-24T03:28:00Z"},{"kind":"TEXT","label":"","value":"\nHow long it takes: usually "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nYou need not do anything. We write again when it is over. Reference: "},{"kind":"TEXT","label":"","value":"INC-1"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 4, 'INC-1/1/3', 'Post', '{"channel":"#customer-support","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"*The Factory has a problem, and we are taking it back to the version before*\n\nWhat people may notice: Factory pages show errors or don''t load.\nNoticed: "},{"kind":"TIME","label":"","value":"2026-11-24T03:28:00Z"},{"kind":"TEXT","label":"","value":"\nHow long it takes: usually "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nYou need not do anything. We write again when it is over. Reference: "},{"kind":"TEXT","label":"","value":"INC-1"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 5, 'INC-1/7/0', 'Invite', '{"group":"@responders","people":["U0REQUESTER"]}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 6, 'INC-1/7/1', 'SetTopic', '{"topic":{"spans":[{"kind":"TEXT","label":"","value":"INC-1 · Factory Feature · sandbox · HIGH · lead "},{"kind":"PERSON","label":"","value":"U0REQUESTER"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 7, 'INC-1/7/2', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"TEXT","label":"","value":":rotating_light: *INCIDENT: Rolling back "},{"kind":"TEXT","label":"","value":"Factory Feature"},{"kind":"TEXT","label":"","value":"*\n\nSeverity: "},{"kind":"TEXT","label":"","value":"HIGH"},{"kind":"TEXT","label":"","value":"\nStatus: "},{"kind":"TEXT","label":"","value":"Getting ready"},{"kind":"TEXT","label":"","value":"\nImpact: "},{"kind":"TEXT","label":"","value":"Factory endpoints returning errors"},{"kind":"TEXT","label":"","value":"\n\nTimeline:\n- Issue detected "},{"kind":"TIME","label":"","value":"2026-11-24T03:28:00Z"},{"kind":"TEXT","label":"","value":": "},{"kind":"QUOTE","label":"","value":"Factory pages answer 500"},{"kind":"TEXT","label":"","value":"\n- Rollback initiated: "},{"kind":"TEXT","label":"","value":"not yet"},{"kind":"TEXT","label":"","value":"\n- Rollback complete (expected): "},{"kind":"TIME","label":"","value":"2026-11-24T03:43:18.601099864Z"},{"kind":"TEXT","label":"","value":"\n\nActions:\n"},{"kind":"TEXT","label":"","value":"1. Roll back gateway\n2. Roll back planning-machine\n3. Roll back UI Pages"},{"kind":"TEXT","label":"","value":"\n\nETA: "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nIncident lead: "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
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
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 23, 'INC-1/15/1', 'Refresh', '{"message":"PANEL"}', 'WAITING', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 24, 'INC-1/15/2', 'Refresh', '{"message":"CARD"}', 'WAITING', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 25, 'INC-1/16/1', 'Refresh', '{"message":"PANEL"}', 'WAITING', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 26, 'INC-1/16/2', 'Refresh', '{"message":"CARD"}', 'WAITING', 0, 0, null, null);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/1', 1, 'Survey', '{"services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}}]}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/3', 1, 'CaptureLogs', '{"length":"PT1S","services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}}]}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/4', 1, 'RollBack', '{"message":"INC-1 rollback to v41, plan 4337","planned":{"at":"2026-11-24T02:57:18.443879655Z","author":"releaser@sandbox.example","id":"ebfb3a00-4df5-3a34-9557-c9c9041d372d","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T02:55:18.443879655Z","id":"2150fef5-a14c-36df-9718-a33af9ffcc16","label":"v42","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T21:28:18.443879655Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"}}', 'STARTED', 1);
insert into message_ref (incident, slot, channel, ts) values (1, 'card', 'C0INCIDENTS', '1795490898.621264');
insert into message_ref (incident, slot, channel, ts) values (1, 'panel', 'C0NMJERS03P', '1795490898.667559');
insert into artifact (job, text) values ('INC-1/3', '{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490898681,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490898681}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490898684,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490898684}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490898731,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490898731}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490898731}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490898734,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490898734}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490898734}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490898781,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490898781}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490898784,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490898784}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490898831,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490898831}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490898831}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490898834,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490898834}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490898834}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490898881,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490898881}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490898884,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490898884}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490898931,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490898931}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490898931}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490898934,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490898934}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490898934}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490898981,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490898981}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490898984,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490898984}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490899031,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899031}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899031}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490899034,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899034}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899034}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490899081,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899081}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490899084,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899084}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490899131,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899131}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899131}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490899134,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899134}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899134}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490899181,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899181}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490899184,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899184}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490899231,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899231}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899231}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490899234,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899234}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899234}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490899281,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899281}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490899284,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899284}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490899331,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899331}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899331}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490899334,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899334}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899334}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490899381,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899381}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490899384,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899384}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490899431,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899431}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899431}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490899434,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899434}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899434}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490899481,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899481}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490899484,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899484}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490899531,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899531}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899531}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490899534,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899534}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899534}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795490899581,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899581}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795490899584,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795490899584}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795490899632,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899632}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899632}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795490899634,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795490899634}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795490899634}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
');
