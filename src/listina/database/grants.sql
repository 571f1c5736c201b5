-- Who may do what to which table: the whole answer stands here (ADR 0003), and which rows of it (ADR 0002).
-- Runs after every migrate, as listina_owner, in one transaction. A table that is not named here is out of reach of
-- everybody but its owner; tests/database/test_privileges.py fails until it is named.

-- 1. Nothing for anybody ---------------------------------------------------------------------------------------------

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, listina_app, listina_retention;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, listina_app, listina_retention;
REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC, listina_app, listina_retention;

-- 2. Tables, application by application ------------------------------------------------------------------------------

-- django: which migrations ran is read by doctor; sessions come and go
GRANT SELECT ON django_migrations TO listina_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO listina_app;
GRANT SELECT ON django_migrations TO listina_retention;

-- procrastinate: the queue of jobs
GRANT SELECT, INSERT, UPDATE, DELETE
    ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
    TO listina_app;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO listina_app;

-- sequences: the next value only, never setting one
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO listina_app;
GRANT USAGE ON SEQUENCE audit_entry_id_seq TO listina_retention;

-- audit: written once
GRANT SELECT, INSERT ON audit_entry TO listina_app;
GRANT SELECT, INSERT, DELETE ON audit_entry TO listina_retention;

-- accounts: nobody is deleted while a record names them; certificates and grants end, they do not change
GRANT SELECT, INSERT, UPDATE ON accounts_authority, accounts_user TO listina_app;
GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON accounts_certificate TO listina_app;
GRANT SELECT, INSERT, UPDATE (withdrawn_at, valid_until) ON accounts_grant TO listina_app;
-- counts of failed sign-ins by address live for minutes; the row is no authority's, it holds a digest only
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_failed_address TO listina_app;
GRANT SELECT ON accounts_authority, accounts_grant TO listina_retention;
GRANT SELECT, UPDATE
    (username, password, is_active, failed_sign_ins, locked_until, given_names, family_name, title_before, title_after,
     sort_key, search_text)
    ON accounts_user TO listina_retention;
GRANT SELECT, UPDATE (der, subject, key_location) ON accounts_certificate TO listina_retention;

-- register: counters and reservations change; what is confirmed is written once (ADR 0004)
GRANT SELECT, INSERT, UPDATE ON register_series, register_confirmation_order TO listina_app;
GRANT SELECT, INSERT, UPDATE (state) ON register_reservation TO listina_app;
GRANT SELECT, INSERT
    ON register_clause, register_clause_record, register_clause_evidence, register_page_digest, register_leaf_outbox,
       register_voiding, register_correction, register_evidence_correction, register_receipt
    TO listina_app;
GRANT SELECT, DELETE
    ON register_clause_record, register_clause_evidence, register_evidence_correction, register_receipt
    TO listina_retention;
GRANT SELECT, UPDATE (official_name, statements) ON register_clause TO listina_retention;
GRANT SELECT, UPDATE (reason) ON register_voiding TO listina_retention;

-- conversions: cases, pages and artifacts change while a conversion is made; answers and events are written once
GRANT SELECT, INSERT, UPDATE
    ON conversion_case, conversion_page, conversion_received_file, conversion_paper_work TO listina_app;
GRANT SELECT, INSERT, UPDATE (decision, decided_by_id, decided_at) ON conversion_correction_request TO listina_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON conversion_artifact TO listina_app;
GRANT SELECT, INSERT ON conversion_answer, conversion_event TO listina_app;
GRANT SELECT, DELETE ON conversion_answer, conversion_event, conversion_correction_request TO listina_retention;
GRANT SELECT, UPDATE (filename, device) ON conversion_page TO listina_retention;
GRANT SELECT, UPDATE (filename) ON conversion_received_file TO listina_retention;
GRANT SELECT, UPDATE (message, stated_message, examined, consent, integrity_decision, affirmed)
    ON conversion_paper_work TO listina_retention;
GRANT SELECT, UPDATE
    (purpose, reference_number, file_mark, search_text, untransferable, designation, drawn_up_on, void_reason,
     official_snapshot, grant_snapshot, certificate_snapshot, certificate, certificate_chain, composed,
     prepared, signature_value, timestamp_token, scans_deleted_at, output_deleted_at, renew_before, forgotten_at)
    ON conversion_case TO listina_retention;

-- 3. Rows: one line for each table whose rows belong to an authority ---------------------------------------------------
-- kind 'authority': rows of the authority in scope; 'public': those, and all rows for reading in the public scope.

DO $$
DECLARE
    old record;
    rule record;
    allowed text;
BEGIN
    FOR old IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON %I', old.policyname, old.tablename);
    END LOOP;

    FOR rule IN
        SELECT * FROM (VALUES
            ('accounts_authority', 'id', 'authority'),
            ('accounts_user', 'authority_id', 'authority'),
            ('accounts_certificate', 'authority_id', 'authority'),
            ('accounts_grant', 'authority_id', 'authority'),
            ('audit_entry', 'authority_id', 'authority'),
            ('conversion_case', 'authority_id', 'authority'),
            ('conversion_page', 'authority_id', 'authority'),
            ('conversion_received_file', 'authority_id', 'authority'),
            ('conversion_paper_work', 'authority_id', 'authority'),
            ('conversion_artifact', 'authority_id', 'authority'),
            ('conversion_answer', 'authority_id', 'authority'),
            ('conversion_event', 'authority_id', 'authority'),
            ('conversion_correction_request', 'authority_id', 'authority'),
            ('register_reservation', 'authority_id', 'authority'),
            ('register_clause', 'authority_id', 'public'),
            ('register_clause_record', 'authority_id', 'authority'),
            ('register_clause_evidence', 'authority_id', 'authority'),
            ('register_page_digest', 'authority_id', 'authority'),
            ('register_leaf_outbox', 'authority_id', 'authority'),
            ('register_voiding', 'authority_id', 'authority'),
            ('register_correction', 'authority_id', 'public'),
            ('register_evidence_correction', 'authority_id', 'authority'),
            ('register_receipt', 'authority_id', 'authority')
        ) AS rules (table_name, authority_column, kind)
    LOOP
        IF rule.kind NOT IN ('authority', 'public') THEN
            RAISE EXCEPTION 'grants.sql: % has the unknown kind %', rule.table_name, rule.kind;
        END IF;
        -- Settings in sub-selects are read once per statement, not once per row. Unset and empty match nothing.
        allowed := format(
            $condition$
                (SELECT current_setting('listina.scope', true)) = 'system'
                OR (SELECT current_setting('listina.scope', true)) = 'authority'
                AND %I = (SELECT nullif(current_setting('listina.authority', true), '')::bigint)
            $condition$,
            rule.authority_column
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', rule.table_name);
        EXECUTE format(
            'CREATE POLICY scope_rows ON %I FOR ALL TO listina_app USING (%s) WITH CHECK (%s)',
            rule.table_name, allowed, allowed
        );
        IF rule.kind = 'public' THEN
            EXECUTE format(
                'CREATE POLICY public_rows ON %I FOR SELECT TO listina_app '
                'USING ((SELECT current_setting(''listina.scope'', true)) = ''public'')',
                rule.table_name
            );
        END IF;
        EXECUTE format('CREATE POLICY retention_rows ON %I FOR ALL TO listina_retention USING (true)', rule.table_name);
    END LOOP;
END
$$;
