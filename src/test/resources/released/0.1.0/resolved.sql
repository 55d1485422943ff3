insert into runbook_text (hash, text) values ('d961a42f86142de9b18c408dddfa33d8020f27650444b8b2d4b3866cd1b2d776', '# yaml-language-server: $schema=runbook.schema.json
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
        address: http://127.0.0.1:34157/sites/gateway
      planning-machine:
        resource: foundation-planning-machine-sandbox
        address: http://127.0.0.1:34157/sites/planning
      ui:
        resource: erlvinc-dashboard-sandbox
        address: http://127.0.0.1:34157/sites/dashboard

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
insert into incident (number, runbook, environment, version, state, ended, channel, declared_at) values (1, 'factory', 'sandbox', 41, 'Resolved', 1, 'C0JAXLKH82H', '2026-11-24T03:34:07.587995523Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 1, 'IncidentDeclared', '{"at":"2026-11-24T03:34:07.589039343Z","by":"U0REQUESTER","declaration":{"affectingUsers":true,"description":"Factory pages answer 500","detectedAt":"2026-11-24T03:34:00Z","environment":"sandbox","lead":"U0REQUESTER","method":"deployment-rollback","observed":"error-rate","severity":"HIGH"},"id":{"number":1},"runbook":"d961a42f86142de9b18c408dddfa33d8020f27650444b8b2d4b3866cd1b2d776"}', 'U0REQUESTER', '2026-11-24T03:34:07.589039343Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 2, 'SurveyStarted', '{"at":"2026-11-24T03:34:07.589039343Z","job":"INC-1/1"}', 'bot', '2026-11-24T03:34:07.589039343Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 3, 'ItemStarted', '{"at":"2026-11-24T03:34:07.589039343Z","item":"capture-deployments","job":"INC-1/1"}', 'bot', '2026-11-24T03:34:07.589039343Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 4, 'ItemStarted', '{"at":"2026-11-24T03:34:07.589039343Z","item":"export-logs","job":"INC-1/3"}', 'bot', '2026-11-24T03:34:07.589039343Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 5, 'ItemFailed', '{"at":"2026-11-24T03:34:07.620216572Z","item":"export-logs","text":"The logs could not be captured. Cloudflare itself is in trouble (HTTP 503)."}', 'bot', '2026-11-24T03:34:07.620216572Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 6, 'ItemFailed', '{"at":"2026-11-24T03:34:07.629690247Z","item":"capture-deployments","text":"What gateway runs could not be read. Cloudflare itself is in trouble (HTTP 503)."}', 'bot', '2026-11-24T03:34:07.629690247Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 7, 'PlanningFailed', '{"at":"2026-11-24T03:34:07.629690247Z","text":"What gateway runs could not be read. Cloudflare itself is in trouble (HTTP 503)."}', 'bot', '2026-11-24T03:34:07.629690247Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 8, 'MessagePublished', '{"at":"2026-11-24T03:34:07.636694466Z","message":"CARD"}', 'bot', '2026-11-24T03:34:07.636694466Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 9, 'ItemDone', '{"at":"2026-11-24T03:34:07.636694466Z","by":"bot","item":"notify-team","note":""}', 'bot', '2026-11-24T03:34:07.636694466Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 10, 'ChannelReady', '{"at":"2026-11-24T03:34:07.661840650Z","channel":{"id":"C0JAXLKH82H","name":"inc-1-factory","own":true}}', 'bot', '2026-11-24T03:34:07.661840650Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 11, 'MessagePublished', '{"at":"2026-11-24T03:34:07.707996588Z","message":"PANEL"}', 'bot', '2026-11-24T03:34:07.707996588Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 12, 'ItemDone', '{"at":"2026-11-24T03:34:07.707996588Z","by":"bot","item":"document-incident","note":""}', 'bot', '2026-11-24T03:34:07.707996588Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 13, 'SurveyStarted', '{"at":"2026-11-24T03:34:07.917274215Z","job":"INC-1/4"}', 'bot', '2026-11-24T03:34:07.917274215Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 14, 'ItemDone', '{"at":"2026-11-24T03:34:07.969724528Z","by":"bot","item":"capture-deployments","note":"gateway v42, planning-machine v17, UI Pages 9f2c81d4"}', 'bot', '2026-11-24T03:34:07.969724528Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 15, 'PlanMade', '{"at":"2026-11-24T03:34:07.969724528Z","plan":{"method":"deployment-rollback","steps":[{"change":{"candidates":[{"author":"developer@sandbox.example","created":"2026-11-20T21:34:07.400282728Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"},{"author":"developer@sandbox.example","created":"2026-11-16T05:34:07.400282728Z","id":"88647c00-dbdc-320f-b038-102abcff533c","label":"v40","message":"hotfix: reject expired API keys"},{"author":"developer@sandbox.example","created":"2026-11-07T03:34:07.400282728Z","id":"ce77b640-abe7-34a7-b6ef-fa14d6e4a325","label":"v39","message":"Rate limits per key","tag":"gateway-2.4.0"}],"cannotUndo":["Data that was written to D1, KV or R2 in the meantime stays as it is","Secrets are not those of the earlier version"],"live":{"at":"2026-11-24T03:03:07.400282728Z","author":"releaser@sandbox.example","id":"ebfb3a00-4df5-3a34-9557-c9c9041d372d","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:01:07.400282728Z","id":"2150fef5-a14c-36df-9718-a33af9ffcc16","label":"v42","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T21:34:07.400282728Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"},"why":"The newest deployment before it that had all the traffic."},"id":"gateway","title":"Roll back gateway"},{"change":{"candidates":[{"author":"developer@sandbox.example","created":"2026-11-20T00:34:07.400282728Z","id":"cfeb897e-c101-35ee-ae6a-bbe87a97cd58","label":"v16","message":"Faster build specs","tag":"planning-2.4.3"},{"author":"developer@sandbox.example","created":"2026-11-15T04:34:07.400282728Z","id":"9082dcfa-37d1-3b31-801f-b4736c580ed9","label":"v15","message":"hotfix: stop runs that never end"}],"cannotUndo":["Data that was written to D1, KV or R2 in the meantime stays as it is","Rows of build_specs with the status fallback stay; see the database procedure","Secrets are not those of the earlier version"],"live":{"at":"2026-11-24T03:06:07.400282728Z","author":"releaser@sandbox.example","id":"a01f7ee1-30bb-3d58-8408-7acc6c96f38f","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:04:07.400282728Z","id":"0c53f761-341b-3570-93e9-c6753d16e7c6","label":"v17","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T00:34:07.400282728Z","id":"cfeb897e-c101-35ee-ae6a-bbe87a97cd58","label":"v16","message":"Faster build specs","tag":"planning-2.4.3"},"why":"The newest deployment before it that had all the traffic."},"id":"planning-machine","title":"Roll back planning-machine"},{"change":{"candidates":[{"created":"2026-11-20T02:34:07.400282728Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","label":"7ab1c94e","message":"Clearer run list","tag":"35e0bb9c"},{"created":"2026-11-15T19:34:07.400282728Z","id":"e0c5b7a2-dffc-353c-8102-8d7e8a9be3b8","label":"e0c5b7a2","message":"Settings page","tag":"cb212c0e"}],"cannotUndo":["Pages that people have open keep the newer scripts until they reload"],"live":{"at":"2026-11-24T03:08:07.400282728Z","id":"9f2c81d4-4ca3-3cd7-b254-57b0102624fd","shares":[{"percentage":100.0,"version":{"created":"2026-11-24T03:08:07.400282728Z","id":"9f2c81d4-4ca3-3cd7-b254-57b0102624fd","label":"9f2c81d4","message":"Factory pages (factory-2.5.0)","tag":"dbf32066"}}]},"service":{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}},"target":{"created":"2026-11-20T02:34:07.400282728Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","label":"7ab1c94e","message":"Clearer run list","tag":"35e0bb9c"},"why":"The newest deployment before it that had all the traffic."},"id":"ui","title":"Roll back UI Pages"}]},"warnings":[]}', 'bot', '2026-11-24T03:34:07.969724528Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 16, 'ItemStarted', '{"at":"2026-11-24T03:34:08.114493385Z","item":"export-logs","job":"INC-1/5"}', 'bot', '2026-11-24T03:34:08.114493385Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 17, 'ItemDone', '{"artifact":"INC-1/5","at":"2026-11-24T03:34:09.151975093Z","by":"bot","item":"export-logs","note":"logs-gateway-planning-machine.ndjson, 40 lines"}', 'bot', '2026-11-24T03:34:09.151975093Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 18, 'ItemDone', '{"at":"2026-11-24T03:34:09.341275986Z","by":"U0REQUESTER","item":"screenshot-analytics","note":""}', 'U0REQUESTER', '2026-11-24T03:34:09.341275986Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 19, 'ApprovalRequested', '{"at":"2026-11-24T03:34:09.341275986Z"}', 'bot', '2026-11-24T03:34:09.341275986Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 20, 'Approved', '{"at":"2026-11-24T03:34:09.496932753Z","by":"U0APPROVER","planHash":"433734ddc4c3b2a82f85f143beb6448dc8d2b3ef246c82bf69b63905ff514850"}', 'U0APPROVER', '2026-11-24T03:34:09.496932753Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 21, 'StepStarted', '{"at":"2026-11-24T03:34:09.496932753Z","attempt":1,"job":"INC-1/6","step":"gateway"}', 'bot', '2026-11-24T03:34:09.496932753Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 22, 'StepFailed', '{"at":"2026-11-24T03:34:09.522505941Z","code":"unreadable-answer","kind":"UNREACHABLE","step":"gateway","text":"Cloudflare itself is in trouble (HTTP 503). Nothing was changed."}', 'bot', '2026-11-24T03:34:09.522505941Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 23, 'StepStarted', '{"at":"2026-11-24T03:34:10.187887677Z","attempt":2,"job":"INC-1/7","step":"gateway"}', 'bot', '2026-11-24T03:34:10.187887677Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 24, 'StepSucceeded', '{"already":false,"at":"2026-11-24T03:34:10.219409241Z","live":{"at":"2026-11-24T03:34:10.208271215Z","author":"rollback-bot@sandbox.example","id":"a42f29bf-f65b-34cb-ba44-2d1abeb7548b","shares":[{"percentage":100.0,"version":{"author":"developer@sandbox.example","created":"2026-11-20T21:34:07.400282728Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"}}]},"step":"gateway","took":"PT0.021110187S"}', 'bot', '2026-11-24T03:34:10.219409241Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 25, 'StepStarted', '{"at":"2026-11-24T03:34:10.219409241Z","attempt":1,"job":"INC-1/8","step":"planning-machine"}', 'bot', '2026-11-24T03:34:10.219409241Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 26, 'StepSucceeded', '{"already":false,"at":"2026-11-24T03:34:10.249190237Z","live":{"at":"2026-11-24T03:34:10.234924632Z","author":"rollback-bot@sandbox.example","id":"936271af-98a4-3e28-a921-bab9aec5111b","shares":[{"percentage":100.0,"version":{"author":"developer@sandbox.example","created":"2026-11-20T00:34:07.400282728Z","id":"cfeb897e-c101-35ee-ae6a-bbe87a97cd58","label":"v16","message":"Faster build specs","tag":"planning-2.4.3"}}]},"step":"planning-machine","took":"PT0.02047532S"}', 'bot', '2026-11-24T03:34:10.249190237Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 27, 'StepStarted', '{"at":"2026-11-24T03:34:10.249190237Z","attempt":1,"job":"INC-1/9","step":"ui"}', 'bot', '2026-11-24T03:34:10.249190237Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 28, 'StepSucceeded', '{"already":false,"at":"2026-11-24T03:34:10.277731041Z","live":{"at":"2026-11-20T02:34:07.400282728Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","shares":[{"percentage":100.0,"version":{"created":"2026-11-20T02:34:07.400282728Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","label":"7ab1c94e","message":"Clearer run list","tag":"35e0bb9c"}}]},"step":"ui","took":"PT0.019615613S"}', 'bot', '2026-11-24T03:34:10.277731041Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 29, 'PropagationStarted', '{"at":"2026-11-24T03:34:10.277731041Z","until":"2026-11-24T03:34:11.277731041Z"}', 'bot', '2026-11-24T03:34:10.277731041Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 30, 'ProbesRead', '{"at":"2026-11-24T03:34:10.303335761Z","results":[{"detail":"/status: expected ok, got degraded","latency":"PT0.00849669S","probe":"gateway-health","verdict":"FAILED"},{"detail":"expected 404, got 500","latency":"PT0.008010343S","probe":"factory-gone","verdict":"FAILED"},{"detail":"401 in 7 ms","latency":"PT0.007634951S","probe":"planning-runs","verdict":"PASSED"},{"detail":"/status: expected ok, got degraded","latency":"PT0.007770556S","probe":"planning-machine-health","verdict":"FAILED"},{"detail":"200 in 7 ms","latency":"PT0.007496305S","probe":"dashboard-loads","verdict":"PASSED"},{"detail":"expected 200 or 404, got 500","latency":"PT0.010509263S","probe":"factory-page","verdict":"FAILED"},{"detail":"/error_rate_percent: expected at most 1, got 6.2","latency":"PT0.007699817S","probe":"error-rate","verdict":"FAILED"}]}', 'bot', '2026-11-24T03:34:10.303335761Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 31, 'PropagationEnded', '{"at":"2026-11-24T03:34:11.320533004Z","by":"bot","reason":""}', 'bot', '2026-11-24T03:34:11.320533004Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 32, 'ProbesRead', '{"at":"2026-11-24T03:34:11.328433419Z","results":[{"detail":"200 in 4 ms","latency":"PT0.004587221S","probe":"gateway-health","verdict":"PASSED"},{"detail":"404 in 6 ms","latency":"PT0.006305092S","probe":"factory-gone","verdict":"PASSED"},{"detail":"401 in 3 ms","latency":"PT0.003424935S","probe":"planning-runs","verdict":"PASSED"},{"detail":"200 in 3 ms","latency":"PT0.003356023S","probe":"planning-machine-health","verdict":"PASSED"},{"detail":"200 in 3 ms","latency":"PT0.003466156S","probe":"dashboard-loads","verdict":"PASSED"},{"detail":"404 in 3 ms","latency":"PT0.003108555S","probe":"factory-page","verdict":"PASSED"},{"detail":"200 in 5 ms","latency":"PT0.005195954S","probe":"error-rate","verdict":"PASSED"}]}', 'bot', '2026-11-24T03:34:11.328433419Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 33, 'CheckConfirmed', '{"at":"2026-11-24T03:34:11.491963340Z","by":"U0APPROVER","check":"error-rate-baseline","evidence":""}', 'U0APPROVER', '2026-11-24T03:34:11.491963340Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 34, 'CheckConfirmed', '{"at":"2026-11-24T03:34:11.621272389Z","by":"U0APPROVER","check":"audit-logs","evidence":""}', 'U0APPROVER', '2026-11-24T03:34:11.621272389Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 35, 'CheckConfirmed', '{"at":"2026-11-24T03:34:11.751601371Z","by":"U0APPROVER","check":"smoke-tests","evidence":""}', 'U0APPROVER', '2026-11-24T03:34:11.751601371Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 36, 'CheckConfirmed', '{"at":"2026-11-24T03:34:11.880777744Z","by":"U0APPROVER","check":"database","evidence":""}', 'U0APPROVER', '2026-11-24T03:34:11.880777744Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 37, 'ProbesRead', '{"at":"2026-11-24T03:34:12.392555926Z","results":[{"detail":"200 in 4 ms","latency":"PT0.004227136S","probe":"gateway-health","verdict":"PASSED"},{"detail":"404 in 3 ms","latency":"PT0.003946209S","probe":"factory-gone","verdict":"PASSED"},{"detail":"401 in 3 ms","latency":"PT0.003344285S","probe":"planning-runs","verdict":"PASSED"},{"detail":"200 in 3 ms","latency":"PT0.003214302S","probe":"planning-machine-health","verdict":"PASSED"},{"detail":"200 in 2 ms","latency":"PT0.002927406S","probe":"dashboard-loads","verdict":"PASSED"},{"detail":"404 in 3 ms","latency":"PT0.00306468S","probe":"factory-page","verdict":"PASSED"},{"detail":"200 in 2 ms","latency":"PT0.002910581S","probe":"error-rate","verdict":"PASSED"}]}', 'bot', '2026-11-24T03:34:12.392555926Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 38, 'ProbesRead', '{"at":"2026-11-24T03:34:13.422975690Z","results":[{"detail":"200 in 7 ms","latency":"PT0.007427032S","probe":"gateway-health","verdict":"PASSED"},{"detail":"404 in 6 ms","latency":"PT0.006896474S","probe":"factory-gone","verdict":"PASSED"},{"detail":"401 in 7 ms","latency":"PT0.007441303S","probe":"planning-runs","verdict":"PASSED"},{"detail":"200 in 6 ms","latency":"PT0.006770582S","probe":"planning-machine-health","verdict":"PASSED"},{"detail":"200 in 6 ms","latency":"PT0.006456655S","probe":"dashboard-loads","verdict":"PASSED"},{"detail":"404 in 6 ms","latency":"PT0.006252317S","probe":"factory-page","verdict":"PASSED"},{"detail":"200 in 6 ms","latency":"PT0.00698162S","probe":"error-rate","verdict":"PASSED"}]}', 'bot', '2026-11-24T03:34:13.422975690Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 39, 'ChecksPassed', '{"at":"2026-11-24T03:34:13.422975690Z"}', 'bot', '2026-11-24T03:34:13.422975690Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 40, 'SignedRolledBack', '{"at":"2026-11-24T03:34:13.548852513Z","by":"U0REQUESTER"}', 'U0REQUESTER', '2026-11-24T03:34:13.548852513Z');
insert into incident_event (incident, sequence, type, json, actor, at) values (1, 41, 'SignedVerified', '{"at":"2026-11-24T03:34:13.762070520Z","by":"U0APPROVER","postMortem":"2026-11-29"}', 'U0APPROVER', '2026-11-24T03:34:13.762070520Z');
insert into delivery (key, result, at) values ('view:V0P186NRD24:1795491247582.1795491247.9d9d25b133aa247cfce75791c3d4b09e', 'accepted 1', 1795491247587);
insert into delivery (key, result, at) values ('job:INC-1/3', 'accepted 1', 1795491247620);
insert into delivery (key, result, at) values ('job:INC-1/1', 'accepted 1', 1795491247636);
insert into delivery (key, result, at) values ('outbox:INC-1/1/0', 'accepted 1', 1795491247643);
insert into delivery (key, result, at) values ('outbox:INC-1/1/1', 'accepted 1', 1795491247661);
insert into delivery (key, result, at) values ('outbox:INC-1/10/3', 'accepted 1', 1795491247708);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491247.704641:1795491247.914812', 'accepted 1', 1795491247917);
insert into delivery (key, result, at) values ('job:INC-1/4', 'accepted 1', 1795491247969);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491247.704641:1795491248.111628', 'accepted 1', 1795491248116);
insert into delivery (key, result, at) values ('job:INC-1/5', 'accepted 1', 1795491249152);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491247.704641:1795491249.337474', 'accepted 1', 1795491249341);
insert into delivery (key, result, at) values ('act:U0APPROVER:1795491247.704641:1795491249.493896', 'accepted 1', 1795491249497);
insert into delivery (key, result, at) values ('job:INC-1/6', 'accepted 1', 1795491249522);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491247.704641:1795491250.183950', 'accepted 1', 1795491250188);
insert into delivery (key, result, at) values ('job:INC-1/7', 'accepted 1', 1795491250219);
insert into delivery (key, result, at) values ('job:INC-1/8', 'accepted 1', 1795491250249);
insert into delivery (key, result, at) values ('job:INC-1/9', 'accepted 1', 1795491250278);
insert into delivery (key, result, at) values ('probes:1:2026-11-24T03:34:10.291873614Z', 'accepted 1', 1795491250303);
insert into delivery (key, result, at) values ('timer:1:PROPAGATION:2026-11-24T03:34:11.277731041Z', 'accepted 1', 1795491251320);
insert into delivery (key, result, at) values ('probes:1:2026-11-24T03:34:11.321405785Z', 'accepted 1', 1795491251328);
insert into delivery (key, result, at) values ('act:U0APPROVER:1795491247.704641:1795491251.487600', 'accepted 1', 1795491251492);
insert into delivery (key, result, at) values ('act:U0APPROVER:1795491247.704641:1795491251.618386', 'accepted 1', 1795491251621);
insert into delivery (key, result, at) values ('act:U0APPROVER:1795491247.704641:1795491251.746480', 'accepted 1', 1795491251751);
insert into delivery (key, result, at) values ('act:U0APPROVER:1795491247.704641:1795491251.875615', 'accepted 1', 1795491251880);
insert into delivery (key, result, at) values ('probes:1:2026-11-24T03:34:12.387541771Z', 'accepted 1', 1795491252392);
insert into delivery (key, result, at) values ('probes:1:2026-11-24T03:34:13.414269398Z', 'accepted 1', 1795491253423);
insert into delivery (key, result, at) values ('act:U0REQUESTER:1795491247.704641:1795491253.543262', 'accepted 1', 1795491253549);
insert into delivery (key, result, at) values ('view:V08M9TA6PYJ:1795491253758.1795491253.11efa21ab7bc4a01f259c036eedd24f8', 'accepted 1', 1795491253762);
insert into delivery (key, result, at) values ('probes:1:2026-11-24T03:34:14.771674278Z', 'accepted 1', 1795491254777);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 1, 'INC-1/1/0', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 2, 'INC-1/1/1', 'OpenChannel', '{"name":"inc-1-factory"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 3, 'INC-1/1/2', 'Post', '{"channel":"#product-updates","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"*The Factory has a problem, and we are taking it back to the version before*\n\nWhat people may notice: Factory pages show errors or don''t load.\nNoticed: "},{"kind":"TIME","label":"","value":"2026-11-24T03:34:00Z"},{"kind":"TEXT","label":"","value":"\nHow long it takes: usually "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nYou need not do anything. We write again when it is over. Reference: "},{"kind":"TEXT","label":"","value":"INC-1"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 4, 'INC-1/1/3', 'Post', '{"channel":"#customer-support","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"*The Factory has a problem, and we are taking it back to the version before*\n\nWhat people may notice: Factory pages show errors or don''t load.\nNoticed: "},{"kind":"TIME","label":"","value":"2026-11-24T03:34:00Z"},{"kind":"TEXT","label":"","value":"\nHow long it takes: usually "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nYou need not do anything. We write again when it is over. Reference: "},{"kind":"TEXT","label":"","value":"INC-1"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 5, 'INC-1/7/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": There is no plan yet. "},{"kind":"QUOTE","label":"","value":"What gateway runs could not be read. Cloudflare itself is in trouble (HTTP 503)."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 6, 'INC-1/10/0', 'Invite', '{"group":"@responders","people":["U0REQUESTER"]}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 7, 'INC-1/10/1', 'SetTopic', '{"topic":{"spans":[{"kind":"TEXT","label":"","value":"INC-1 · Factory Feature · sandbox · HIGH · lead "},{"kind":"PERSON","label":"","value":"U0REQUESTER"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 8, 'INC-1/10/2', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"TEXT","label":"","value":":rotating_light: *INCIDENT: Rolling back "},{"kind":"TEXT","label":"","value":"Factory Feature"},{"kind":"TEXT","label":"","value":"*\n\nSeverity: "},{"kind":"TEXT","label":"","value":"HIGH"},{"kind":"TEXT","label":"","value":"\nStatus: "},{"kind":"TEXT","label":"","value":"Getting ready"},{"kind":"TEXT","label":"","value":"\nImpact: "},{"kind":"TEXT","label":"","value":"Factory endpoints returning errors"},{"kind":"TEXT","label":"","value":"\n\nTimeline:\n- Issue detected "},{"kind":"TIME","label":"","value":"2026-11-24T03:34:00Z"},{"kind":"TEXT","label":"","value":": "},{"kind":"QUOTE","label":"","value":"Factory pages answer 500"},{"kind":"TEXT","label":"","value":"\n- Rollback initiated: "},{"kind":"TEXT","label":"","value":"not yet"},{"kind":"TEXT","label":"","value":"\n- Rollback complete (expected): "},{"kind":"TIME","label":"","value":"2026-11-24T03:49:07.589039343Z"},{"kind":"TEXT","label":"","value":"\n\nActions:\n"},{"kind":"TEXT","label":"","value":"1. Roll back gateway\n2. Roll back planning-machine\n3. Roll back UI Pages"},{"kind":"TEXT","label":"","value":"\n\nETA: "},{"kind":"TEXT","label":"","value":"10-15 minutes"},{"kind":"TEXT","label":"","value":"\n\nIncident lead: "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 9, 'INC-1/10/3', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 10, 'INC-1/10/4', 'Bookmark', '{"link":"","title":"Runbook: Factory Feature"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 11, 'INC-1/10/5', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 12, 'INC-1/11/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 13, 'INC-1/12/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 14, 'INC-1/13/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 15, 'INC-1/14/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"✓ Capture current deployment state: "},{"kind":"QUOTE","label":"","value":"gateway v42, planning-machine v17, UI Pages 9f2c81d4"}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 16, 'INC-1/14/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 17, 'INC-1/15/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 18, 'INC-1/16/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 19, 'INC-1/17/0', 'Attach', '{"comment":{"spans":[{"kind":"TEXT","label":"","value":"Export logs for analysis: "},{"kind":"QUOTE","label":"","value":"logs-gateway-planning-machine.ndjson, 40 lines"}]},"filename":"logs-gateway-planning-machine.ndjson","job":"INC-1/5"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 20, 'INC-1/17/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 21, 'INC-1/18/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 22, 'INC-1/19/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"TEXT","label":"","value":"Plan *4337* is ready. Someone in "},{"kind":"GROUP","label":"","value":"@oncall"},{"kind":"TEXT","label":"","value":" other than "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":" must approve it, on the "},{"kind":"LOG","label":"panel","value":""},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 23, 'INC-1/19/3', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 24, 'INC-1/19/4', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 25, 'INC-1/20/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0APPROVER"},{"kind":"TEXT","label":"","value":" approved plan *4337*. Rolling back."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 26, 'INC-1/20/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 27, 'INC-1/20/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 28, 'INC-1/21/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 29, 'INC-1/21/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 30, 'INC-1/22/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": “Roll back gateway” did not work. "},{"kind":"QUOTE","label":"","value":"Cloudflare itself is in trouble (HTTP 503). Nothing was changed."},{"kind":"TEXT","label":"","value":" The "},{"kind":"LOG","label":"panel","value":""},{"kind":"TEXT","label":"","value":" shows what can be done."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 31, 'INC-1/22/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 32, 'INC-1/22/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 33, 'INC-1/23/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 34, 'INC-1/23/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 35, 'INC-1/24/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"“Roll back gateway”: "},{"kind":"TEXT","label":"","value":"v42 → v41 in 0 s"},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 36, 'INC-1/24/2', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 37, 'INC-1/24/3', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 38, 'INC-1/25/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 39, 'INC-1/25/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 40, 'INC-1/26/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"“Roll back planning-machine”: "},{"kind":"TEXT","label":"","value":"v17 → v16 in 0 s"},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 41, 'INC-1/26/2', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 42, 'INC-1/26/3', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 43, 'INC-1/27/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 44, 'INC-1/27/2', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 45, 'INC-1/28/0', 'Post', '{"channel":"","destination":"THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"“Roll back UI Pages”: "},{"kind":"TEXT","label":"","value":"9f2c81d4 → 7ab1c94e in 0 s"},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 46, 'INC-1/28/2', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 47, 'INC-1/28/3', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 48, 'INC-1/29/2', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 49, 'INC-1/29/3', 'Refresh', '{"message":"CARD"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 50, 'INC-1/30/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 51, 'INC-1/31/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": The steps are over and it has had time to spread. "},{"kind":"TEXT","label":"","value":"4 checks need"},{"kind":"TEXT","label":"","value":" a person, on the "},{"kind":"LOG","label":"panel","value":""},{"kind":"TEXT","label":"","value":"."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 52, 'INC-1/31/2', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 53, 'INC-1/31/3', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 54, 'INC-1/32/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 55, 'INC-1/33/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 56, 'INC-1/34/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 57, 'INC-1/35/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 58, 'INC-1/36/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 59, 'INC-1/37/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 60, 'INC-1/38/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 61, 'INC-1/39/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":": Every check holds. "},{"kind":"TEXT","label":"","value":"Two people sign now, then everybody is told. “Rolled back by” first, then someone else “verified by”."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 62, 'INC-1/39/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 0, 0, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 63, 'INC-1/39/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 64, 'INC-1/40/0', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 65, 'INC-1/41/0', 'Post', '{"channel":"","destination":"CHANNEL","text":{"spans":[{"kind":"TEXT","label":"","value":":white_check_mark: *RESOLVED: "},{"kind":"TEXT","label":"","value":"Factory Feature"},{"kind":"TEXT","label":"","value":" Rollback Complete*\n\nStatus: Rolled back successfully\nCurrent state: Factory endpoints disabled, core functionality restored\n\nVerification:\n"},{"kind":"TEXT","label":"","value":"✓ Health checks passing"},{"kind":"TEXT","label":"","value":"\n"},{"kind":"TEXT","label":"","value":"✓ Factory endpoints disabled"},{"kind":"TEXT","label":"","value":"\n"},{"kind":"TEXT","label":"","value":"✓ Error rate returned to baseline"},{"kind":"TEXT","label":"","value":"\n"},{"kind":"TEXT","label":"","value":"✓ Core endpoints functioning"},{"kind":"TEXT","label":"","value":"\n"},{"kind":"TEXT","label":"","value":"✓ UI stable"},{"kind":"TEXT","label":"","value":"\n\nNext steps:\n- RCA (Root Cause Analysis) scheduled for "},{"kind":"DATE","label":"","value":"2026-11-29"},{"kind":"TEXT","label":"","value":"\n- Fix in progress\n- Re-deployment planned after fix verification\n\nIncident lead: "},{"kind":"PERSON","label":"","value":"U0REQUESTER"},{"kind":"TEXT","label":"","value":"\nIncident log: "},{"kind":"LOG","label":"INC-1","value":""},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 66, 'INC-1/41/1', 'Refresh', '{"message":"PANEL"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 67, 'INC-1/41/2', 'Refresh', '{"message":"CARD"}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 68, 'INC-1/41/3', 'Post', '{"channel":"","destination":"CARD_THREAD","text":{"spans":[{"kind":"TEXT","label":"","value":"Resolved after 6 s."}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 69, 'INC-1/41/4', 'Post', '{"channel":"#product-updates","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"*The problem with the Factory is over*\n\nThe Factory is switched off for now, and everything else works as before.\nIt took "},{"kind":"TEXT","label":"","value":"6 s"},{"kind":"TEXT","label":"","value":". The Factory comes back once the cause is fixed and tested.\n\nReference: "},{"kind":"TEXT","label":"","value":"INC-1"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 70, 'INC-1/41/5', 'Post', '{"channel":"#customer-support","destination":"STAKEHOLDERS","text":{"spans":[{"kind":"TEXT","label":"","value":"*The problem with the Factory is over*\n\nThe Factory is switched off for now, and everything else works as before.\nIt took "},{"kind":"TEXT","label":"","value":"6 s"},{"kind":"TEXT","label":"","value":". The Factory comes back once the cause is fixed and tested.\n\nReference: "},{"kind":"TEXT","label":"","value":"INC-1"},{"kind":"TEXT","label":"","value":""}]}}', 'DONE', 1, 1, null, null);
insert into outbox (incident, position, key, type, json, state, in_doubt, attempts, not_before, reason) values (1, 71, 'INC-1/41/6', 'SetTopic', '{"topic":{"spans":[{"kind":"TEXT","label":"","value":"RESOLVED · "},{"kind":"TEXT","label":"","value":"INC-1 · Factory Feature · sandbox · HIGH · lead "},{"kind":"PERSON","label":"","value":"U0REQUESTER"}]}}', 'DONE', 1, 1, null, null);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/1', 1, 'Survey', '{"services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}}]}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/3', 1, 'CaptureLogs', '{"length":"PT1S","services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}}]}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/4', 1, 'Survey', '{"services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}}]}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/5', 1, 'CaptureLogs', '{"length":"PT1S","services":[{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}}]}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/6', 1, 'RollBack', '{"message":"INC-1 rollback to v41, plan 4337","planned":{"at":"2026-11-24T03:03:07.400282728Z","author":"releaser@sandbox.example","id":"ebfb3a00-4df5-3a34-9557-c9c9041d372d","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:01:07.400282728Z","id":"2150fef5-a14c-36df-9718-a33af9ffcc16","label":"v42","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T21:34:07.400282728Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"}}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/7', 1, 'RollBack', '{"message":"INC-1 rollback to v41, plan 4337","planned":{"at":"2026-11-24T03:03:07.400282728Z","author":"releaser@sandbox.example","id":"ebfb3a00-4df5-3a34-9557-c9c9041d372d","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:01:07.400282728Z","id":"2150fef5-a14c-36df-9718-a33af9ffcc16","label":"v42","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-gateway-sandbox","service":{"id":"gateway","kind":"WORKER","name":"gateway"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T21:34:07.400282728Z","id":"d8805f1a-9312-3340-a1e9-f92770c2eb4e","label":"v41","message":"Retry idempotent calls","tag":"gateway-2.4.3"}}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/8', 1, 'RollBack', '{"message":"INC-1 rollback to v16, plan 4337","planned":{"at":"2026-11-24T03:06:07.400282728Z","author":"releaser@sandbox.example","id":"a01f7ee1-30bb-3d58-8408-7acc6c96f38f","shares":[{"percentage":100.0,"version":{"author":"releaser@sandbox.example","created":"2026-11-24T03:04:07.400282728Z","id":"0c53f761-341b-3570-93e9-c6753d16e7c6","label":"v17","message":"Public factory endpoints","tag":"factory-2.5.0"}}]},"service":{"resource":"foundation-planning-machine-sandbox","service":{"id":"planning-machine","kind":"WORKER","name":"planning-machine"}},"target":{"author":"developer@sandbox.example","created":"2026-11-20T00:34:07.400282728Z","id":"cfeb897e-c101-35ee-ae6a-bbe87a97cd58","label":"v16","message":"Faster build specs","tag":"planning-2.4.3"}}', 'FINISHED', 1);
insert into job (id, incident, type, json, state, attempt) values ('INC-1/9', 1, 'RollBack', '{"message":"INC-1 rollback to 7ab1c94e, plan 4337","planned":{"at":"2026-11-24T03:08:07.400282728Z","id":"9f2c81d4-4ca3-3cd7-b254-57b0102624fd","shares":[{"percentage":100.0,"version":{"created":"2026-11-24T03:08:07.400282728Z","id":"9f2c81d4-4ca3-3cd7-b254-57b0102624fd","label":"9f2c81d4","message":"Factory pages (factory-2.5.0)","tag":"dbf32066"}}]},"service":{"resource":"erlvinc-dashboard-sandbox","service":{"id":"ui","kind":"PAGES","name":"UI Pages"}},"target":{"created":"2026-11-20T02:34:07.400282728Z","id":"7ab1c94e-8335-3e08-89cd-e8f3f5ac5c28","label":"7ab1c94e","message":"Clearer run list","tag":"35e0bb9c"}}', 'FINISHED', 1);
insert into message_ref (incident, slot, channel, ts) values (1, 'card', 'C0INCIDENTS', '1795491247.623164');
insert into message_ref (incident, slot, channel, ts) values (1, 'panel', 'C0JAXLKH82H', '1795491247.704641');
insert into artifact (job, text) values ('INC-1/5', '{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248137,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248137}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248137}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248186,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248186}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248187,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248187}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491248236,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248236}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248236}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248237,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248237}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248237}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248286,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248286}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248287,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248287}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491248336,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248336}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248336}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248337,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248337}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248337}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248386,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248386}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248387,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248387}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491248436,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248436}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248436}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248437,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248437}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248437}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248486,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248486}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248487,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248487}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491248539,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248539}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248539}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248539,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248539}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248539}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248586,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248586}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248587,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248587}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491248636,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248636}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248636}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248637,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248637}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248637}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248686,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248686}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248687,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248687}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491248736,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248736}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248736}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248737,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248737}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248737}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248786,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248786}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248787,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248787}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491248836,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248836}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248836}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248837,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248837}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248837}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248886,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248886}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248887,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248887}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491248936,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248936}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248936}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491248938,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491248938}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491248938}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491248986,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248986}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491248987,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491248987}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491249036,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491249036}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491249036}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"exception","eventTimestamp":1795491249037,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491249037}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491249037}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"ok","eventTimestamp":1795491249086,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491249086}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"planning-machine","event":{"scriptName":"foundation-planning-machine-sandbox","outcome":"ok","eventTimestamp":1795491249088,"exceptions":[],"logs":[{"message":["GET /health"],"level":"log","timestamp":1795491249088}],"event":{"request":{"url":"https://foundation-planning-machine-sandbox.sandbox.example/health","method":"GET","headers":{}},"response":{"status":200}}}}
{"service":"gateway","event":{"scriptName":"foundation-gateway-sandbox","outcome":"exception","eventTimestamp":1795491249136,"exceptions":[{"name":"TypeError","message":"Cannot read properties of undefined (reading ''templates'')","timestamp":1795491249136}],"logs":[{"message":["GET /api/public/factory/templates"],"level":"error","timestamp":1795491249136}],"event":{"request":{"url":"https://foundation-gateway-sandbox.sandbox.example/api/public/factory/templates","method":"GET","headers":{}},"response":{"status":500}}}}
');
insert into rollback_history (incident, position, resource, bad_versions, took) values (1, 1, 'foundation-gateway-sandbox', '["2150fef5-a14c-36df-9718-a33af9ffcc16"]', 'PT0.021110187S');
insert into rollback_history (incident, position, resource, bad_versions, took) values (1, 2, 'foundation-planning-machine-sandbox', '["0c53f761-341b-3570-93e9-c6753d16e7c6"]', 'PT0.02047532S');
insert into rollback_history (incident, position, resource, bad_versions, took) values (1, 3, 'erlvinc-dashboard-sandbox', '["9f2c81d4-4ca3-3cd7-b254-57b0102624fd"]', 'PT0.019615613S');
