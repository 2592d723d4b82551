"""Norwegian search: what a course is found by, and what a reader's words mean.

Each word is kept as written, as its stem, and as the stem's stem; å and aa are the same letter, and the å before a
verb is nobody's word. A query's word is found by its beginning, its stem, and the stem's stem:
the stemmer cuts “lærere” to “lærer”, “lærer” to “lær”, and “lærerne” not at all.
"""

from django.db import migrations

MAKE = r"""
CREATE FUNCTION catalogue_letters(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(replace(lower(coalesce($1, '')), 'aa', 'å'), 'erne\M', 'ere', 'g')
$$;

CREATE FUNCTION catalogue_plain(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(catalogue_letters($1), '\må\M', ' ', 'g')
$$;

CREATE FUNCTION catalogue_words(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.simple', words) || stems || to_tsvector(
        'pg_catalog.norwegian', array_to_string(tsvector_to_array(stems), ' '))
    FROM to_tsvector('pg_catalog.norwegian', words) AS stems
$$;

CREATE FUNCTION catalogue_search_vector(title text, description text, keywords text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(catalogue_words(catalogue_plain(title)), 'A')
        || catalogue_words(catalogue_plain(description) || ' ' || catalogue_plain(keywords))
$$;

CREATE FUNCTION catalogue_word_query(word text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    stem text := (ts_lexize('norwegian_stem', word))[1];
    deeper text := (ts_lexize('norwegian_stem', stem))[1];
    wanted tsquery := (quote_literal(word) || ':*')::tsquery;
BEGIN
    IF stem IS NOT NULL THEN wanted := wanted || quote_literal(stem)::tsquery; END IF;
    IF deeper IS NOT NULL THEN wanted := wanted || quote_literal(deeper)::tsquery; END IF;
    RETURN wanted;
END
$$;

CREATE FUNCTION catalogue_search_query(words text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    word text;
    wanted tsquery;
BEGIN
    FOR word IN
        SELECT hit[1] FROM regexp_matches(
            catalogue_letters(words), '[[:alnum:]æøåäöéèüÿñ]+', 'g') AS hit
    LOOP
        wanted := CASE WHEN wanted IS NULL THEN catalogue_word_query(word)
                      ELSE wanted && catalogue_word_query(word) END;
    END LOOP;
    RETURN coalesce(wanted, ''::tsquery);
END
$$;
"""
DROP = """
DROP FUNCTION catalogue_search_query(text);
DROP FUNCTION catalogue_word_query(text);
DROP FUNCTION catalogue_search_vector(text, text, text);
DROP FUNCTION catalogue_words(text);
DROP FUNCTION catalogue_plain(text);
DROP FUNCTION catalogue_letters(text);
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, DROP)]
