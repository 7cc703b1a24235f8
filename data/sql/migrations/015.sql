-- A password that somebody else gave is to be changed before anything else.
PRAGMA user_version = 15;
ALTER TABLE account ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
