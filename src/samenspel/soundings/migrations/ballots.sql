-- What a closed voice said becomes one packed ballot, in its own row.
--
-- A row of the database costs more than what an answer says: packed, the answers of a round take a
-- tenth of the room, and are read many times faster. How a ballot is packed stands in
-- `soundings/packed_ballots.py`.

ALTER TABLE urn.soundings_voice ADD COLUMN ballot bytea NOT NULL DEFAULT '';
SELECT urn.take_no_samples(relid) FROM pg_partition_tree('urn.soundings_voice');

-- ── Rounds that are closed ──────────────────────────────────────────────────────────────
UPDATE urn.soundings_voice v SET ballot = said.ballot
FROM (
    SELECT a.sounding_id, a.voice_id, string_agg(
        substring(int8send(4 * i.number::bigint + a.value + 1) FROM 5), ''::bytea ORDER BY i.number
    ) AS ballot
    FROM urn.soundings_answer a
    JOIN public.soundings_item i ON i.id = a.item_id AND i.sounding_id = a.sounding_id
    GROUP BY 1, 2
) said
WHERE v.sounding_id = said.sounding_id AND v.id = said.voice_id;

DO $$
BEGIN
    IF (SELECT count(*) FROM urn.soundings_answer)
       <> (SELECT coalesce(sum(length(v.ballot)), 0) / 4 FROM urn.soundings_voice v) THEN
        RAISE EXCEPTION 'Not every answer has a voice and a statement: nothing was changed.';
    END IF;
END $$;

ALTER TABLE urn.soundings_voice ALTER COLUMN ballot DROP DEFAULT;
DROP TABLE urn.soundings_answer;

-- ── Room for a round ────────────────────────────────────────────────────────────────────
CREATE OR REPLACE FUNCTION urn.make_room(round uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT urn.add_part('soundings_voice', round);
$$;

CREATE OR REPLACE FUNCTION urn.destroy_voices(round uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT urn.drop_part('soundings_voice', round);
$$;

-- ── Closing ─────────────────────────────────────────────────────────────────────────────
-- Voices get new random numbers and a new, random place, each with all that it said; what was kept
-- while the round was open is dropped. The statistics stay until the outcome is made.
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
    ), said AS (
        SELECT a.h2, string_agg(
            substring(int8send(4 * i.number::bigint + a.value + 1) FROM 5),
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
