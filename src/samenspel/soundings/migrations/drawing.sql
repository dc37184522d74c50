-- Which statement comes next follows from how many answered each, and the order in which somebody
-- got them is not kept any more: neither the place of an answer nor the chance that it had.

-- A column that is dropped stays in the rows that are there. Writing them anew leaves it out.
ALTER TABLE urn.open_answer
    DROP COLUMN place,
    DROP COLUMN chance,
    ALTER COLUMN value TYPE smallint USING (value + 0)::smallint;
SELECT urn.take_no_samples(relid) FROM pg_partition_tree('urn.open_answer');

-- ── What is drawn more often ────────────────────────────────────────────────────────────
-- Steps of how many answered a statement, renewed at most once a day from what was folded.
CREATE TABLE urn.draw_weight (
    round uuid NOT NULL,
    item bigint NOT NULL,
    weight smallint NOT NULL,
    PRIMARY KEY (round, item)
) PARTITION BY LIST (round);
SELECT urn.take_no_samples('urn.draw_weight');
SELECT urn.add_part('draw_weight', r.round) FROM urn.open_round r;

CREATE OR REPLACE FUNCTION urn.open_round(round uuid, closes_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO urn.open_round VALUES ($1, $2) ON CONFLICT DO NOTHING;
    SELECT urn.add_part('open_voice', $1), urn.add_part('open_answer', $1),
           urn.add_part('own_statement', $1), urn.add_part('open_statistics', $1),
           urn.add_part('draw_weight', $1);
$$;

-- They are made of the statistics, and go with them.
CREATE OR REPLACE FUNCTION urn.drop_statistics(round uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT urn.drop_part('open_statistics', $1), urn.drop_part('draw_weight', $1);
$$;

CREATE FUNCTION urn.keep_draw_weights(round uuid, items bigint[], weights smallint[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    LOCK TABLE urn.open_answer IN ROW EXCLUSIVE MODE;  -- a closing that began goes first
    PERFORM 1 FROM urn.open_round r WHERE r.round = keep_draw_weights.round;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO urn.draw_weight AS d (round, item, weight)
    SELECT keep_draw_weights.round, new.item, new.weight
    FROM unnest(items, weights) AS new (item, weight)
    ON CONFLICT ON CONSTRAINT draw_weight_pkey DO UPDATE SET weight = EXCLUDED.weight;
END $$;

-- For who answers. They tell of no group and no answer.
CREATE FUNCTION urn.draw_weights(round uuid) RETURNS TABLE (number integer, weight smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.number, d.weight FROM urn.draw_weight d JOIN public.soundings_item i ON i.id = d.item
    WHERE d.round = $1;
$$;

-- ── Answering ───────────────────────────────────────────────────────────────────────────
DROP FUNCTION urn.cast_vote(uuid, bytea, bytea, integer, smallint, smallint, real);
CREATE FUNCTION urn.cast_vote(
    round uuid, h1 bytea, h2 bytea, number integer, value smallint
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF cast_vote.value IS NULL THEN
        RETURN urn.take_back(cast_vote.round, cast_vote.h2, cast_vote.number);
    END IF;
    FOR attempt IN 1 .. 2 LOOP
        -- Nearly always this is all: one statement, which looks at everything at once.
        INSERT INTO urn.open_answer AS a (round, h2, item, value)
        SELECT r.round, v.h2, i.id, cast_vote.value
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
