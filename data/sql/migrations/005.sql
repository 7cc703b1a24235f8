-- The protocol's memory (data.md, "The protocol"): at a hub the nodes and what they sent, at a window
-- the answers and its earlier chains. Column names are the fields of include/bangban/core/sync.h.
PRAGMA user_version = 5;
CREATE TABLE node (
    id TEXT NOT NULL PRIMARY KEY,
    node TEXT NOT NULL,
    via TEXT,
    pem TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX node_node ON node (node, added_at);
CREATE TABLE arrival (
    id TEXT NOT NULL PRIMARY KEY,
    file TEXT NOT NULL,
    manifest TEXT,
    node TEXT,
    via TEXT,
    replica TEXT,
    base TEXT,
    head TEXT,
    seen TEXT,
    reference INTEGER NOT NULL,
    events INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('have', 'gap', 'refused')),
    reason TEXT,
    serial INTEGER NOT NULL
) STRICT;
CREATE INDEX arrival_node ON arrival (node, arrived_at);
CREATE INDEX arrival_serial ON arrival (serial);
CREATE TABLE answer (
    id TEXT NOT NULL PRIMARY KEY,
    file TEXT NOT NULL,
    packet TEXT,
    replica TEXT,
    status TEXT NOT NULL,
    reason TEXT,
    at INTEGER NOT NULL,
    read_at INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_read ON answer (read_at);
CREATE INDEX answer_packet ON answer (packet, status);
CREATE INDEX answer_replica ON answer (replica, read_at);
CREATE TABLE branch (
    id TEXT NOT NULL PRIMARY KEY,
    head TEXT NOT NULL,
    acked TEXT NOT NULL
) STRICT;
-- Which node writes under which label.
CREATE TABLE node_replica (
    replica TEXT NOT NULL,
    node TEXT NOT NULL,
    PRIMARY KEY (replica, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX node_replica_node ON node_replica (node);
-- Events whose predecessor has not come yet: kept, not folded.
CREATE TABLE parked (
    hash TEXT NOT NULL PRIMARY KEY,
    prev TEXT NOT NULL,
    line TEXT NOT NULL
) STRICT;
CREATE INDEX parked_prev ON parked (prev);
