-- The three roles of Listina (ADR 0003). Run once per server, as a superuser; running it again changes nothing.
-- Passwords are given apart, each role its own: in psql by \password listina_owner and so on.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['listina_owner', 'listina_app', 'listina_retention'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I', wanted);
        END IF;
        EXECUTE format(
            'ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS', wanted
        );
    END LOOP;
END
$$;

-- Effects outside the database never run inside a transaction: one that idles for a minute belongs to a dead process.
ALTER ROLE listina_app SET idle_in_transaction_session_timeout = '60s';
