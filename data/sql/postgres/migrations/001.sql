-- The district's events and what follows from them, in PostgreSQL (bangban hub ingest --to …). Everything lies under
-- (district, born_day): the hub's code, and the day on which the row's id was born. An id is a UUIDv7 and says its day itself,
-- so the day of a row never changes, a hash or id that is one of its kind under (district, born_day) is one of its kind, and
-- a distributed PostgreSQL can shard by either. Texts compare by their bytes, as in the SQLite file.
CREATE SCHEMA bangban;
-- Which version of this file, and which columns of the records, this database has.
CREATE TABLE bangban.meta (key text PRIMARY KEY, value text NOT NULL);
INSERT INTO bangban.meta (key, value) VALUES ('version', '1'), ('records', '');
-- What a district's rows were folded with. Whoever merges a packet shares it, whoever folds all anew has it alone.
CREATE TABLE bangban.district (district text COLLATE "C" PRIMARY KEY, folded text NOT NULL);
-- The archive's packets: a queue for any number of ingesting processes. merged_at NULL: waits.
CREATE TABLE bangban.packet (
    district text COLLATE "C" NOT NULL, serial bigint NOT NULL, file text NOT NULL, node text NOT NULL, status text,
    reason text, events bigint NOT NULL DEFAULT 0, merged_at timestamptz, PRIMARY KEY (district, serial));
CREATE INDEX packet_waiting ON bangban.packet (district, serial) WHERE merged_at IS NULL;
CREATE TABLE bangban.event (
    district text COLLATE "C" NOT NULL, born_day date NOT NULL, hash text COLLATE "C" NOT NULL, prev text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL, replica text COLLATE "C" NOT NULL, seq bigint NOT NULL, lamport bigint NOT NULL,
    at bigint NOT NULL, by text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, subject text COLLATE "C" NOT NULL,
    line text COLLATE "C" NOT NULL, PRIMARY KEY (district, born_day, hash)) PARTITION BY RANGE (district, born_day);
CREATE TABLE bangban.event_other PARTITION OF bangban.event DEFAULT;
CREATE UNIQUE INDEX event_id ON bangban.event (district, born_day, id);
CREATE INDEX event_subject ON bangban.event (district, subject, lamport, hash);
CREATE INDEX event_hash ON bangban.event (district, hash);
-- Events that wait for what comes before them.
CREATE TABLE bangban.parked (LIKE bangban.event, PRIMARY KEY (district, born_day, hash));
CREATE INDEX parked_prev ON bangban.parked (district, prev);
-- One row a subject: the lock under which it is folded.
CREATE TABLE bangban.subject (district text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, PRIMARY KEY (district, id));
-- The tables of records, and the years that have partitions.
CREATE TABLE bangban.record (name text PRIMARY KEY);
CREATE TABLE bangban.year (district text COLLATE "C" NOT NULL, year int NOT NULL, PRIMARY KEY (district, year));

CREATE FUNCTION bangban.part_keep(parent text, of_district text, of_year int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE IF NOT EXISTS bangban.%I PARTITION OF bangban.%I FOR VALUES FROM (%L, %L) TO (%L, %L)',
        concat_ws('_', parent, of_district, of_year), parent, of_district, make_date(of_year, 1, 1), of_district,
        make_date(of_year + 1, 1, 1));
END $$;
-- Partitions of a district's year, for every table.
CREATE FUNCTION bangban.year_keep(of_district text, of_year int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO bangban.year (district, year) VALUES (of_district, of_year) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM bangban.part_keep(parent, of_district, of_year)
        FROM (SELECT 'event' AS parent UNION ALL SELECT name FROM bangban.record) AS parents;
    END IF;
END $$;
-- The table of a record, with every column that the program's field table names.
CREATE FUNCTION bangban.table_keep(table_name text, texts text[], numbers text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE field text;
BEGIN
    EXECUTE format('CREATE TABLE IF NOT EXISTS bangban.%I (district text COLLATE "C" NOT NULL, born_day date NOT NULL, '
        'id text COLLATE "C" NOT NULL, PRIMARY KEY (district, born_day, id)) PARTITION BY RANGE (district, born_day)', table_name);
    EXECUTE format('CREATE TABLE IF NOT EXISTS bangban.%I PARTITION OF bangban.%I DEFAULT', table_name || '_other', table_name);
    FOREACH field IN ARRAY texts LOOP
        EXECUTE format('ALTER TABLE bangban.%I ADD COLUMN IF NOT EXISTS %I text COLLATE "C"', table_name, field);
    END LOOP;
    FOREACH field IN ARRAY numbers LOOP
        EXECUTE format('ALTER TABLE bangban.%I ADD COLUMN IF NOT EXISTS %I bigint NOT NULL DEFAULT 0', table_name, field);
    END LOOP;
    INSERT INTO bangban.record (name) VALUES (table_name) ON CONFLICT DO NOTHING;
    PERFORM bangban.part_keep(table_name, year.district, year.year) FROM bangban.year;
END $$;
CREATE FUNCTION bangban.names(columns text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(quote_ident(name), ', ' ORDER BY place) FROM unnest(columns) WITH ORDINALITY AS one (name, place)
$$;
-- Where COPY puts a record's rows before they are merged: district, day and the columns in this order.
CREATE FUNCTION bangban.staging_keep(table_name text, columns text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TEMP TABLE %I ON COMMIT DELETE ROWS AS SELECT district, born_day, %s FROM bangban.%I WITH NO DATA',
        'staging_' || table_name, bangban.names(columns), table_name);
END $$;
CREATE FUNCTION bangban.rows_merge(table_name text, columns text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE merged bigint;
BEGIN
    EXECUTE format('INSERT INTO bangban.%I (district, born_day, %s) SELECT district, born_day, %s FROM %I '
        'ON CONFLICT (district, born_day, id) DO UPDATE SET (%s) = ROW(%s)',
        table_name, bangban.names(columns), bangban.names(columns), 'staging_' || table_name, bangban.names(columns),
        (SELECT string_agg('EXCLUDED.' || quote_ident(name), ', ' ORDER BY place)
            FROM unnest(columns) WITH ORDINALITY AS one (name, place)));
    GET DIAGNOSTICS merged = ROW_COUNT;
    RETURN merged;
END $$;
-- The statement that brings a record's rows out, in the order of their ids; of events, hash and line.
CREATE FUNCTION bangban.rows_out(table_name text, columns text[], of_district text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('COPY (SELECT %s FROM bangban.%I WHERE district = %L ORDER BY %I) TO STDOUT', bangban.names(columns),
        table_name, of_district, columns[1])
$$;
