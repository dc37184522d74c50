-- The register and the urn: who may answer, and what was said, with nothing that joins them.
--
-- Every function runs with the rights of whoever owns the tables, so that a role can be given one
-- function and no table. What a round says while it is open lies in parts of its own that are
-- dropped when it closes.

CREATE SCHEMA register;
CREATE SCHEMA urn;

ALTER TABLE public.soundings_outcomepass SET SCHEMA register;

-- ── Tables ──────────────────────────────────────────────────────────────────────────────
CREATE TABLE register.soundings_invitation (
    sounding_id uuid NOT NULL,
    id uuid NOT NULL,
    group_id bigint NOT NULL,
    email varchar(254) NOT NULL,
    h1 bytea,
    mail_due boolean NOT NULL,
    asked_again_at timestamptz,
    asked_again smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (sounding_id, id),
    CONSTRAINT one_invitation_for_a_token UNIQUE (sounding_id, h1)
) PARTITION BY LIST (sounding_id);
CREATE UNIQUE INDEX invited_once_in_a_group
    ON register.soundings_invitation (sounding_id, group_id, email) WHERE email <> '';
-- Whoever comes in says a token and no round.
CREATE INDEX invitation_of_a_token ON register.soundings_invitation (h1);

CREATE TABLE urn.open_round (
    round uuid PRIMARY KEY,
    closes_at timestamptz NOT NULL
);

-- No numbers that follow each other, no time, no address: a key that is a hash, and a group.
CREATE TABLE urn.open_voice (
    round uuid NOT NULL,
    h2 bytea NOT NULL,
    asked_group bigint NOT NULL,
    PRIMARY KEY (round, h2)
) PARTITION BY LIST (round);

-- place: the how manieth statement that was drawn; chance: of drawing it, then.
CREATE TABLE urn.open_answer (
    round uuid NOT NULL,
    h2 bytea NOT NULL,
    item bigint NOT NULL,
    value smallint NOT NULL CHECK (value IN (-1, 0, 1)),
    place smallint NOT NULL,
    chance real NOT NULL,
    PRIMARY KEY (round, h2, item)
) PARTITION BY LIST (round);

CREATE TABLE urn.own_statement (
    round uuid NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    h4 bytea NOT NULL,
    text text NOT NULL,
    state text NOT NULL DEFAULT 'new'
        CHECK (state IN ('new', 'waiting', 'accepted', 'declined', 'merged')),
    reason text NOT NULL DEFAULT '',
    number integer,
    PRIMARY KEY (round, h4)
) PARTITION BY LIST (round);

-- Of rounds that are closed. Django's names, because its models read them.
CREATE TABLE urn.soundings_voice (
    sounding_id uuid NOT NULL,
    id uuid NOT NULL,
    group_id bigint NOT NULL,
    PRIMARY KEY (sounding_id, id)
) PARTITION BY LIST (sounding_id);

CREATE TABLE urn.soundings_answer (
    sounding_id uuid NOT NULL,
    voice_id uuid NOT NULL,
    item_id bigint NOT NULL,
    value smallint NOT NULL CHECK (value IN (-1, 0, 1)),
    weight double precision NOT NULL DEFAULT 1,
    PRIMARY KEY (sounding_id, voice_id, item_id)
) PARTITION BY LIST (sounding_id);

-- ── Room for a round ────────────────────────────────────────────────────────────────────
-- The database samples what lies in a table, to plan with. What it took along stays behind when the
-- table is dropped, so here it takes nothing.
CREATE FUNCTION urn.take_no_samples(kept regclass) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept_column name;
BEGIN
    FOR kept_column IN SELECT attname FROM pg_attribute
        WHERE attrelid = kept AND attnum > 0 AND NOT attisdropped
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', kept, kept_column);
    END LOOP;
END $$;

SELECT urn.take_no_samples(parted) FROM unnest(ARRAY[
    'register.soundings_invitation', 'urn.open_voice', 'urn.open_answer', 'urn.own_statement',
    'urn.soundings_voice', 'urn.soundings_answer'
]::regclass[]) AS parted;

CREATE FUNCTION urn.add_part(parent text, round uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part text := parent || '_' || replace(round::text, '-', '');
BEGIN
    IF to_regclass(format('urn.%I', part)) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Made apart and then joined to its parent: so nobody who answers has to wait for us.
    EXECUTE format('CREATE TABLE urn.%I (LIKE urn.%I INCLUDING ALL)', part, parent);
    PERFORM urn.take_no_samples(format('urn.%I', part)::regclass);
    EXECUTE format(
        'ALTER TABLE urn.%I ATTACH PARTITION urn.%I FOR VALUES IN (%L)', parent, part, round
    );
END $$;

CREATE FUNCTION urn.drop_part(parent text, round uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS urn.%I', parent || '_' || replace(round::text, '-', ''));
END $$;

CREATE FUNCTION register.make_list(round uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part text := 'invitation_' || replace(round::text, '-', '');
BEGIN
    IF to_regclass(format('register.%I', part)) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Made apart and then joined to its parent: so nobody who answers has to wait for us.
    EXECUTE format(
        'CREATE TABLE register.%I (LIKE register.soundings_invitation INCLUDING ALL)', part
    );
    PERFORM urn.take_no_samples(format('register.%I', part)::regclass);
    EXECUTE format(
        'ALTER TABLE register.soundings_invitation ATTACH PARTITION register.%I '
        'FOR VALUES IN (%L)', part, round
    );
END $$;

CREATE FUNCTION register.drop_list(round uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format(
        'DROP TABLE IF EXISTS register.%I', 'invitation_' || replace(round::text, '-', '')
    );
END $$;

CREATE FUNCTION urn.make_room(round uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT urn.add_part('soundings_voice', round), urn.add_part('soundings_answer', round);
$$;

CREATE FUNCTION urn.destroy_voices(round uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT urn.drop_part('soundings_answer', round), urn.drop_part('soundings_voice', round);
$$;

CREATE FUNCTION urn.open_round(round uuid, closes_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO urn.open_round VALUES ($1, $2) ON CONFLICT DO NOTHING;
    SELECT urn.add_part('open_voice', $1), urn.add_part('open_answer', $1),
           urn.add_part('own_statement', $1);
$$;

-- ── The door ────────────────────────────────────────────────────────────────────────────
-- The group somebody with this token belongs to, or nothing.
CREATE FUNCTION register.eligible(h1 bytea) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.group_id FROM register.soundings_invitation i WHERE i.h1 = $1;
$$;

-- The round whose outcome somebody with this token may see, also when it is long closed.
CREATE FUNCTION register.outcome_of(h3 bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.sounding_id FROM register.soundings_outcomepass p WHERE p.h3 = $1;
$$;

-- An open link gives whoever asks a token. Says whether that can be.
CREATE FUNCTION register.accept_open(open_code text, h1 bytea, h3 bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked record;
BEGIN
    SELECT g.id, g.sounding_id INTO asked
    FROM public.soundings_askedgroup g
    JOIN urn.open_round r ON r.round = g.sounding_id AND now() < r.closes_at
    WHERE g.open_code = accept_open.open_code;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO register.soundings_invitation (sounding_id, id, group_id, email, h1, mail_due)
    VALUES (asked.sounding_id, gen_random_uuid(), asked.id, '', accept_open.h1, false);
    INSERT INTO register.soundings_outcomepass (h3, sounding_id)
    VALUES (accept_open.h3, asked.sounding_id);
    RETURN true;
END $$;

-- Somebody lost a link. Says nothing, so that nobody learns here who was invited. Anybody can ask
-- this for anybody: so it is done once an hour and three times a round at most.
CREATE FUNCTION register.ask_new_link(code text, email text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE register.soundings_invitation i
    SET mail_due = true, asked_again_at = now(), asked_again = i.asked_again + 1
    FROM public.soundings_askedgroup g, public.soundings_sounding s, urn.open_round r
    WHERE g.id = i.group_id AND s.id = g.sounding_id AND r.round = s.id
      AND now() < r.closes_at AND s.code = $1 AND i.email = $2 AND i.email <> ''
      AND NOT i.mail_due AND i.asked_again < 3
      AND (i.asked_again_at IS NULL OR i.asked_again_at < now() - interval '1 hour');
$$;

-- ── Answering ───────────────────────────────────────────────────────────────────────────
-- The right to answer is: the token is known (h1), or it has answered before (h2). There is no
-- flag that it was used. The same answer twice is one answer; another takes its place, and NULL
-- takes it back.
CREATE FUNCTION urn.cast_vote(
    round uuid, h1 bytea, h2 bytea, number integer, value smallint, place smallint, chance real
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF cast_vote.value IS NULL THEN
        RETURN urn.take_back(cast_vote.round, cast_vote.h2, cast_vote.number);
    END IF;
    FOR attempt IN 1 .. 2 LOOP
        -- Nearly always this is all: one statement, which looks at everything at once.
        INSERT INTO urn.open_answer AS a (round, h2, item, value, place, chance)
        SELECT r.round, v.h2, i.id, cast_vote.value, cast_vote.place, cast_vote.chance
        FROM urn.open_round r, urn.open_voice v, public.soundings_item i
        WHERE r.round = cast_vote.round AND now() < r.closes_at
          AND v.round = cast_vote.round AND v.h2 = cast_vote.h2
          AND i.sounding_id = cast_vote.round AND i.number = cast_vote.number
          AND i.moderation <> -1 AND (i.only_for = '{}' OR EXISTS (
              SELECT FROM public.soundings_askedgroup g
              WHERE g.id = v.asked_group AND g.position = ANY (i.only_for)
          ))
        ON CONFLICT ON CONSTRAINT open_answer_pkey DO UPDATE SET value = EXCLUDED.value;
        IF FOUND THEN
            RETURN 'kept';
        END IF;
        PERFORM 1 FROM urn.open_round r WHERE r.round = cast_vote.round AND now() < r.closes_at;
        IF NOT FOUND THEN
            RETURN 'closed';
        END IF;
        PERFORM 1 FROM urn.open_voice v
        WHERE v.round = cast_vote.round AND v.h2 = cast_vote.h2;
        IF FOUND THEN
            RETURN 'no such statement';
        END IF;
        PERFORM 1 FROM public.soundings_askedgroup g
        WHERE g.id = register.eligible(cast_vote.h1) AND g.sounding_id = cast_vote.round;
        IF NOT FOUND THEN
            RETURN 'unknown';
        END IF;
        INSERT INTO urn.open_voice (round, h2, asked_group)
        VALUES (cast_vote.round, cast_vote.h2, register.eligible(cast_vote.h1))
        ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN 'no such statement';
END $$;

CREATE FUNCTION urn.take_back(round uuid, h2 bytea, number integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM urn.open_round r WHERE r.round = take_back.round AND now() < r.closes_at;
    IF NOT FOUND THEN
        RETURN 'closed';
    END IF;
    DELETE FROM urn.open_answer a USING public.soundings_item i
    WHERE i.sounding_id = take_back.round AND i.number = take_back.number
      AND a.round = take_back.round AND a.h2 = take_back.h2 AND a.item = i.id;
    RETURN 'kept';
END $$;

-- h4s: a hash for each statement that one person may add. Sent twice, a text is one statement.
CREATE FUNCTION urn.add_statement(round uuid, h1 bytea, h2 bytea, h4s bytea[], text text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    free bytea;
BEGIN
    LOCK TABLE urn.open_voice IN ROW EXCLUSIVE MODE;  -- as for an answer
    PERFORM 1 FROM urn.open_round r
    JOIN public.soundings_sounding s ON s.id = r.round AND s.may_add
    WHERE r.round = add_statement.round AND now() < r.closes_at;
    IF NOT FOUND THEN
        RETURN 'closed';
    END IF;
    PERFORM 1 FROM urn.open_voice v
    WHERE v.round = add_statement.round AND v.h2 = add_statement.h2
    UNION ALL
    SELECT 1 FROM public.soundings_askedgroup g
    WHERE g.id = register.eligible(add_statement.h1) AND g.sounding_id = add_statement.round;
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    -- One statement of a person at a time, or two at once would take the same place.
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(add_statement.h2, 'hex'), 0));
    PERFORM 1 FROM urn.own_statement o
    WHERE o.round = add_statement.round AND o.h4 = ANY (h4s) AND o.text = add_statement.text;
    IF FOUND THEN
        RETURN 'kept';
    END IF;
    SELECT h INTO free FROM unnest(h4s) WITH ORDINALITY AS one (h, n)
    WHERE NOT EXISTS (
        SELECT FROM urn.own_statement o WHERE o.round = add_statement.round AND o.h4 = h
    )
    ORDER BY n LIMIT 1;
    IF NOT FOUND THEN
        RETURN 'enough';
    END IF;
    INSERT INTO urn.own_statement (round, h4, text)
    VALUES (add_statement.round, free, add_statement.text);
    RETURN 'kept';
END $$;

-- What became of the statements of one person. The words are not told: the link may have been
-- opened by somebody else.
CREATE FUNCTION urn.statement_status(round uuid, h4s bytea[])
RETURNS TABLE (place bigint, state text, reason text, number integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT n, CASE o.state WHEN 'new' THEN 'waiting' ELSE o.state END, o.reason, o.number
    FROM unnest(h4s) WITH ORDINALITY AS one (h, n)
    JOIN urn.own_statement o ON o.round = $1 AND o.h4 = h
    ORDER BY n;
$$;

-- ── Moderation ──────────────────────────────────────────────────────────────────────────
-- Statements come to the moderators at least three at once, so that none can be timed.
CREATE FUNCTION urn.release_batches(smallest integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE urn.own_statement o SET state = 'waiting'
    WHERE o.state = 'new' AND $1 <= (
        SELECT count(*) FROM urn.own_statement n WHERE n.round = o.round AND n.state = 'new'
    );
$$;

-- In the order of their random numbers, which is none.
CREATE FUNCTION urn.waiting_statements(round uuid) RETURNS TABLE (id uuid, text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.id, o.text FROM urn.own_statement o
    WHERE o.round = $1 AND o.state = 'waiting' ORDER BY o.id;
$$;

-- False where it was decided before.
CREATE FUNCTION urn.decide_statement(
    round uuid, id uuid, state text, reason text, number integer
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE urn.own_statement o
    SET state = decide_statement.state, reason = decide_statement.reason,
        number = decide_statement.number
    WHERE o.round = decide_statement.round AND o.id = decide_statement.id
      AND o.state = 'waiting';
    RETURN FOUND;
END $$;

-- ── Counting and closing ────────────────────────────────────────────────────────────────
CREATE FUNCTION urn.count_voices(round uuid) RETURNS TABLE (asked_group bigint, voices bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.asked_group, count(*) FROM urn.open_voice v
    -- Who took every answer back is not in the outcome either.
    WHERE v.round = $1 AND EXISTS (
        SELECT FROM urn.open_answer a WHERE a.round = v.round AND a.h2 = v.h2
    )
    GROUP BY 1;
$$;

-- Voices get new random numbers and a new, random place; what was kept while the round was open
-- is dropped. The order in which statements were drawn becomes one weight per answer: how much more
-- likely the statement would have been in a uniform draw. As long as every draw is uniform that is
-- 1, so nothing of the order is left. (Des Raj's own weights fall from one draw to the next:
-- sorted, they would give the whole order back.)
CREATE FUNCTION urn.close_round(round uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM urn.open_round r WHERE r.round = close_round.round;
    IF NOT FOUND THEN
        RETURN;  -- done before
    END IF;
    -- Whoever is writing an answer just now finishes first.
    LOCK TABLE urn.open_voice, urn.open_answer, urn.own_statement IN ACCESS EXCLUSIVE MODE;
    PERFORM urn.make_room(close_round.round);
    WITH renamed AS MATERIALIZED (
        SELECT v.h2, v.asked_group, gen_random_uuid() AS id FROM urn.open_voice v
        WHERE v.round = close_round.round
    ), voices AS (
        INSERT INTO urn.soundings_voice (sounding_id, id, group_id)
        SELECT close_round.round, id, asked_group FROM renamed ORDER BY id
    )
    INSERT INTO urn.soundings_answer (sounding_id, voice_id, item_id, value, weight)
    SELECT close_round.round, n.id, a.item, a.value, 1
    FROM urn.open_answer a JOIN renamed n USING (h2)
    WHERE a.round = close_round.round
    ORDER BY n.id, a.item;
    PERFORM urn.drop_part('open_answer', close_round.round);
    PERFORM urn.drop_part('open_voice', close_round.round);
    PERFORM urn.drop_part('own_statement', close_round.round);
END $$;

-- ── Rounds that were read in before there was an urn ────────────────────────────────────
SELECT urn.make_room(id) FROM public.soundings_sounding;
INSERT INTO urn.soundings_voice (sounding_id, id, group_id)
SELECT g.sounding_id, v.id, v.group_id FROM public.soundings_voice v
JOIN public.soundings_askedgroup g ON g.id = v.group_id ORDER BY v.id;
INSERT INTO urn.soundings_answer (sounding_id, voice_id, item_id, value)
SELECT i.sounding_id, a.voice_id, a.item_id, a.value FROM public.soundings_answer a
JOIN public.soundings_item i ON i.id = a.item_id ORDER BY a.voice_id, a.item_id;
DROP TABLE public.soundings_answer;
DROP TABLE public.soundings_voice;
