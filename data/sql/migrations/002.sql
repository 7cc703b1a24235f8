-- Periods: when the visitor came, when first served, and what a hand-over to another desk says.
PRAGMA user_version = 2;
ALTER TABLE session ADD COLUMN arrived_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN served_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN handed_from TEXT;
ALTER TABLE session ADD COLUMN handed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN handed_why TEXT;
