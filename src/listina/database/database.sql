-- What the three roles may do with the database as a whole. Run once per database, as a superuser connected to it
-- (CREATE DATABASE … TEMPLATE does not copy these privileges); running it again changes nothing.

DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO listina_owner, listina_app, listina_retention', current_database()
    );
END
$$;

ALTER SCHEMA public OWNER TO listina_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO listina_app, listina_retention;
