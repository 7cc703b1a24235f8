-- The quarter of test_quarter.c counted again from the events alone, on temporary views. The test fills the calendar
-- (rest) and says what day it is (now).
CREATE TEMP TABLE rest (date TEXT PRIMARY KEY, kind TEXT);
CREATE TEMP TABLE now AS SELECT '2026-12-24' AS day;
CREATE TEMP VIEW work AS -- working days of the quarter with a running number
WITH RECURSIVE day(d) AS (SELECT '2026-10-01' UNION ALL SELECT date(d, '+1 day') FROM day WHERE d < '2026-12-31')
SELECT d, row_number() OVER (ORDER BY d) AS n FROM day LEFT JOIN rest ON rest.date = d
WHERE coalesce(kind = 'workday', strftime('%w', d) NOT IN ('0', '6'));

CREATE TEMP VIEW act AS
SELECT subject, kind, line ->> '$.body' AS body, row_number() OVER (ORDER BY lamport, hash) AS n,
    date(at, 'unixepoch', '+8 hours') AS day
FROM event WHERE id NOT IN (SELECT line ->> '$.body.undoes' FROM event WHERE kind = 'undo');

-- ---- F6 ----
CREATE TEMP VIEW owed AS -- who holds what from when is reference data; a part of less than half owes nothing
WITH post(person, name, tier, period, first, since, last) AS (VALUES
    ('L001', '许文辉', '分管“一网通办”领导', '2026Q4', '2026-10-01', '2024-01-01', '2026-12-31'),
    ('L001', '许文辉', '主要领导', '2026H2', '2026-07-01', '2024-01-01', '2026-12-31'),
    ('L002', '石言茜', '区政府领导', '2026', '2026-01-01', '2024-01-01', '2026-12-31'),
    ('L003', '欧阳建国', '领导班子成员', '2026H2', '2026-07-01', '2026-11-20', '2026-12-31'))
SELECT name, tier, period,
    (julianday(last) - julianday(max(first, since)) + 1) * 2 >= julianday(last) - julianday(first) + 1 AS wanted,
    (SELECT count(*) FROM act WHERE kind = 'visit.add' AND body ->> '$.person' = post.person
        AND date(body ->> '$.happened_at', '+8 hours') BETWEEN max(first, since) AND last) AS done,
    (SELECT count(*) FROM work, now WHERE d > day AND d <= last) AS days_left
FROM post;
CREATE TEMP VIEW leader_row AS
SELECT name || ' ' || tier || ' 区公安分局 ' || period || ' ' || done || '/' || wanted || CASE
    WHEN NOT wanted THEN ' · 不作要求'
    WHEN done >= wanted THEN ' ✓ 已完成'
    ELSE ' ○ 未到期 ' || days_left || ' 难完成' END
FROM owed;

-- ---- F4 ----
CREATE TEMP VIEW stood AS -- the last of the steps that change the state
SELECT subject, n, CASE
    WHEN kind = 'issue.add' THEN 'found'
    WHEN kind IN ('issue.spot', 'issue.fix') THEN 'fixed'
    WHEN kind = 'issue.close' THEN 'closed'
    WHEN kind = 'issue.refer' THEN 'referred'
    WHEN kind = 'issue.void' THEN 'void'
    ELSE 'rectifying' END AS state
FROM act
WHERE kind IN ('issue.add', 'issue.spot', 'issue.plan', 'issue.fix', 'issue.close', 'issue.refer', 'issue.void',
    'issue.reopen') OR (kind = 'issue.lookback' AND body ->> '$.lookback' = 'relapsed');
CREATE TEMP VIEW due AS -- the last day that was named, or that a rule of working days gives
SELECT subject, n, coalesce(body ->> '$.due_named', (SELECT d FROM work
    WHERE work.n = CAST(body ->> '$.due_rule' AS INT) + (SELECT count(*) FROM work WHERE d <= act.day))) AS day
FROM act WHERE body ->> '$.due_named' IS NOT NULL OR body ->> '$.due_rule' IS NOT NULL;
CREATE TEMP VIEW line AS
SELECT subject, body ->> '$.no' AS no, body ->> '$.description' AS description,
    (SELECT state FROM stood WHERE stood.subject = act.subject ORDER BY n DESC LIMIT 1) AS state,
    (SELECT day FROM due WHERE due.subject = act.subject ORDER BY n DESC LIMIT 1) AS due,
    (SELECT count(*) FROM act a WHERE a.subject = act.subject AND a.kind = 'issue.extend') AS extensions,
    (SELECT count(*) FROM act a WHERE a.subject = act.subject AND a.body ->> '$.lookback' = 'relapsed') AS relapses,
    (SELECT count(*) FROM act a WHERE a.subject = act.subject AND a.kind = 'issue.reopen') AS reopens,
    (SELECT count(*) FROM act a WHERE a.subject = act.subject AND a.kind = 'issue.remind') AS reminders,
    (SELECT kind = 'issue.ask' FROM act a WHERE a.subject = act.subject
        AND a.kind IN ('issue.ask', 'issue.extend', 'issue.refuse') ORDER BY n DESC LIMIT 1) AS waits,
    (SELECT substr(body ->> '$.lookback_plan', 1, 10) FROM act a WHERE a.subject = act.subject
        AND a.kind IN ('issue.fix', 'issue.spot', 'issue.lookback') ORDER BY n DESC LIMIT 1) AS look,
    EXISTS (SELECT 1 FROM act a WHERE a.subject = act.subject AND a.body ->> '$.lead_unit' = '310116D04') AS has_unit
FROM act WHERE kind = 'issue.add';
CREATE TEMP VIEW open_line AS
SELECT line.*, (SELECT count(*) FROM work WHERE d > now.day AND d <= due)
    - (SELECT count(*) FROM work WHERE d <= now.day AND d > due) AS days_left
FROM line, now WHERE state IN ('found', 'rectifying', 'fixed');
CREATE TEMP VIEW ledger_row AS
SELECT CASE
        WHEN state = 'fixed' THEN '· 灰 ' WHEN days_left < 0 THEN '● 红 ' WHEN days_left <= 3 THEN '◐ 黄 ' ELSE '○ 绿 ' END
    || no || ' 痛点 ' || description || iif(has_unit, ' 区人社局 ', ' ') || strftime('%m-%d', due) || ' '
    || CASE WHEN state = 'fixed' THEN '' WHEN days_left < 0 THEN '超' || -days_left || ' ' ELSE days_left || ' ' END
    || CASE state WHEN 'found' THEN '登记' WHEN 'fixed' THEN '整改到位' ELSE '整改中' END
FROM open_line;
CREATE TEMP VIEW ledger_title AS -- what each key shows, and how many
WITH running AS (SELECT * FROM open_line WHERE state <> 'fixed')
SELECT '0' AS key, '未结 ' || count(*) AS title FROM open_line
UNION ALL SELECT 'r', '红灯 ' || count(*) FROM running WHERE days_left < 0
UNION ALL SELECT 't', '今日到期 ' || count(*) FROM running, now WHERE due = day
UNION ALL SELECT 'k', '本周到期 ' || count(*) FROM running, now WHERE due BETWEEN day AND date(day, 'weekday 0')
UNION ALL SELECT 'l', '待回头看 ' || count(*) FROM open_line, now WHERE state = 'fixed' AND look <= day
UNION ALL SELECT 'p', '待审批 ' || count(*) FROM open_line WHERE waits
UNION ALL SELECT 'h', '待核对 ' || count(*) FROM (SELECT 1 FROM event AS e
    WHERE kind LIKE 'issue.%' AND kind <> 'issue.moved' AND NOT EXISTS (SELECT 1 FROM event AS f
        WHERE f.subject = e.subject AND instr(f.line ->> '$.causes', e.hash))
    GROUP BY subject HAVING count(*) > 1);
