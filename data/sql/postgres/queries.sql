-- Named statements for PostgreSQL, embedded at build. Parameters are $1, $2 …; nothing is put together from strings.
-- name: begin
BEGIN ISOLATION LEVEL READ COMMITTED
-- name: begin_read
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY
-- name: commit
COMMIT
-- name: rollback
ROLLBACK
-- name: schema_lock
SELECT pg_advisory_xact_lock(hashtext('bangban'))
-- name: schema_version
SELECT CASE WHEN to_regclass('bangban.meta') IS NULL THEN 0 ELSE 1 END
-- name: meta_load
SELECT value FROM bangban.meta WHERE key = $1
-- name: meta_save
UPDATE bangban.meta SET value = $2 WHERE key = $1
-- name: table_keep
SELECT bangban.table_keep($1, $2::text[], $3::text[])
-- name: staging_keep
SELECT bangban.staging_keep($1, $2::text[])
-- name: staging_event
CREATE TEMP TABLE staging_event (LIKE bangban.event) ON COMMIT DELETE ROWS
-- name: staging_subject
CREATE TEMP TABLE staging_subject (LIKE bangban.subject, PRIMARY KEY (district, id)) ON COMMIT DELETE ROWS
-- name: staging_packet
CREATE TEMP TABLE staging_packet (LIKE bangban.packet INCLUDING DEFAULTS) ON COMMIT DELETE ROWS
-- name: year_keep
SELECT bangban.year_keep($1, $2::int)

-- What the rows were folded with
-- name: district_keep
INSERT INTO bangban.district (district, folded) VALUES ($1, '') ON CONFLICT DO NOTHING
-- name: district_share
SELECT folded FROM bangban.district WHERE district = $1 FOR SHARE
-- name: district_alone
SELECT folded FROM bangban.district WHERE district = $1 FOR UPDATE
-- name: district_save
UPDATE bangban.district SET folded = $2 WHERE district = $1
-- name: subjects_all
INSERT INTO staging_subject (district, id) SELECT district, id FROM bangban.subject WHERE district = $1

-- The queue
-- name: packet_last
SELECT coalesce(max(serial), 0) FROM bangban.packet WHERE district = $1
-- name: packet_copy
COPY staging_packet (district, serial, file, node) FROM STDIN
-- name: packet_register
INSERT INTO bangban.packet SELECT * FROM staging_packet ORDER BY serial ON CONFLICT DO NOTHING
-- name: packet_claim
SELECT serial, file FROM bangban.packet WHERE district = $1 AND merged_at IS NULL ORDER BY serial LIMIT 1
FOR UPDATE SKIP LOCKED
-- name: packet_done
UPDATE bangban.packet SET merged_at = now(), status = $3, reason = $4, events = $5::bigint
WHERE district = $1 AND serial = $2::bigint
-- name: packet_refused
SELECT serial, file, reason FROM bangban.packet WHERE district = $1 AND status = 'refused' ORDER BY serial

-- Events
-- name: event_copy
COPY staging_event FROM STDIN
-- name: event_known
SELECT count(*) FROM bangban.event WHERE district = $1 AND hash = $2
-- name: event_park
WITH parked AS (INSERT INTO bangban.parked SELECT * FROM staging_event ORDER BY hash ON CONFLICT DO NOTHING)
DELETE FROM staging_event
-- name: parked_ready
WITH RECURSIVE ready AS (
    SELECT p.* FROM bangban.parked AS p
    WHERE p.district = $1 AND (
        EXISTS (SELECT FROM bangban.event AS e WHERE e.district = p.district AND e.hash = p.prev)
        OR EXISTS (SELECT FROM staging_event AS s WHERE s.hash = p.prev))
    UNION
    SELECT p.* FROM bangban.parked AS p JOIN ready AS r ON p.district = r.district AND p.prev = r.hash
), attached AS (
    DELETE FROM bangban.parked AS p USING (SELECT district, born_day, hash FROM ready) AS r
    WHERE p.district = r.district AND p.born_day = r.born_day AND p.hash = r.hash
        AND NOT EXISTS (SELECT FROM bangban.event AS e
            WHERE e.district = p.district AND e.born_day = p.born_day AND e.id = p.id AND e.hash <> p.hash)
    RETURNING p.*
)
INSERT INTO staging_event SELECT * FROM attached
-- name: event_merge
WITH fresh AS (
    INSERT INTO bangban.event SELECT * FROM staging_event ORDER BY hash ON CONFLICT DO NOTHING
    RETURNING district, subject
), touched AS (INSERT INTO staging_subject SELECT DISTINCT district, subject FROM fresh)
SELECT count(*) FROM fresh
-- name: event_clash
SELECT count(*) FROM staging_event AS s WHERE NOT EXISTS (
    SELECT FROM bangban.event AS e WHERE e.district = s.district AND e.born_day = s.born_day AND e.hash = s.hash)
-- name: parked_count
SELECT count(*) FROM bangban.parked WHERE district = $1

-- Folding
-- name: subject_keep
INSERT INTO bangban.subject SELECT district, id FROM staging_subject ORDER BY id ON CONFLICT DO NOTHING
-- name: subject_lock
SELECT count(*) FROM (
    SELECT FROM bangban.subject AS s JOIN staging_subject AS t ON s.district = t.district AND s.id = t.id
    ORDER BY s.id FOR UPDATE OF s) AS locked
-- name: fold_open
DECLARE folding NO SCROLL CURSOR FOR
SELECT e.subject, e.hash, e.line
FROM staging_subject AS t JOIN bangban.event AS e ON e.district = t.district AND e.subject = t.id
ORDER BY e.subject, e.lamport, e.hash
-- name: fold_fetch
FETCH 2000 FROM folding
-- name: fold_close
CLOSE folding
-- name: rows_merge
SELECT bangban.rows_merge($1, $2::text[])
-- name: rows_out
SELECT bangban.rows_out($1, $2::text[], $3)
