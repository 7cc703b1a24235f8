-- The first schema of a bangban file. Column names are the field names of include/bangban/core.
-- Codes are stored as their ids, moments as seconds UTC, days as days since 1970.
-- Not stated: NULL for text and codes, 0 for numbers.
PRAGMA application_id = 1111646574; -- "BBan"
PRAGMA user_version = 1;

-- ---- the truth ------------------------------------------------------------------------------
CREATE TABLE event (
    hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    id TEXT NOT NULL UNIQUE,
    replica TEXT NOT NULL,
    seq INTEGER NOT NULL,
    prev TEXT NOT NULL CHECK (length(prev) = 64),
    lamport INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by_person TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    line TEXT NOT NULL -- the exact bytes; causes and body are read from here
) STRICT;
CREATE INDEX event_subject ON event (subject, lamport, hash); -- fold order
CREATE INDEX event_chain ON event (replica, seq);
CREATE INDEX event_act ON event (replica, by_person, seq);
CREATE INDEX event_lamport ON event (lamport);

-- Update and delete alone are not enough: INSERT OR REPLACE deletes without a word (trust.md §2).
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'event is append-only');
END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'event is append-only');
END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE hash = NEW.hash)
    OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM event WHERE rowid = NEW.rowid)
BEGIN
    SELECT RAISE(ABORT, 'event is append-only');
END;

-- ---- projections: what the events come to, for screens and reports ---------------------------
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    no TEXT,
    replica TEXT,
    kind TEXT,
    happened_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    late INTEGER NOT NULL,
    helper TEXT,
    desk TEXT,
    zone TEXT,
    channel TEXT,
    mode TEXT,
    item TEXT,
    no_item TEXT,
    client_kind TEXT,
    client_name TEXT,
    client_name_sealed TEXT,
    client_id TEXT,
    client_pseudonym TEXT,
    client_phone TEXT,
    client_phone_sealed TEXT,
    source TEXT,
    ticket TEXT,
    quantity INTEGER NOT NULL,
    category TEXT,
    outcome TEXT,
    rating TEXT,
    note TEXT,
    programme TEXT,
    phase TEXT,
    phase_at INTEGER NOT NULL,
    closed_at INTEGER NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT
) STRICT;
CREATE INDEX session_no ON session (no);
-- The filters stand behind the key, so that a page reads only the rows that it shows.
CREATE INDEX session_day ON session (happened_at, id, desk, helper, voided);
CREATE INDEX session_open ON session (happened_at, id, desk, helper)
WHERE voided = 0 AND phase IS NOT 'closed';
CREATE INDEX session_bad ON session (item)
WHERE rating IN ('very_dissatisfied', 'dissatisfied') AND voided = 0;

CREATE TABLE issue (
    id TEXT NOT NULL PRIMARY KEY,
    no TEXT,
    replica TEXT,
    origin TEXT,
    session TEXT,
    happened_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    late INTEGER NOT NULL,
    found_by TEXT,
    desk TEXT,
    item TEXT,
    stage TEXT,
    point TEXT,
    description TEXT,
    plan TEXT,
    measures TEXT,
    lead_unit TEXT,
    support_units TEXT,
    leader TEXT,
    person TEXT,
    due_rule TEXT,
    due_from_at INTEGER NOT NULL,
    due_named INTEGER NOT NULL,
    asked_due INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    first_due_day INTEGER NOT NULL,
    extensions INTEGER NOT NULL,
    paused_at INTEGER NOT NULL,
    reminder TEXT,
    reminded_at INTEGER NOT NULL,
    escalated TEXT,
    to_centre_at INTEGER NOT NULL,
    to_city_at INTEGER NOT NULL,
    progress TEXT,
    on_spot INTEGER NOT NULL,
    fixed_at INTEGER NOT NULL,
    fixed_by TEXT,
    evidence TEXT,
    feedback_to TEXT,
    feedback_at INTEGER NOT NULL,
    lookback TEXT,
    lookback_by TEXT,
    lookback_at INTEGER NOT NULL,
    lookback_plan TEXT,
    lookback_round INTEGER NOT NULL,
    lookback_due INTEGER NOT NULL,
    ending TEXT,
    cause TEXT,
    approver TEXT,
    reason TEXT,
    closed_at INTEGER NOT NULL,
    closed_by TEXT,
    first_closed_at INTEGER NOT NULL,
    relapse_count INTEGER NOT NULL,
    reopen_count INTEGER NOT NULL,
    referred_to TEXT,
    acted_at INTEGER NOT NULL,
    state TEXT,
    contested INTEGER NOT NULL,
    heads TEXT,
    -- The store's own, no fields: what the ledger's filter looks into, and the place in the order.
    haystack TEXT NOT NULL,
    initials TEXT NOT NULL,
    due_order INTEGER NOT NULL -- due_day, unknown last; not generated: that would hinder covering indexes
) STRICT;
CREATE INDEX issue_no ON issue (no);
CREATE INDEX issue_due ON issue (due_order, id, state, lead_unit);
CREATE INDEX issue_open ON issue (due_order, id, state, lead_unit)
WHERE state IN ('found', 'rectifying', 'fixed');
-- The few that somebody must look at, of any state.
CREATE INDEX issue_waits ON issue (due_order, id, state, lead_unit)
WHERE lookback_due > 0 OR asked_due > 0 OR contested <> 0;

CREATE TABLE referral (
    id TEXT NOT NULL PRIMARY KEY,
    no TEXT,
    replica TEXT,
    scope TEXT,
    referred_to TEXT,
    happened_at INTEGER NOT NULL,
    desk TEXT,
    recorded_by TEXT,
    recorded_at INTEGER NOT NULL,
    voided INTEGER NOT NULL
) STRICT;
CREATE INDEX referral_no ON referral (no);

CREATE TABLE visit (
    id TEXT NOT NULL PRIMARY KEY,
    no TEXT,
    replica TEXT,
    session TEXT,
    person TEXT,
    happened_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    mode TEXT,
    item TEXT,
    place_kind TEXT,
    place TEXT,
    focus TEXT,
    source TEXT,
    ticket TEXT,
    companions INTEGER NOT NULL,
    note_consult TEXT,
    note_apply TEXT,
    note_accept TEXT,
    note_review TEXT,
    note_conclude TEXT,
    note_feedback TEXT,
    judge_standard TEXT,
    judge_norm TEXT,
    judge_ease TEXT,
    sheet TEXT,
    check_first TEXT,
    check_second TEXT,
    check_third TEXT,
    identity_shown INTEGER NOT NULL,
    opinions_asked INTEGER NOT NULL,
    opinions TEXT,
    none_offered INTEGER NOT NULL,
    voided INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_time ON visit (happened_at, id);
CREATE INDEX visit_no ON visit (no);

CREATE TABLE waiver (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    person TEXT,
    tier TEXT,
    day INTEGER NOT NULL,
    reason TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;

CREATE TABLE vplan (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    person TEXT,
    day INTEGER NOT NULL,
    item TEXT,
    place TEXT,
    note TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;

-- ---- reference data --------------------------------------------------------------------------
CREATE TABLE unit (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    short_name TEXT,
    kind TEXT,
    parent TEXT,
    division_code TEXT,
    named_in_policy TEXT,
    source_kind TEXT,
    note TEXT,
    initials TEXT,
    resident INTEGER NOT NULL,
    main_leader TEXT,
    in_charge TEXT,
    office TEXT,
    contact TEXT
) STRICT;
CREATE TABLE item (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    audience TEXT,
    unit_code TEXT,
    unit_name TEXT,
    stages TEXT,
    source_kind TEXT,
    official_code TEXT,
    aliases TEXT,
    initials TEXT,
    volume_rank INTEGER NOT NULL,
    volume INTEGER NOT NULL
) STRICT;
CREATE TABLE desk (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    centre TEXT,
    zone TEXT,
    unit TEXT
) STRICT;
CREATE TABLE person (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    role TEXT,
    unit TEXT,
    post TEXT,
    desk TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    initials TEXT
) STRICT;
CREATE TABLE post (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT,
    unit TEXT,
    title TEXT,
    tier TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL
) STRICT;
CREATE TABLE kb (
    id TEXT NOT NULL PRIMARY KEY,
    item_code TEXT,
    question TEXT,
    answer TEXT,
    keywords TEXT,
    owner_unit_code TEXT
) STRICT;
-- A year is loaded when it has a row.
CREATE TABLE calendar_day (
    date INTEGER NOT NULL PRIMARY KEY,
    kind TEXT,
    name TEXT,
    notice TEXT
) STRICT;

-- ---- the store's own -------------------------------------------------------------------------
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys of sealed fields, apart from what they seal: destroying the row destroys the data.
CREATE TABLE session_key (
    session TEXT NOT NULL PRIMARY KEY,
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;

-- What can be searched. place = happened_at * 2^20 + n, so the newest has the highest.
CREATE TABLE search_text (
    place INTEGER NOT NULL PRIMARY KEY,
    record TEXT NOT NULL,
    subject TEXT NOT NULL UNIQUE,
    no TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
-- Pairs of characters (core/bigram); contentless: the text stands in search_text.
CREATE VIRTUAL TABLE search USING fts5 (
    pairs, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
);
