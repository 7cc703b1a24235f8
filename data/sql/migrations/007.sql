-- Why a visit is void and a plan was dropped.
PRAGMA user_version = 7;
ALTER TABLE visit ADD COLUMN void_reason TEXT;
ALTER TABLE vplan ADD COLUMN void_reason TEXT;
