-- Whoever waits to be folded, as before, but group by group where small groups stand in the way.

CREATE OR REPLACE FUNCTION urn.take_waiting(
    round uuid, smallest integer, most integer
) RETURNS TABLE (
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
    folds bigint;
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
    -- Where many wait of groups that are too small to be folded yet, these stand in the way of others.
    -- Then everybody who waits is looked at, and taken group by group.
    SELECT coalesce(sum(enough.waiting), 0) INTO folds FROM (
        SELECT count(*) AS waiting FROM unnest(people) AS p (h2)
        JOIN urn.open_voice v ON v.round = take_waiting.round AND v.h2 = p.h2
        GROUP BY v.asked_group HAVING count(*) >= smallest
    ) enough;
    IF cardinality(people) > folds AND folds < most / 2 THEN
        EXECUTE format(
            'SELECT array_agg(h2) FROM (SELECT g.h2 FROM ('
            '    SELECT v.h2, v.asked_group, count(*) OVER (PARTITION BY v.asked_group) AS waiting'
            '    FROM (SELECT DISTINCT a.h2 FROM urn.%I a'
            '          WHERE a.value IS DISTINCT FROM a.folded) w'
            '    JOIN urn.open_voice v ON v.round = $2 AND v.h2 = w.h2'
            ') g WHERE g.waiting >= $3 ORDER BY g.asked_group LIMIT $1) some_people',
            'open_answer_' || replace(take_waiting.round::text, '-', '')
        ) INTO people USING most, take_waiting.round, smallest;
    END IF;
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
