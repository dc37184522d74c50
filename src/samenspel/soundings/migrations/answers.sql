-- Instruments with other answers than agree and disagree.
--
-- What is asked says between which values an answer lies; a ballot of such an instrument is packed
-- with four bits for each answer (`soundings/packed_ballots.py`).

ALTER TABLE urn.open_answer DROP CONSTRAINT open_answer_value_check;
ALTER TABLE urn.open_answer ADD CONSTRAINT open_answer_value_check CHECK (value BETWEEN -1 AND 14);

CREATE OR REPLACE FUNCTION urn.cast_vote(
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
          AND cast_vote.value BETWEEN i.lowest AND i.highest
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

-- As before, but for how many bits an answer takes.
CREATE OR REPLACE FUNCTION urn.close_round(round uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    answers bigint;
BEGIN
    DELETE FROM urn.open_round r WHERE r.round = close_round.round;
    IF NOT FOUND THEN
        RETURN;  -- done before
    END IF;
    SELECT CASE s.instrument WHEN 'statements' THEN 4 ELSE 16 END INTO answers
    FROM public.soundings_sounding s WHERE s.id = close_round.round;
    -- Whoever is writing an answer just now finishes first.
    LOCK TABLE urn.open_voice, urn.open_answer, urn.own_statement IN ACCESS EXCLUSIVE MODE;
    PERFORM urn.make_room(close_round.round);
    WITH renamed AS MATERIALIZED (
        SELECT v.h2, v.asked_group, gen_random_uuid() AS id FROM urn.open_voice v
        WHERE v.round = close_round.round
    ), said AS (
        SELECT a.h2, string_agg(
            substring(int8send(answers * i.number::bigint + a.value + 1) FROM 5),
            ''::bytea ORDER BY i.number
        ) AS ballot
        FROM urn.open_answer a JOIN public.soundings_item i ON i.id = a.item
        WHERE a.round = close_round.round AND a.value IS NOT NULL
        GROUP BY a.h2
    )
    INSERT INTO urn.soundings_voice (sounding_id, id, group_id, ballot)
    SELECT close_round.round, n.id, n.asked_group, coalesce(s.ballot, '')
    FROM renamed n LEFT JOIN said s USING (h2)
    ORDER BY n.id;
    PERFORM urn.drop_part('open_answer', close_round.round);
    PERFORM urn.drop_part('open_voice', close_round.round);
    PERFORM urn.drop_part('own_statement', close_round.round);
END $$;
