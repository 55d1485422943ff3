-- Migration 0013, preferred: rows get a status that the earlier version knows. No row is lost, the
-- table and d1_migrations stay as they are.
UPDATE build_specs SET status = 'draft', updated_at = datetime('now') WHERE status = 'fallback';
