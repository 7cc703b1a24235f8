-- Every statement of the program, by name. Parameters and columns carry the fields' names; values are
-- bound, never formatted. Embedded at build (src/store/embed.awk), prepared on first use; a test
-- prepares them all and looks at the plans of the lists.

-- ---- transactions and the connection ----
-- name: begin
BEGIN IMMEDIATE;
-- name: commit
COMMIT;
-- name: rollback
ROLLBACK;
-- name: data_version
PRAGMA data_version;
-- name: user_version
PRAGMA user_version;
-- name: quick_check
PRAGMA quick_check(1);
-- name: integrity_check
PRAGMA integrity_check(1);
-- One table and its indexes, so that nobody's commit waits for the whole file.
-- name: quick_check_table
SELECT quick_check FROM pragma_quick_check(:name);
-- name: integrity_check_table
SELECT integrity_check FROM pragma_integrity_check(:name);
-- name: table_next
SELECT name FROM sqlite_schema WHERE type = 'table' AND name > :name ORDER BY name LIMIT 1;

-- An event whose columns are not what its line says: the line is what is hashed, the columns only repeat it.
-- name: event_crooked
SELECT id FROM event
WHERE (id, replica, seq, prev, lamport, at, by_person, kind, subject) IS NOT
    (line ->> '$.id', line ->> '$.replica', line ->> '$.seq', line ->> '$.prev', line ->> '$.lamport',
    CAST(strftime('%s', line ->> '$.at') AS INTEGER), line ->> '$.by', line ->> '$.kind', line ->> '$.subject')
LIMIT 1;

-- ---- meta, keys ----
-- name: meta_load
SELECT value FROM meta WHERE key = :key;
-- name: meta_save
INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
-- name: meta_drop
DELETE FROM meta WHERE key = :key;
-- name: session_key_load
SELECT key FROM session_key WHERE session = :session;
-- name: session_key_save
INSERT INTO session_key (session, key) VALUES (:session, :key)
ON CONFLICT (session) DO UPDATE SET key = excluded.key;
-- After a restore: of sessions that are here and whose key was not destroyed.
-- name: session_key_back
INSERT INTO session_key (session, key)
SELECT :session, :key WHERE EXISTS (SELECT 1 FROM session WHERE id = :session)
    AND NOT EXISTS (SELECT 1 FROM event WHERE subject = :session AND kind = 'key.destroy')
ON CONFLICT (session) DO NOTHING;
-- name: session_key_destroyed
SELECT count(*) FROM event WHERE subject = :session AND kind = 'key.destroy';
-- Those that stay when the keys of cases that ended before :before_at go.
-- name: session_keys_kept
SELECT session, key FROM session_key_case WHERE ended_at IS NULL OR ended_at >= :before_at ORDER BY session;
-- name: session_keys_due
SELECT session FROM session_key_case WHERE ended_at < :before_at ORDER BY session LIMIT :limit;

-- ---- events ----
-- name: event_save
INSERT INTO event (hash, id, replica, seq, prev, lamport, at, by_person, kind, subject, line)
VALUES (:hash, :id, :replica, :seq, :prev, :lamport, :at, :by, :kind, :subject, :line);
-- Subjects of one record in the order of their ids, by a walk along the index: nothing is sorted, nothing kept.
-- name: subjects
SELECT subject FROM event AS e INDEXED BY event_subject
WHERE kind = :birth AND EXISTS (SELECT 1 FROM event AS f INDEXED BY event_subject
        WHERE f.subject = e.subject AND f.replica = :replica AND f.seq > :after_seq AND f.seq <= :until_seq)
ORDER BY subject;
-- name: event_known
SELECT 1 FROM event WHERE id = :id;
-- name: chain_end
SELECT seq, hash, at FROM event WHERE replica = :replica ORDER BY seq DESC, rowid DESC LIMIT 1;
-- The same, hand-overs at its end left out.
-- name: chain_work
SELECT seq, hash, at FROM event WHERE replica = :replica AND kind <> 'export' ORDER BY seq DESC, rowid DESC LIMIT 1;
-- name: lamport_max
SELECT max(lamport) FROM event;
-- name: subject_events
SELECT hash, line FROM event WHERE subject = :subject ORDER BY lamport, hash;
-- name: replica_events
SELECT hash, line, seq FROM event
WHERE replica = :replica AND seq > :after_seq AND seq <= :until_seq ORDER BY seq, rowid;
-- What an auditor reads, newest first: everything that is about the program and not about a record of its own.
-- name: audit_list
SELECT hash, line FROM event INDEXED BY event_audit
WHERE kind NOT GLOB 'session.*' AND kind NOT GLOB 'issue.*' AND kind NOT GLOB 'rating.*'
    AND kind IN ('login', 'login.fail', 'refused', 'export', 'print', 'config', 'reference.import', 'clock.accept',
        'backup', 'restore', 'user', 'unlock', 'logout', 'unmask', 'key.destroy')
    AND at >= :from_at AND at < :to_at AND (:by IS NULL OR by_person = :by)
ORDER BY lamport DESC, hash DESC LIMIT :limit;
-- The next label after this one: one seek each, where DISTINCT would read the whole index.
-- name: replica_next
SELECT replica FROM event WHERE replica > :replica ORDER BY replica LIMIT 1;
-- Acts that Ctrl-Z can take back, newest first, of everybody: who asks reads back to where his day began. Whether
-- one is undone already is core's question.
-- name: acts
SELECT id, subject, by_person, at FROM event
WHERE replica = :replica
    AND kind NOT IN ('undo', 'login', 'export', 'reference.import', 'clock.accept', 'issue.moved',
        'login.fail', 'refused', 'print', 'config', 'backup', 'restore', 'unmask', 'key.destroy')
ORDER BY seq DESC, rowid DESC;

-- By birth, not by row: a rebuild asks before there are rows. The subject's own index is named, else the
-- planner takes the chain's and the whole is quadratic.
-- name: touched
SELECT subject FROM event AS e
WHERE replica = :replica AND seq > :after_seq AND seq <= :until_seq
    AND EXISTS (SELECT 1 FROM event AS b INDEXED BY event_subject WHERE b.subject = e.subject AND b.kind = :birth)
    AND NOT EXISTS (SELECT 1 FROM event AS f INDEXED BY event_subject
        WHERE f.subject = e.subject AND f.replica = e.replica
            AND f.seq > :after_seq AND (f.seq, f.rowid) < (e.seq, e.rowid))
ORDER BY seq, rowid;

-- ---- rows ----
-- name: session_save
INSERT INTO session (
    id, no, replica, kind, happened_at, recorded_at, recorded_by, late, helper, desk, zone, channel,
    mode, item, no_item, client_kind, client_name, client_name_sealed, client_id, client_pseudonym,
    client_phone, client_phone_sealed, source, ticket, quantity, category, outcome, rating, note,
    programme, phase, phase_at, closed_at, arrived_at, served_at, handed_from, handed_at, handed_why,
    voided, void_reason
) VALUES (
    :id, :no, :replica, :kind, :happened_at, :recorded_at, :recorded_by, :late, :helper, :desk,
    :zone, :channel, :mode, :item, :no_item, :client_kind, :client_name, :client_name_sealed,
    :client_id, :client_pseudonym, :client_phone, :client_phone_sealed, :source, :ticket, :quantity,
    :category, :outcome, :rating, :note, :programme, :phase, :phase_at, :closed_at,
    :arrived_at, :served_at, :handed_from, :handed_at, :handed_why, :voided, :void_reason
) ON CONFLICT (id) DO UPDATE SET
    no = excluded.no, replica = excluded.replica, kind = excluded.kind,
    happened_at = excluded.happened_at, recorded_at = excluded.recorded_at,
    recorded_by = excluded.recorded_by, late = excluded.late, helper = excluded.helper,
    desk = excluded.desk, zone = excluded.zone, channel = excluded.channel, mode = excluded.mode,
    item = excluded.item, no_item = excluded.no_item, client_kind = excluded.client_kind,
    client_name = excluded.client_name, client_name_sealed = excluded.client_name_sealed,
    client_id = excluded.client_id, client_pseudonym = excluded.client_pseudonym,
    client_phone = excluded.client_phone, client_phone_sealed = excluded.client_phone_sealed,
    source = excluded.source, ticket = excluded.ticket, quantity = excluded.quantity,
    category = excluded.category, outcome = excluded.outcome, rating = excluded.rating,
    note = excluded.note, programme = excluded.programme, phase = excluded.phase,
    phase_at = excluded.phase_at, closed_at = excluded.closed_at,
    arrived_at = excluded.arrived_at, served_at = excluded.served_at,
    handed_from = excluded.handed_from, handed_at = excluded.handed_at,
    handed_why = excluded.handed_why, voided = excluded.voided, void_reason = excluded.void_reason;
-- name: session_load
SELECT * FROM session WHERE id = :key;
-- name: session_load_no
SELECT * FROM session WHERE no = :no ORDER BY rowid DESC LIMIT 1;
-- name: session_same_person
SELECT * FROM session INDEXED BY session_person
WHERE client_pseudonym = :pseudonym AND happened_at >= :from_at AND voided = 0
ORDER BY happened_at DESC LIMIT 1;
-- name: session_debts
SELECT * FROM session INDEXED BY session_debt
WHERE voided = 0 AND ((item IS NULL AND no_item IS NULL) OR category IS NULL OR outcome IS NULL
    OR phase IS NOT 'closed') AND helper = :helper
ORDER BY phase IS NOT 'closed', happened_at LIMIT :limit; -- whoever is away may still come
-- Three digits, so the last in text order is the highest; from 999 on they grow ("1000" stands before
-- "999") and all are looked at. 1000 is never given while there is no 999.
-- name: session_last_number
SELECT iif(last < 999, last, (SELECT max(CAST(substr(no, length(:prefix) + 1) AS INTEGER)) FROM session
    WHERE no > :prefix AND no < :prefix || ':'))
FROM (SELECT CAST(substr(no, length(:prefix) + 1) AS INTEGER) AS last FROM session
    WHERE no > :prefix AND no < :prefix || ':' ORDER BY no DESC LIMIT 1);
-- name: session_clear
DELETE FROM session;
-- name: issue_save
INSERT INTO issue (
    id, no, replica, origin, session, happened_at, recorded_at, recorded_by, late, found_by,
    desk, item, stage, point, description, plan, measures, lead_unit, support_units, leader,
    person, due_rule, due_from_at, due_named, asked_due, due_day, first_due_day, extensions,
    paused_at, reminder, reminded_at, escalated, to_centre_at, to_city_at, progress, on_spot,
    fixed_at, fixed_by, evidence, feedback_to, feedback_at, lookback, lookback_by, lookback_at,
    lookback_plan, lookback_round, lookback_due, ending, cause, approver, reason, closed_at,
    closed_by, first_closed_at, relapse_count, reopen_count, referred_to, acted_at, state,
    contested, heads, haystack, initials, due_order
) VALUES (
    :id, :no, :replica, :origin, :session, :happened_at, :recorded_at, :recorded_by, :late,
    :found_by, :desk, :item, :stage, :point, :description, :plan, :measures, :lead_unit,
    :support_units, :leader, :person, :due_rule, :due_from_at, :due_named, :asked_due, :due_day,
    :first_due_day, :extensions, :paused_at, :reminder, :reminded_at, :escalated, :to_centre_at,
    :to_city_at, :progress, :on_spot, :fixed_at, :fixed_by, :evidence, :feedback_to,
    :feedback_at, :lookback, :lookback_by, :lookback_at, :lookback_plan, :lookback_round,
    :lookback_due, :ending, :cause, :approver, :reason, :closed_at, :closed_by,
    :first_closed_at, :relapse_count, :reopen_count, :referred_to, :acted_at, :state,
    :contested, :heads, :haystack, :initials, iif(:due_day = 0, 9999999, :due_day)
) ON CONFLICT (id) DO UPDATE SET
    no = excluded.no, replica = excluded.replica, origin = excluded.origin,
    session = excluded.session, happened_at = excluded.happened_at,
    recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by,
    late = excluded.late, found_by = excluded.found_by, desk = excluded.desk,
    item = excluded.item, stage = excluded.stage, point = excluded.point,
    description = excluded.description, plan = excluded.plan, measures = excluded.measures,
    lead_unit = excluded.lead_unit, support_units = excluded.support_units,
    leader = excluded.leader, person = excluded.person, due_rule = excluded.due_rule,
    due_from_at = excluded.due_from_at, due_named = excluded.due_named,
    asked_due = excluded.asked_due, due_day = excluded.due_day,
    first_due_day = excluded.first_due_day, extensions = excluded.extensions,
    paused_at = excluded.paused_at, reminder = excluded.reminder,
    reminded_at = excluded.reminded_at, escalated = excluded.escalated,
    to_centre_at = excluded.to_centre_at, to_city_at = excluded.to_city_at,
    progress = excluded.progress, on_spot = excluded.on_spot, fixed_at = excluded.fixed_at,
    fixed_by = excluded.fixed_by, evidence = excluded.evidence,
    feedback_to = excluded.feedback_to, feedback_at = excluded.feedback_at,
    lookback = excluded.lookback, lookback_by = excluded.lookback_by,
    lookback_at = excluded.lookback_at, lookback_plan = excluded.lookback_plan,
    lookback_round = excluded.lookback_round, lookback_due = excluded.lookback_due,
    ending = excluded.ending, cause = excluded.cause, approver = excluded.approver,
    reason = excluded.reason, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
    first_closed_at = excluded.first_closed_at, relapse_count = excluded.relapse_count,
    reopen_count = excluded.reopen_count, referred_to = excluded.referred_to,
    acted_at = excluded.acted_at, state = excluded.state, contested = excluded.contested,
    heads = excluded.heads, haystack = excluded.haystack, initials = excluded.initials,
    due_order = excluded.due_order;
-- name: issue_load
SELECT * FROM issue WHERE id = :key;
-- name: issue_load_no
SELECT * FROM issue WHERE no = :no ORDER BY rowid DESC LIMIT 1;
-- name: issue_last_number
SELECT iif(last < 999, last, (SELECT max(CAST(substr(no, length(:prefix) + 1) AS INTEGER)) FROM issue
    WHERE no > :prefix AND no < :prefix || ':'))
FROM (SELECT CAST(substr(no, length(:prefix) + 1) AS INTEGER) AS last FROM issue
    WHERE no > :prefix AND no < :prefix || ':' ORDER BY no DESC LIMIT 1);
-- name: issue_clear
DELETE FROM issue;
-- name: issue_sort_save
INSERT INTO issue_sort (sort, class, value, due_order, id) VALUES (:sort, :class, :value, :due_order, :id);
-- name: issue_sort_drop
DELETE FROM issue_sort WHERE sort = :sort AND class = :class AND value = :value AND due_order = :due_order AND id = :id;
-- name: issue_sort_has
SELECT count(*) FROM issue_sort
WHERE sort = :sort AND class = :class AND value = :value AND due_order = :due_order AND id = :id;
-- name: issue_sort_count
SELECT count(*) FROM issue_sort;
-- name: issue_sort_clear
DELETE FROM issue_sort;
-- name: referral_save
INSERT INTO referral (
    id, no, replica, scope, referred_to, happened_at, desk, recorded_by, recorded_at, voided
) VALUES (
    :id, :no, :replica, :scope, :referred_to, :happened_at, :desk, :recorded_by, :recorded_at,
    :voided
) ON CONFLICT (id) DO UPDATE SET
    no = excluded.no, replica = excluded.replica, scope = excluded.scope,
    referred_to = excluded.referred_to, happened_at = excluded.happened_at, desk = excluded.desk,
    recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at, voided = excluded.voided;
-- name: referral_load
SELECT * FROM referral WHERE id = :key;
-- name: referral_load_no
SELECT * FROM referral WHERE no = :no ORDER BY rowid DESC LIMIT 1;
-- name: referral_last_number
SELECT iif(last < 999, last, (SELECT max(CAST(substr(no, length(:prefix) + 1) AS INTEGER)) FROM referral
    WHERE no > :prefix AND no < :prefix || ':'))
FROM (SELECT CAST(substr(no, length(:prefix) + 1) AS INTEGER) AS last FROM referral
    WHERE no > :prefix AND no < :prefix || ':' ORDER BY no DESC LIMIT 1);
-- name: referral_clear
DELETE FROM referral;
-- name: visit_save
INSERT INTO visit (
    id, no, replica, session, person, happened_at, recorded_at, recorded_by, mode, item,
    place_kind, place, focus, source, ticket, companions, note_consult, note_apply, note_accept,
    note_review, note_conclude, note_feedback, judge_standard, judge_norm, judge_ease, sheet,
    check_first, check_second, check_third, identity_shown, opinions_asked, opinions,
    none_offered, voided, void_reason
) VALUES (
    :id, :no, :replica, :session, :person, :happened_at, :recorded_at, :recorded_by, :mode,
    :item, :place_kind, :place, :focus, :source, :ticket, :companions, :note_consult,
    :note_apply, :note_accept, :note_review, :note_conclude, :note_feedback, :judge_standard,
    :judge_norm, :judge_ease, :sheet, :check_first, :check_second, :check_third,
    :identity_shown, :opinions_asked, :opinions, :none_offered, :voided, :void_reason
) ON CONFLICT (id) DO UPDATE SET
    no = excluded.no, replica = excluded.replica, session = excluded.session,
    person = excluded.person, happened_at = excluded.happened_at,
    recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by,
    mode = excluded.mode, item = excluded.item, place_kind = excluded.place_kind,
    place = excluded.place, focus = excluded.focus, source = excluded.source,
    ticket = excluded.ticket, companions = excluded.companions,
    note_consult = excluded.note_consult, note_apply = excluded.note_apply,
    note_accept = excluded.note_accept, note_review = excluded.note_review,
    note_conclude = excluded.note_conclude, note_feedback = excluded.note_feedback,
    judge_standard = excluded.judge_standard, judge_norm = excluded.judge_norm,
    judge_ease = excluded.judge_ease, sheet = excluded.sheet,
    check_first = excluded.check_first, check_second = excluded.check_second,
    check_third = excluded.check_third, identity_shown = excluded.identity_shown,
    opinions_asked = excluded.opinions_asked, opinions = excluded.opinions,
    none_offered = excluded.none_offered, voided = excluded.voided,
    void_reason = excluded.void_reason;
-- name: visit_load
SELECT * FROM visit WHERE id = :key;
-- name: visit_load_no
SELECT * FROM visit WHERE no = :no ORDER BY rowid DESC LIMIT 1;
-- name: visit_last_number
SELECT iif(last < 999, last, (SELECT max(CAST(substr(no, length(:prefix) + 1) AS INTEGER)) FROM visit
    WHERE no > :prefix AND no < :prefix || ':'))
FROM (SELECT CAST(substr(no, length(:prefix) + 1) AS INTEGER) AS last FROM visit
    WHERE no > :prefix AND no < :prefix || ':' ORDER BY no DESC LIMIT 1);
-- What counts: not void, and neither is the session.
-- name: visit_list
SELECT v.* FROM visit AS v INDEXED BY visit_time
WHERE v.happened_at >= :from_at AND v.happened_at < :to_at AND v.voided = 0
    AND NOT EXISTS (SELECT 1 FROM session AS s WHERE s.id = v.session AND s.voided = 1)
ORDER BY v.happened_at DESC, v.id DESC;
-- name: visit_clear
DELETE FROM visit;
-- name: waiver_save
INSERT INTO waiver (
    id, replica, person, tier, day, reason, recorded_at, recorded_by, voided
) VALUES (
    :id, :replica, :person, :tier, :day, :reason, :recorded_at, :recorded_by, :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, person = excluded.person, tier = excluded.tier,
    day = excluded.day, reason = excluded.reason, recorded_at = excluded.recorded_at,
    recorded_by = excluded.recorded_by, voided = excluded.voided;
-- name: waiver_load
SELECT * FROM waiver WHERE id = :key;
-- name: waiver_all
SELECT * FROM waiver WHERE voided = 0 ORDER BY id;
-- name: waiver_clear
DELETE FROM waiver;
-- name: vplan_save
INSERT INTO vplan (
    id, replica, person, day, item, place, note, recorded_at, recorded_by, voided, void_reason
) VALUES (
    :id, :replica, :person, :day, :item, :place, :note, :recorded_at, :recorded_by, :voided,
    :void_reason
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, person = excluded.person, day = excluded.day,
    item = excluded.item, place = excluded.place, note = excluded.note,
    recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by,
    voided = excluded.voided,
    void_reason = excluded.void_reason;
-- name: vplan_load
SELECT * FROM vplan WHERE id = :key;
-- name: vplan_all
SELECT * FROM vplan WHERE voided = 0 ORDER BY id;
-- name: vplan_clear
DELETE FROM vplan;
-- name: rating_save
INSERT INTO rating (
    id, replica, session, session_no, desk, item, medium, level, cause, solved, contact_due,
    settle_due, complex, contact_note, contacted_at, measures, settled_at, call_back, call_note,
    called_at, recorded_at, recorded_by, voided
) VALUES (
    :id, :replica, :session, :session_no, :desk, :item, :medium, :level, :cause, :solved,
    :contact_due, :settle_due, :complex, :contact_note, :contacted_at, :measures, :settled_at,
    :call_back, :call_note, :called_at, :recorded_at, :recorded_by, :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, session = excluded.session, session_no = excluded.session_no,
    desk = excluded.desk, item = excluded.item, medium = excluded.medium, level =
    excluded.level, cause = excluded.cause, solved = excluded.solved, contact_due =
    excluded.contact_due, settle_due = excluded.settle_due, complex = excluded.complex,
    contact_note = excluded.contact_note, contacted_at = excluded.contacted_at, measures =
    excluded.measures, settled_at = excluded.settled_at, call_back = excluded.call_back,
    call_note = excluded.call_note, called_at = excluded.called_at, recorded_at =
    excluded.recorded_at, recorded_by = excluded.recorded_by, voided = excluded.voided;
-- name: rating_load
SELECT * FROM rating WHERE id = :key;
-- name: rating_all
SELECT * FROM rating WHERE voided = 0 ORDER BY recorded_at, id;
-- name: rating_clear
DELETE FROM rating;
-- name: shift_save
INSERT INTO shift (
    id, replica, person, desk, supervisor, from_at, to_at, note, recorded_at, recorded_by,
    voided
) VALUES (
    :id, :replica, :person, :desk, :supervisor, :from_at, :to_at, :note, :recorded_at,
    :recorded_by, :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, person = excluded.person, desk = excluded.desk, supervisor =
    excluded.supervisor, from_at = excluded.from_at, to_at = excluded.to_at, note =
    excluded.note, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by,
    voided = excluded.voided;
-- name: shift_load
SELECT * FROM shift WHERE id = :key;
-- name: shift_all
SELECT * FROM shift WHERE voided = 0 ORDER BY from_at DESC, id;
-- name: shift_clear
DELETE FROM shift;
-- name: duty_save
INSERT INTO duty (
    id, replica, day, desk, person, staffing, note, recorded_at, recorded_by, voided
) VALUES (
    :id, :replica, :day, :desk, :person, :staffing, :note, :recorded_at, :recorded_by, :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, day = excluded.day, desk = excluded.desk, person =
    excluded.person, staffing = excluded.staffing, note = excluded.note, recorded_at =
    excluded.recorded_at, recorded_by = excluded.recorded_by, voided = excluded.voided;
-- name: duty_load
SELECT * FROM duty WHERE id = :key;
-- name: duty_all
SELECT * FROM duty WHERE voided = 0 ORDER BY day DESC, desk, id;
-- name: duty_clear
DELETE FROM duty;
-- name: phone_save
INSERT INTO phone (
    id, replica, number, unit, item, valid_from, valid_to, note, recorded_at, recorded_by,
    voided
) VALUES (
    :id, :replica, :number, :unit, :item, :valid_from, :valid_to, :note, :recorded_at,
    :recorded_by, :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, number = excluded.number, unit = excluded.unit, item =
    excluded.item, valid_from = excluded.valid_from, valid_to = excluded.valid_to, note =
    excluded.note, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by,
    voided = excluded.voided;
-- name: phone_load
SELECT * FROM phone WHERE id = :key;
-- name: phone_all
SELECT * FROM phone WHERE voided = 0 ORDER BY number, id;
-- name: phone_clear
DELETE FROM phone;
-- name: phone_count_save
INSERT INTO phone_count (
    id, replica, number, month, offered, answered, solved, recorded_at, recorded_by, voided
) VALUES (
    :id, :replica, :number, :month, :offered, :answered, :solved, :recorded_at, :recorded_by,
    :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, number = excluded.number, month = excluded.month, offered =
    excluded.offered, answered = excluded.answered, solved = excluded.solved, recorded_at =
    excluded.recorded_at, recorded_by = excluded.recorded_by, voided = excluded.voided;
-- name: phone_count_load
SELECT * FROM phone_count WHERE id = :key;
-- name: phone_count_all
SELECT * FROM phone_count WHERE voided = 0 ORDER BY month DESC, number, id;
-- name: phone_count_clear
DELETE FROM phone_count;
-- name: phone_call_save
INSERT INTO phone_call (
    id, replica, number, result, item, session, session_no, desk, happened_at, note, recorded_at,
    recorded_by, voided
) VALUES (
    :id, :replica, :number, :result, :item, :session, :session_no, :desk, :happened_at, :note,
    :recorded_at, :recorded_by, :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, number = excluded.number, result = excluded.result, item =
    excluded.item, session = excluded.session, session_no = excluded.session_no, desk =
    excluded.desk, happened_at = excluded.happened_at, note = excluded.note, recorded_at =
    excluded.recorded_at, recorded_by = excluded.recorded_by, voided = excluded.voided;
-- name: phone_call_load
SELECT * FROM phone_call WHERE id = :key;
-- name: phone_call_all
SELECT * FROM phone_call WHERE voided = 0 ORDER BY happened_at DESC, id DESC;
-- name: phone_call_clear
DELETE FROM phone_call;
-- name: phone_call_list
SELECT * FROM phone_call INDEXED BY phone_call_day
WHERE happened_at >= :from_at AND happened_at < :to_at AND voided = 0 ORDER BY happened_at DESC, id DESC;
-- name: phone_call_last
SELECT * FROM phone_call INDEXED BY phone_call_desk WHERE desk IS :desk AND voided = 0
ORDER BY happened_at DESC, id DESC LIMIT 1;
-- Calls by phone and month: as counted, and where nobody counted, as logged at the desk.
-- name: phone_months
SELECT * FROM phone_count WHERE voided = 0
UNION ALL
SELECT number || ' ' || month, NULL, number, month, count(*), sum(result <> 'missed'), sum(result = 'solved'),
    0, NULL, 0
FROM (SELECT number, result, strftime('%Y-%m', happened_at + 28800, 'unixepoch') AS month
    FROM phone_call WHERE voided = 0) AS c
WHERE NOT EXISTS (SELECT 1 FROM phone_count AS p WHERE p.number = c.number AND p.month = c.month AND p.voided = 0)
GROUP BY number, month
ORDER BY 4 DESC, 3, 1;
-- What the client said of a session.
-- name: rating_of
SELECT * FROM rating WHERE session = :key AND voided = 0 ORDER BY recorded_at LIMIT 1;
-- name: rating_list
SELECT * FROM rating INDEXED BY rating_day
WHERE recorded_at >= :from_at AND recorded_at < :to_at AND voided = 0 ORDER BY recorded_at DESC, id DESC;
-- The session of a desk that ended last and whose client was not asked yet.
-- name: rating_waiting
SELECT s.* FROM session AS s INDEXED BY session_day
WHERE s.happened_at >= :from_at AND s.desk = :desk AND s.voided = 0 AND s.phase = 'closed' AND s.late = 0
    AND s.channel IS NOT 'phone' -- who called does not stand here
    AND s.closed_at >= :since
    AND NOT EXISTS (SELECT 1 FROM rating AS r WHERE r.session = s.id AND r.voided = 0)
ORDER BY s.closed_at DESC, s.id DESC LIMIT 1;
-- Ended sessions and what both sides say of them, by channel, unit, item, helper or desk.
-- name: rates
SELECT CASE :by WHEN 'channel' THEN s.channel WHEN 'item' THEN s.item WHEN 'helper' THEN s.helper
        WHEN 'desk' THEN s.desk WHEN 'unit' THEN (SELECT unit_code FROM item WHERE code = s.item)
        WHEN 'centre' THEN (SELECT centre FROM desk WHERE code = s.desk)
        WHEN 'day' THEN strftime('%Y-%m-%d', s.happened_at + 28800, 'unixepoch') END AS key,
    count(*), sum(s.outcome IS NOT NULL), sum(s.outcome IS 'handed_on'), sum(s.outcome IS 'solved'),
    sum(s.outcome IS 'partly_solved'), count(r.solved), sum(r.solved IS 'solved'),
    sum(r.solved IS 'partly_solved'), count(r.id), count(r.level),
    sum(r.level IN ('very_dissatisfied', 'dissatisfied')), sum(s.arrived_at > 0 AND s.served_at > 0),
    sum(s.arrived_at > 0 AND s.served_at > 0 AND s.served_at - s.arrived_at <= :seconds)
FROM session AS s INDEXED BY session_day LEFT JOIN rating AS r ON r.session = s.id AND r.voided = 0
WHERE s.happened_at >= :from_at AND s.happened_at < :to_at AND s.voided = 0 AND s.phase = 'closed'
GROUP BY 1 ORDER BY iif(:by = 'day', 0, count(*)) DESC, 1;
-- Open lines that have one light, whatever the calendar says: by lead unit, the desk's centre, or all.
-- name: light_groups
SELECT CASE :by WHEN 'unit' THEN lead_unit WHEN 'centre' THEN (SELECT centre FROM desk WHERE code = issue.desk)
    END AS key, state, due_day, paused_at, count(*)
FROM issue WHERE state IN ('found', 'rectifying', 'fixed') GROUP BY 1, 2, 3, 4 ORDER BY 1;
-- name: shift_open
SELECT * FROM shift WHERE person = :key AND to_at = 0 AND voided = 0 ORDER BY from_at DESC LIMIT 1;
-- name: project_save
INSERT INTO project (
    id, replica, enterprise, credit_code, name, station, park, agent, service, entrusted_on,
    entrustment, milestone, milestone_on, land_on, start_on, state, why, plan, note, recorded_at,
    recorded_by, voided
) VALUES (
    :id, :replica, :enterprise, :credit_code, :name, :station, :park, :agent, :service,
    :entrusted_on, :entrustment, :milestone, :milestone_on, :land_on, :start_on, :state, :why,
    :plan, :note, :recorded_at, :recorded_by, :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, enterprise = excluded.enterprise, credit_code =
    excluded.credit_code, name = excluded.name, station = excluded.station, park = excluded.park,
    agent = excluded.agent, service = excluded.service, entrusted_on = excluded.entrusted_on,
    entrustment = excluded.entrustment, milestone = excluded.milestone, milestone_on =
    excluded.milestone_on, land_on = excluded.land_on, start_on = excluded.start_on, state =
    excluded.state, why = excluded.why, plan = excluded.plan, note = excluded.note, recorded_at =
    excluded.recorded_at, recorded_by = excluded.recorded_by, voided = excluded.voided;
-- name: project_load
SELECT * FROM project WHERE id = :key;
-- name: project_all
SELECT * FROM project WHERE voided = 0 ORDER BY recorded_at DESC, id;
-- name: project_clear
DELETE FROM project;
-- name: kb_duty_save
INSERT INTO kb_duty (
    id, replica, duty, topic, kb, item, unit, owner, due_on, done_on, result, recorded_at,
    recorded_by, voided
) VALUES (
    :id, :replica, :duty, :topic, :kb, :item, :unit, :owner, :due_on, :done_on, :result,
    :recorded_at, :recorded_by, :voided
) ON CONFLICT (id) DO UPDATE SET
    replica = excluded.replica, duty = excluded.duty, topic = excluded.topic, kb = excluded.kb, item
    = excluded.item, unit = excluded.unit, owner = excluded.owner, due_on = excluded.due_on, done_on
    = excluded.done_on, result = excluded.result, recorded_at = excluded.recorded_at, recorded_by =
    excluded.recorded_by, voided = excluded.voided;
-- name: kb_duty_load
SELECT * FROM kb_duty WHERE id = :key;
-- name: kb_duty_all
SELECT * FROM kb_duty WHERE voided = 0 ORDER BY done_on <> 0, due_on, id;
-- name: kb_duty_clear
DELETE FROM kb_duty;
-- name: phone_count_of
SELECT * FROM phone_count WHERE number = :number AND month = :month AND voided = 0;
-- Heads on duty and sessions of a desk and day.
-- name: duty_heads
SELECT d.day, d.desk, count(DISTINCT d.person),
    count(DISTINCT iif(d.staffing = 'entrusted_centre', d.person, NULL)),
    (SELECT count(*) FROM session AS s INDEXED BY session_day
        WHERE s.happened_at >= d.day * 86400 - 28800 AND s.happened_at < d.day * 86400 + 57600
            AND s.desk = d.desk AND s.voided = 0)
FROM duty AS d WHERE d.day >= :from_day AND d.day <= :to_day AND d.voided = 0
GROUP BY d.day, d.desk ORDER BY d.day DESC, d.desk;
-- name: bad_ratings
SELECT count(*) FROM session INDEXED BY session_bad
WHERE item = :item AND rating IN ('very_dissatisfied', 'dissatisfied') AND voided = 0;
-- name: unit_save
INSERT INTO unit (
    code, name, short_name, kind, parent, division_code, named_in_policy, source_kind, note,
    initials, resident, main_leader, in_charge, office, contact
) VALUES (
    :code, :name, :short_name, :kind, :parent, :division_code, :named_in_policy, :source_kind,
    :note, :initials, :resident, :main_leader, :in_charge, :office, :contact
) ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, short_name = excluded.short_name, kind = excluded.kind,
    parent = excluded.parent, division_code = excluded.division_code,
    named_in_policy = excluded.named_in_policy, source_kind = excluded.source_kind,
    note = excluded.note, initials = excluded.initials, resident = excluded.resident,
    main_leader = excluded.main_leader, in_charge = excluded.in_charge,
    office = excluded.office, contact = excluded.contact;
-- name: unit_load
SELECT * FROM unit WHERE code = :key;
-- name: unit_all
SELECT * FROM unit ORDER BY code;
-- name: unit_renamed
INSERT OR IGNORE INTO unit_name (unit, until_at, name, short_name)
SELECT code, :until_at, name, short_name FROM unit
WHERE code = :code AND (name IS NOT :name OR short_name IS NOT :short_name);
-- name: unit_names
SELECT unit, name, short_name FROM unit_name WHERE until_at > :at ORDER BY until_at DESC;
-- name: unit_clear
DELETE FROM unit;
-- name: item_save
INSERT INTO item (
    code, name, audience, unit_code, unit_name, stages, source_kind, official_code, aliases,
    initials, volume_rank, volume
) VALUES (
    :code, :name, :audience, :unit_code, :unit_name, :stages, :source_kind, :official_code,
    :aliases, :initials, :volume_rank, :volume
) ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, audience = excluded.audience, unit_code = excluded.unit_code,
    unit_name = excluded.unit_name, stages = excluded.stages,
    source_kind = excluded.source_kind, official_code = excluded.official_code,
    aliases = excluded.aliases, initials = excluded.initials,
    volume_rank = excluded.volume_rank, volume = excluded.volume;
-- name: item_load
SELECT * FROM item WHERE code = :key;
-- name: item_all
SELECT * FROM item ORDER BY code;
-- name: item_clear
DELETE FROM item;
-- name: desk_save
INSERT INTO desk (
    code, name, centre, zone, unit
) VALUES (
    :code, :name, :centre, :zone, :unit
) ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, centre = excluded.centre, zone = excluded.zone, unit = excluded.unit;
-- name: desk_load
SELECT * FROM desk WHERE code = :key;
-- name: desk_all
SELECT * FROM desk ORDER BY code;
-- name: desk_clear
DELETE FROM desk;
-- name: person_save
INSERT INTO person (
    code, name, role, unit, post, desk, valid_from, valid_to, initials
) VALUES (
    :code, :name, :role, :unit, :post, :desk, :valid_from, :valid_to, :initials
) ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, role = excluded.role, unit = excluded.unit, post = excluded.post,
    desk = excluded.desk, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
    initials = excluded.initials;
-- name: person_load
SELECT * FROM person WHERE code = :key;
-- name: person_all
SELECT * FROM person ORDER BY code;
-- name: person_clear
DELETE FROM person;
-- name: post_save
INSERT INTO post (
    id, person, unit, title, tier, valid_from, valid_to
) VALUES (
    :id, :person, :unit, :title, :tier, :valid_from, :valid_to
) ON CONFLICT (id) DO UPDATE SET
    person = excluded.person, unit = excluded.unit, title = excluded.title,
    tier = excluded.tier, valid_from = excluded.valid_from, valid_to = excluded.valid_to;
-- name: post_load
SELECT * FROM post WHERE id = :key;
-- name: post_all
SELECT * FROM post ORDER BY id;
-- name: post_clear
DELETE FROM post;
-- name: kb_save
INSERT INTO kb (
    id, item_code, question, answer, keywords, owner_unit_code
) VALUES (
    :id, :item_code, :question, :answer, :keywords, :owner_unit_code
) ON CONFLICT (id) DO UPDATE SET
    item_code = excluded.item_code, question = excluded.question, answer = excluded.answer,
    keywords = excluded.keywords, owner_unit_code = excluded.owner_unit_code;
-- name: kb_load
SELECT * FROM kb WHERE id = :key;
-- name: kb_all
SELECT * FROM kb ORDER BY id;
-- name: kb_clear
DELETE FROM kb;
-- name: calendar_day_save
INSERT INTO calendar_day (
    date, kind, name, notice
) VALUES (
    :date, :kind, :name, :notice
) ON CONFLICT (date) DO UPDATE SET
    kind = excluded.kind, name = excluded.name, notice = excluded.notice;
-- name: calendar_day_load
SELECT * FROM calendar_day WHERE date = :key;
-- name: calendar_day_all
SELECT * FROM calendar_day ORDER BY date;
-- name: calendar_day_clear
DELETE FROM calendar_day;
-- name: calendar_year_clear
DELETE FROM calendar_day WHERE date >= :from_day AND date < :to_day;

-- ---- the protocol ----
-- name: account_save
INSERT INTO account (
    person, secret, pin, fails, pin_fails, locked_until, login_at, login_desk, outs, disabled, given
) VALUES (
    :person, :secret, :pin, :fails, :pin_fails, :locked_until, :login_at, :login_desk, :outs, :disabled, :given
) ON CONFLICT (person) DO UPDATE SET
    secret = excluded.secret, pin = excluded.pin, fails = excluded.fails, pin_fails = excluded.pin_fails,
    locked_until = excluded.locked_until, login_at = excluded.login_at, login_desk = excluded.login_desk,
    outs = excluded.outs, disabled = excluded.disabled, given = excluded.given;
-- name: account_load
SELECT * FROM account WHERE person = :key;
-- Who sat here last comes first.
-- name: account_all
SELECT * FROM account ORDER BY login_at DESC, person;
-- name: node_save
INSERT INTO node (
    id, node, via, pem, valid_from, valid_to, revoked_at, added_at
) VALUES (
    :id, :node, :via, :pem, :valid_from, :valid_to, :revoked_at, :added_at
) ON CONFLICT (id) DO UPDATE SET
    node = excluded.node, via = excluded.via, pem = excluded.pem, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, revoked_at = excluded.revoked_at, added_at = excluded.added_at;
-- name: node_load
SELECT * FROM node WHERE id = :key;
-- name: node_all
SELECT * FROM node ORDER BY node, added_at, id;
-- name: arrival_save
INSERT INTO arrival (
    id, file, manifest, node, via, replica, base, head, seen, reference, events, made_at, arrived_at,
    status, reason, serial
) VALUES (
    :id, :file, :manifest, :node, :via, :replica, :base, :head, :seen, :reference, :events, :made_at,
    :arrived_at, :status, :reason, :serial
) ON CONFLICT (id) DO UPDATE SET
    file = excluded.file, manifest = excluded.manifest, node = excluded.node, via = excluded.via,
    replica = excluded.replica, base = excluded.base, head = excluded.head, seen = excluded.seen,
    reference = excluded.reference, events = excluded.events, made_at = excluded.made_at,
    arrived_at = excluded.arrived_at, status = excluded.status, reason = excluded.reason,
    serial = excluded.serial;
-- name: arrival_load
SELECT * FROM arrival WHERE id = :key;
-- name: arrival_all
SELECT * FROM arrival ORDER BY arrived_at DESC, id;
-- name: answer_save
INSERT INTO answer (
    id, file, packet, replica, status, reason, at, read_at
) VALUES (
    :id, :file, :packet, :replica, :status, :reason, :at, :read_at
) ON CONFLICT (id) DO UPDATE SET
    file = excluded.file, packet = excluded.packet, replica = excluded.replica,
    status = excluded.status, reason = excluded.reason, at = excluded.at, read_at = excluded.read_at;
-- name: answer_load
SELECT * FROM answer WHERE id = :key;
-- name: answer_all
SELECT * FROM answer ORDER BY read_at DESC, id;
-- name: branch_save
INSERT INTO branch (
    id, head, acked
) VALUES (
    :id, :head, :acked
) ON CONFLICT (id) DO UPDATE SET
    head = excluded.head, acked = excluded.acked;
-- name: branch_load
SELECT * FROM branch WHERE id = :key;
-- name: branch_all
SELECT * FROM branch ORDER BY id;
-- name: branch_drop
DELETE FROM branch WHERE id = :id;
-- name: event_hash_of
SELECT hash FROM event WHERE id = :id;
-- name: event_place
SELECT rowid, replica, seq, at, prev FROM event WHERE hash = :hash;
-- name: event_last_place
SELECT rowid, hash FROM event ORDER BY rowid DESC LIMIT 1;
-- The chain from its head back to the event after the base, oldest first: also where a label has two branches.
-- name: branch_events
WITH RECURSIVE back (hash, prev, seq, line) AS (
    SELECT hash, prev, seq, line FROM event WHERE hash = :head AND :head <> :base
    UNION ALL
    SELECT p.hash, p.prev, p.seq, p.line FROM back AS b JOIN event AS p ON p.hash = b.prev WHERE b.prev <> :base
)
SELECT hash, line FROM back ORDER BY seq;
-- name: parked_save
INSERT INTO parked (hash, prev, line) VALUES (:hash, :prev, :line) ON CONFLICT (hash) DO NOTHING;
-- name: parked_drop
DELETE FROM parked WHERE hash = :hash;
-- name: parked_count
SELECT count(*) FROM parked;
-- Parked events whose predecessor is here now, or that came by another way.
-- name: parked_ready
SELECT p.hash, p.line FROM parked AS p
WHERE EXISTS (SELECT 1 FROM event AS e WHERE e.hash = p.prev OR e.hash = p.hash)
ORDER BY p.hash LIMIT :limit;
-- name: node_replica_save
INSERT INTO node_replica (replica, node) VALUES (:replica, :node) ON CONFLICT DO NOTHING;
-- name: node_replica_load
SELECT node FROM node_replica WHERE replica = :replica LIMIT 1;
-- name: replica_whole
SELECT EXISTS (SELECT 1 FROM node_replica WHERE replica = :replica)
    OR EXISTS (SELECT 1 FROM branch WHERE id = :replica)
    OR EXISTS (SELECT 1 FROM meta WHERE key = 'replica' AND value = :replica);
-- What a node does not know yet: events that came after the one it saw last, of its own labels (and of the nodes
-- behind it) and of the cases these took part in; but for those that its packet named itself.
-- name: down_events
WITH RECURSIVE mine (replica) AS MATERIALIZED (
    SELECT r.replica FROM node_replica AS r
    WHERE r.node = :node OR EXISTS (SELECT 1 FROM node AS n WHERE n.node = r.node AND n.via = :node)
), had (hash, prev) AS (
    SELECT hash, prev FROM event WHERE hash = :head AND rowid > :after
    UNION ALL
    SELECT p.hash, p.prev FROM had JOIN event AS p ON p.hash = had.prev WHERE p.rowid > :after
)
SELECT e.rowid, e.hash, e.line FROM event AS e
WHERE e.rowid > :after
    AND (e.replica IN (SELECT replica FROM mine)
        OR (length(e.subject) = 36 AND EXISTS (SELECT 1 FROM event AS f INDEXED BY event_subject
            WHERE f.subject = e.subject AND f.replica IN (SELECT replica FROM mine))))
    AND e.hash NOT IN (SELECT hash FROM had)
ORDER BY e.rowid LIMIT :limit;
-- name: node_known
SELECT EXISTS (SELECT 1 FROM node WHERE node = :node);
-- name: arrival_last_serial
SELECT max(serial) FROM arrival;
-- name: arrival_last
SELECT * FROM arrival WHERE node = :node AND status <> 'refused' ORDER BY arrived_at DESC LIMIT 1;
-- name: arrivals_after
SELECT * FROM arrival WHERE serial > :serial AND status <> 'refused' ORDER BY serial;
-- name: events_by_hash
SELECT hash, line FROM event WHERE NOT (replica = :replica AND seq > :until_seq) ORDER BY hash;
-- name: arrival_of_node
SELECT * FROM arrival WHERE node = :node AND serial > 0 ORDER BY serial;
-- A centre's windows' packets that the district has not answered, or all of a chain of which it misses the beginning.
-- name: relay_due
SELECT * FROM arrival AS a
WHERE serial > 0 AND status <> 'refused' AND node <> :node
    AND (NOT EXISTS (SELECT 1 FROM answer AS w WHERE w.packet = a.file AND w.status <> 'gap')
        OR (SELECT w.status FROM answer AS w WHERE w.replica = a.replica ORDER BY w.read_at DESC, w.rowid DESC LIMIT 1) = 'gap')
ORDER BY serial;
-- name: forks
SELECT replica, seq, count(*) FROM event GROUP BY replica, seq HAVING count(*) > 1 ORDER BY replica, seq LIMIT 1000;
-- name: answer_last
SELECT * FROM answer WHERE status <> 'refused' ORDER BY read_at DESC LIMIT 1;

-- ---- lists ----
-- A page is two seeks: the rest of the key's own value, then the values beyond it. Filters that are
-- not stated are NULL; they are answered from the index.

-- name: session_on_same
SELECT * FROM session INDEXED BY session_day
WHERE happened_at = :value AND id < :id
    AND (:with_void OR voided = 0)
    AND (:desk IS NULL OR desk = :desk) AND (:helper IS NULL OR helper = :helper)
ORDER BY happened_at DESC, id DESC LIMIT :limit;
-- name: session_on_rest
SELECT * FROM session INDEXED BY session_day
WHERE happened_at < :value AND happened_at >= :from_at
    AND (:with_void OR voided = 0)
    AND (:desk IS NULL OR desk = :desk) AND (:helper IS NULL OR helper = :helper)
ORDER BY happened_at DESC, id DESC LIMIT :limit;
-- name: session_back_same
SELECT * FROM session INDEXED BY session_day
WHERE happened_at = :value AND id > :id
    AND (:with_void OR voided = 0)
    AND (:desk IS NULL OR desk = :desk) AND (:helper IS NULL OR helper = :helper)
ORDER BY happened_at ASC, id ASC LIMIT :limit;
-- name: session_back_rest
SELECT * FROM session INDEXED BY session_day
WHERE happened_at > :value AND happened_at < :to_at
    AND (:with_void OR voided = 0)
    AND (:desk IS NULL OR desk = :desk) AND (:helper IS NULL OR helper = :helper)
ORDER BY happened_at ASC, id ASC LIMIT :limit;
-- name: session_open_on_same
SELECT * FROM session INDEXED BY session_open
WHERE happened_at = :value AND id < :id
    AND voided = 0 AND phase IS NOT 'closed'
    AND (:desk IS NULL OR desk = :desk) AND (:helper IS NULL OR helper = :helper)
ORDER BY happened_at DESC, id DESC LIMIT :limit;
-- name: session_open_on_rest
SELECT * FROM session INDEXED BY session_open
WHERE happened_at < :value AND happened_at >= :from_at
    AND voided = 0 AND phase IS NOT 'closed'
    AND (:desk IS NULL OR desk = :desk) AND (:helper IS NULL OR helper = :helper)
ORDER BY happened_at DESC, id DESC LIMIT :limit;
-- name: session_open_back_same
SELECT * FROM session INDEXED BY session_open
WHERE happened_at = :value AND id > :id
    AND voided = 0 AND phase IS NOT 'closed'
    AND (:desk IS NULL OR desk = :desk) AND (:helper IS NULL OR helper = :helper)
ORDER BY happened_at ASC, id ASC LIMIT :limit;
-- name: session_open_back_rest
SELECT * FROM session INDEXED BY session_open
WHERE happened_at > :value AND happened_at < :to_at
    AND voided = 0 AND phase IS NOT 'closed'
    AND (:desk IS NULL OR desk = :desk) AND (:helper IS NULL OR helper = :helper)
ORDER BY happened_at ASC, id ASC LIMIT :limit;
-- The ledger. What `/`, views and options ask of a line:
-- let: asked_for
    AND (:states IS NULL OR instr(:states, ' ' || state || ' '))
    AND (:lead_unit IS NULL OR CASE :lead_unit WHEN '' THEN NOT EXISTS (SELECT 1 FROM unit WHERE code = lead_unit)
        ELSE lead_unit = :lead_unit END)
    AND (:person IS NULL OR person = :person) AND (:point IS NULL OR coalesce(point, '') = :point)
    AND (:text IS NULL OR instr(haystack, :text) OR instr(initials, :text))
-- By day: the rest of the key's own day, then the days beyond.
-- name: issue_on_same
SELECT * FROM issue INDEXED BY issue_due
WHERE due_order = :value AND id > :id
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_on_rest
SELECT * FROM issue INDEXED BY issue_due
WHERE due_order > :value AND due_order <= :due_to
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_back_same
SELECT * FROM issue INDEXED BY issue_due
WHERE due_order = :value AND id < :id
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_back_rest
SELECT * FROM issue INDEXED BY issue_due
WHERE due_order < :value AND due_order >= :due_from
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_open_on_same
SELECT * FROM issue INDEXED BY issue_open
WHERE due_order = :value AND id > :id
    AND state IN ('found', 'rectifying', 'fixed')
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_open_on_rest
SELECT * FROM issue INDEXED BY issue_open
WHERE due_order > :value AND due_order <= :due_to
    AND state IN ('found', 'rectifying', 'fixed')
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_open_back_same
SELECT * FROM issue INDEXED BY issue_open
WHERE due_order = :value AND id < :id
    AND state IN ('found', 'rectifying', 'fixed')
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_open_back_rest
SELECT * FROM issue INDEXED BY issue_open
WHERE due_order < :value AND due_order >= :due_from
    AND state IN ('found', 'rectifying', 'fixed')
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_person_on_same
SELECT * FROM issue INDEXED BY issue_person
WHERE due_order = :value AND id > :id
    AND person = :person AND state IN ('found', 'rectifying', 'fixed')
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_person_on_rest
SELECT * FROM issue INDEXED BY issue_person
WHERE due_order > :value AND due_order <= :due_to
    AND person = :person AND state IN ('found', 'rectifying', 'fixed')
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_person_back_same
SELECT * FROM issue INDEXED BY issue_person
WHERE due_order = :value AND id < :id
    AND person = :person AND state IN ('found', 'rectifying', 'fixed')
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_person_back_rest
SELECT * FROM issue INDEXED BY issue_person
WHERE due_order < :value AND due_order >= :due_from
    AND person = :person AND state IN ('found', 'rectifying', 'fixed')
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_lookback_on_same
SELECT * FROM issue INDEXED BY issue_lookback
WHERE lookback_due = :value AND id > :id
    AND lookback_due > 0
    {asked_for}
ORDER BY lookback_due ASC, id ASC LIMIT :limit;
-- name: issue_lookback_on_rest
SELECT * FROM issue INDEXED BY issue_lookback
WHERE lookback_due > :value AND lookback_due <= :due_to
    AND lookback_due > 0
    {asked_for}
ORDER BY lookback_due ASC, id ASC LIMIT :limit;
-- name: issue_lookback_back_same
SELECT * FROM issue INDEXED BY issue_lookback
WHERE lookback_due = :value AND id < :id
    AND lookback_due > 0
    {asked_for}
ORDER BY lookback_due DESC, id DESC LIMIT :limit;
-- name: issue_lookback_back_rest
SELECT * FROM issue INDEXED BY issue_lookback
WHERE lookback_due < :value AND lookback_due >= :due_from
    AND lookback_due > 0
    {asked_for}
ORDER BY lookback_due DESC, id DESC LIMIT :limit;
-- name: issue_asked_on_same
SELECT * FROM issue INDEXED BY issue_asked
WHERE due_order = :value AND id > :id
    AND asked_due > 0
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_asked_on_rest
SELECT * FROM issue INDEXED BY issue_asked
WHERE due_order > :value AND due_order <= :due_to
    AND asked_due > 0
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_asked_back_same
SELECT * FROM issue INDEXED BY issue_asked
WHERE due_order = :value AND id < :id
    AND asked_due > 0
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_asked_back_rest
SELECT * FROM issue INDEXED BY issue_asked
WHERE due_order < :value AND due_order >= :due_from
    AND asked_due > 0
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_contested_on_same
SELECT * FROM issue INDEXED BY issue_contested
WHERE due_order = :value AND id > :id
    AND contested <> 0
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_contested_on_rest
SELECT * FROM issue INDEXED BY issue_contested
WHERE due_order > :value AND due_order <= :due_to
    AND contested <> 0
    {asked_for}
ORDER BY due_order ASC, id ASC LIMIT :limit;
-- name: issue_contested_back_same
SELECT * FROM issue INDEXED BY issue_contested
WHERE due_order = :value AND id < :id
    AND contested <> 0
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- name: issue_contested_back_rest
SELECT * FROM issue INDEXED BY issue_contested
WHERE due_order < :value AND due_order >= :due_from
    AND contested <> 0
    {asked_for}
ORDER BY due_order DESC, id DESC LIMIT :limit;
-- Whether few lines lie between two days: counted in the index, up to the limit.
-- name: issue_open_count
SELECT count(*) FROM (SELECT 1 FROM issue INDEXED BY issue_open
    WHERE due_order >= :due_from AND due_order <= :due_to
        AND state IN ('found', 'rectifying', 'fixed')
        AND (:states IS NULL OR instr(:states, ' ' || state || ' '))
    LIMIT :limit);
-- name: issue_person_count
SELECT count(*) FROM (SELECT 1 FROM issue INDEXED BY issue_person
    WHERE due_order >= :due_from AND due_order <= :due_to
        AND person = :person AND state IN ('found', 'rectifying', 'fixed')
        AND (:states IS NULL OR instr(:states, ' ' || state || ' '))
    LIMIT :limit);
-- name: issue_lookback_count
SELECT count(*) FROM (SELECT 1 FROM issue INDEXED BY issue_lookback
    WHERE lookback_due >= :due_from AND lookback_due <= :due_to
        AND lookback_due > 0
        AND (:states IS NULL OR instr(:states, ' ' || state || ' '))
    LIMIT :limit);

-- By a column: the rest of the deadline's own lines, then of its value, then the values beyond.
-- name: issue_sort_on_id
SELECT issue.* FROM issue_sort AS s CROSS JOIN issue ON issue.id = s.id
WHERE s.sort = :sort AND s.class = :class AND s.value = :group AND s.due_order = :value AND s.id > :id
    {asked_for}
ORDER BY s.value ASC, s.due_order ASC, s.id ASC LIMIT :limit;
-- name: issue_sort_on_due
SELECT issue.* FROM issue_sort AS s CROSS JOIN issue ON issue.id = s.id
WHERE s.sort = :sort AND s.class = :class AND s.value = :group AND s.due_order > :value AND s.due_order <= :due_to
    {asked_for}
ORDER BY s.value ASC, s.due_order ASC, s.id ASC LIMIT :limit;
-- name: issue_sort_on_value
SELECT issue.* FROM issue_sort AS s CROSS JOIN issue ON issue.id = s.id
WHERE s.sort = :sort AND s.class = :class AND s.value > :group
    AND s.due_order >= :due_from AND s.due_order <= :due_to
    {asked_for}
ORDER BY s.value ASC, s.due_order ASC, s.id ASC LIMIT :limit;
-- name: issue_sort_back_id
SELECT issue.* FROM issue_sort AS s CROSS JOIN issue ON issue.id = s.id
WHERE s.sort = :sort AND s.class = :class AND s.value = :group AND s.due_order = :value AND s.id < :id
    {asked_for}
ORDER BY s.value DESC, s.due_order DESC, s.id DESC LIMIT :limit;
-- name: issue_sort_back_due
SELECT issue.* FROM issue_sort AS s CROSS JOIN issue ON issue.id = s.id
WHERE s.sort = :sort AND s.class = :class AND s.value = :group AND s.due_order < :value AND s.due_order >= :due_from
    {asked_for}
ORDER BY s.value DESC, s.due_order DESC, s.id DESC LIMIT :limit;
-- name: issue_sort_back_value
SELECT issue.* FROM issue_sort AS s CROSS JOIN issue ON issue.id = s.id
WHERE s.sort = :sort AND s.class = :class AND s.value < :group
    AND s.due_order >= :due_from AND s.due_order <= :due_to
    {asked_for}
ORDER BY s.value DESC, s.due_order DESC, s.id DESC LIMIT :limit;
-- The next value on the way, past all lines of this one.
-- name: issue_sort_on_next
SELECT value FROM issue_sort WHERE sort = :sort AND class = :class AND value > :group
ORDER BY value ASC LIMIT 1;
-- name: issue_sort_back_next
SELECT value FROM issue_sort WHERE sort = :sort AND class = :class AND value < :group
ORDER BY value DESC LIMIT 1;

-- ---- search ----
-- name: search_place
SELECT place, text FROM search_text WHERE subject = :subject;
-- The highest place of one second, to put the next text behind it.
-- name: search_last_place
SELECT max(place) FROM search_text WHERE place >= :first AND place <= :last;
-- name: search_save
INSERT INTO search_text (place, record, subject, no, text) VALUES (:place, :record, :subject, :no, :text);
-- name: search_drop
DELETE FROM search_text WHERE place = :place;
-- name: search_pairs_save
INSERT INTO search (rowid, pairs) VALUES (:place, :pairs);
-- name: search_pairs_drop
INSERT INTO search (search, rowid, pairs) VALUES ('delete', :place, :pairs);
-- name: search_clear
DELETE FROM search_text;
-- name: search_pairs_clear
INSERT INTO search (search) VALUES ('delete-all');
-- The check: what is kept for finding, of one record and of how many.
-- name: search_holds
SELECT count(*) FROM search WHERE search MATCH :pairs AND rowid = :place;
-- name: issue_filtered_by
SELECT haystack, initials FROM issue WHERE id = :id;
-- name: search_count
SELECT count(*) FROM search_text;
-- name: search_find
SELECT t.place, t.record, t.subject, t.no, t.text
FROM search AS s CROSS JOIN search_text AS t ON t.place = s.rowid
WHERE s.search MATCH :pairs AND s.rowid >= :first AND s.rowid < :end ORDER BY s.rowid DESC;
-- name: search_scan
SELECT place, record, subject, no, text FROM search_text
WHERE place >= :first AND place < :end ORDER BY place DESC;
-- The names behind the codes, for the texts.
-- name: item_names
SELECT name, unit_name FROM item WHERE code = :code;
-- name: unit_name
SELECT name FROM unit WHERE code = :code;
-- name: person_name
SELECT name FROM person WHERE code = :code;

-- ---- figures ----
-- name: day_figures
SELECT count(*) AS sessions,
    ifnull(sum(outcome IS 'solved' AND phase IS 'closed'), 0) AS solved,
    ifnull(sum((item IS NULL AND no_item IS NULL) OR category IS NULL
        OR (phase IS 'closed' AND outcome IS NULL)), 0) AS debts,
    ifnull(sum(phase IS NOT 'closed'), 0) AS open
FROM session INDEXED BY session_day
WHERE happened_at >= :from_at AND happened_at < :to_at AND voided = 0
    AND (:desk IS NULL OR desk = :desk);
-- name: red_count
SELECT count(*) FROM (SELECT 1 FROM issue INDEXED BY issue_open
    WHERE due_order < :today AND state IN ('found', 'rectifying', 'fixed') AND state <> 'fixed' LIMIT :limit); -- what waits for its look-back is grey
-- The own chain has no gaps: its last number less the one acknowledged; hand-overs at its end are not counted.
-- name: unsynced_count
SELECT max(0, seq - ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'acked_seq'), 0))
FROM event WHERE replica = (SELECT value FROM meta WHERE key = 'replica') AND kind <> 'export'
ORDER BY seq DESC LIMIT 1;

