-- While a round is open its answers are folded into statistics, a batch at a time.
--
-- Each answer knows what the statistics hold of it, `folded`, and waits where that is not what was
-- said. So an answer that is changed or taken back is taken out of the statistics as it was put in,
-- and they are at any moment exactly those of what is marked.

ALTER TABLE urn.open_answer ADD COLUMN folded smallint;
-- An answer that is taken back stays without a value, until the statistics let go of it too.
ALTER TABLE urn.open_answer ALTER COLUMN value DROP NOT NULL;
SELECT urn.take_no_samples(relid) FROM pg_partition_tree('urn.open_answer');

-- Of one group: sums over its people, and the statements that they are about, in their order.
CREATE TABLE urn.open_statistics (
    round uuid NOT NULL,
    asked_group bigint NOT NULL,
    items bigint[] NOT NULL,
    moments bytea NOT NULL,
    PRIMARY KEY (round, asked_group)
) PARTITION BY LIST (round);
-- They come compressed.
ALTER TABLE urn.open_statistics ALTER COLUMN moments SET STORAGE EXTERNAL;
SELECT urn.take_no_samples('urn.open_statistics');
SELECT urn.add_part('open_statistics', r.round) FROM urn.open_round r;

CREATE OR REPLACE FUNCTION urn.open_round(round uuid, closes_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO urn.open_round VALUES ($1, $2) ON CONFLICT DO NOTHING;
    SELECT urn.add_part('open_voice', $1), urn.add_part('open_answer', $1),
           urn.add_part('own_statement', $1), urn.add_part('open_statistics', $1);
$$;

-- ── Answering ───────────────────────────────────────────────────────────────────────────
CREATE OR REPLACE FUNCTION urn.cast_vote(
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
        ON CONFLICT ON CONSTRAINT open_answer_pkey DO UPDATE SET
            value = EXCLUDED.value,
            -- Another answer keeps how the statement was drawn; after one that was taken back it
            -- is the first.
            place = CASE WHEN a.value IS NULL THEN EXCLUDED.place ELSE a.place END,
            chance = CASE WHEN a.value IS NULL THEN EXCLUDED.chance ELSE a.chance END;
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
            CONTINUE;  -- the first answer of the same person, sent at the same time, made it
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

-- The row stays, without a value: whoever folds may just be reading it.
CREATE OR REPLACE FUNCTION urn.take_back(round uuid, h2 bytea, number integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM urn.open_round r WHERE r.round = take_back.round AND now() < r.closes_at;
    IF NOT FOUND THEN
        RETURN 'closed';
    END IF;
    UPDATE urn.open_answer a SET value = NULL FROM public.soundings_item i
    WHERE i.sounding_id = take_back.round AND i.number = take_back.number
      AND a.round = take_back.round AND a.h2 = take_back.h2 AND a.item = i.id;
    RETURN 'kept';
END $$;

-- ── Folding ─────────────────────────────────────────────────────────────────────────────
-- Some people of whom an answer waits: of each the group, what they say now and what the statistics
-- held until now. Nothing tells who they are. What is returned is marked as folded, so it is for
-- the caller to keep the statistics of it in the same transaction.
--
-- smallest: of a group at least so many people at once, or nobody of it: so the difference between
-- two statistics is never that of a few. most: people in all.
CREATE FUNCTION urn.take_waiting(round uuid, smallest integer, most integer) RETURNS TABLE (
    asked_group bigint, items bigint[], said smallint[], items_before bigint[],
    said_before smallint[]
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
-- The database knows nothing of what lies in these tables, and so cannot plan. Everything is looked
-- up by its key, and in memory: nothing is written down on the way.
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off
SET enable_material = off SET work_mem = '64MB' AS $$
DECLARE
    people bytea[];
BEGIN
    LOCK TABLE urn.open_answer IN ROW EXCLUSIVE MODE;  -- a closing that began goes first
    -- One at a time folds a round, and the next sees all that was marked.
    PERFORM pg_advisory_xact_lock(hashtextextended('fold ' || take_waiting.round::text, 0));
    PERFORM 1 FROM urn.open_round r WHERE r.round = take_waiting.round;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    -- The part by its name: by the whole, it would be read by its key, which is slower.
    EXECUTE format(
        'SELECT array_agg(h2) FROM (SELECT DISTINCT h2 FROM ('
        '    SELECT a.h2 FROM urn.%I a WHERE a.value IS DISTINCT FROM a.folded LIMIT 50 * $1'
        ') some_answers LIMIT $1) some_people',
        'open_answer_' || replace(take_waiting.round::text, '-', '')
    ) INTO people USING most;
    RETURN QUERY
    WITH held AS MATERIALIZED (
        SELECT v.asked_group AS of_group, a.h2, a.item, a.value, a.folded
        FROM unnest(people) AS p (h2)
        JOIN urn.open_voice v ON v.round = take_waiting.round AND v.h2 = p.h2
        JOIN urn.open_answer a ON a.round = take_waiting.round AND a.h2 = p.h2
    ), enough AS MATERIALIZED (
        SELECT h.of_group FROM held h WHERE h.value IS DISTINCT FROM h.folded
        GROUP BY h.of_group HAVING count(DISTINCT h.h2) >= smallest
    ), marked AS (
        -- With the value that is returned here: another one that came meanwhile waits.
        UPDATE urn.open_answer a SET folded = h.value FROM held h
        WHERE a.round = take_waiting.round AND a.h2 = h.h2 AND a.item = h.item
          AND h.value IS DISTINCT FROM h.folded
          AND h.of_group IN (SELECT e.of_group FROM enough e)
    )
    SELECT h.of_group,
        array_agg(h.item) FILTER (WHERE h.value IS NOT NULL),
        array_agg(h.value) FILTER (WHERE h.value IS NOT NULL),
        array_agg(h.item) FILTER (WHERE h.folded IS NOT NULL),
        array_agg(h.folded) FILTER (WHERE h.folded IS NOT NULL)
    FROM held h WHERE h.of_group IN (SELECT e.of_group FROM enough e)
    GROUP BY h.of_group, h.h2;
END $$;

CREATE FUNCTION urn.statistics_of(round uuid)
RETURNS TABLE (asked_group bigint, items bigint[], moments bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.asked_group, s.items, s.moments FROM urn.open_statistics s WHERE s.round = $1;
$$;

CREATE FUNCTION urn.keep_statistics(
    round uuid, asked_group bigint, items bigint[], moments bytea
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO urn.open_statistics AS s VALUES ($1, $2, $3, $4)
    ON CONFLICT ON CONSTRAINT open_statistics_pkey
    DO UPDATE SET items = EXCLUDED.items, moments = EXCLUDED.moments;
$$;

CREATE FUNCTION urn.drop_statistics(round uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT urn.drop_part('open_statistics', $1);
$$;

-- ── Counting and closing ────────────────────────────────────────────────────────────────
CREATE OR REPLACE FUNCTION urn.count_voices(round uuid)
RETURNS TABLE (asked_group bigint, voices bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.asked_group, count(*) FROM urn.open_voice v
    -- Who took every answer back is not in the outcome either.
    WHERE v.round = $1 AND EXISTS (
        SELECT FROM urn.open_answer a
        WHERE a.round = v.round AND a.h2 = v.h2 AND a.value IS NOT NULL
    )
    GROUP BY 1;
$$;

-- As before, but for answers that were taken back. The statistics stay until the outcome is made.
CREATE OR REPLACE FUNCTION urn.close_round(round uuid) RETURNS void
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
    WHERE a.round = close_round.round AND a.value IS NOT NULL
    ORDER BY n.id, a.item;
    PERFORM urn.drop_part('open_answer', close_round.round);
    PERFORM urn.drop_part('open_voice', close_round.round);
    PERFORM urn.drop_part('own_statement', close_round.round);
END $$;
