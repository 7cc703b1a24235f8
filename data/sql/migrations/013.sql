-- Projects of the agency service, and what is owed to the knowledge base.
CREATE TABLE project (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    enterprise TEXT,
    credit_code TEXT,
    name TEXT,
    station TEXT,
    park TEXT,
    agent TEXT,
    service TEXT,
    entrusted_on INTEGER NOT NULL,
    entrustment TEXT,
    milestone TEXT,
    milestone_on INTEGER NOT NULL,
    land_on INTEGER NOT NULL,
    start_on INTEGER NOT NULL,
    state TEXT,
    why TEXT,
    plan TEXT,
    note TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;
CREATE TABLE kb_duty (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    duty TEXT,
    topic TEXT,
    kb TEXT,
    item TEXT,
    unit TEXT,
    owner TEXT,
    due_on INTEGER NOT NULL,
    done_on INTEGER NOT NULL,
    result TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;
CREATE INDEX project_order ON project (recorded_at DESC, id) WHERE voided = 0;
CREATE INDEX kb_duty_order ON kb_duty (done_on <> 0, due_on, id) WHERE voided = 0;
PRAGMA user_version = 13;
