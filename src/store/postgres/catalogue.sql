-- What the server's catalogue says of the schema `iro`, one line for each object: its kind, its name, what it is. The
-- program compares this with `catalogue.txt`, which a test compares with a new store.
--
-- PostgreSQL 15 to 18 give the same lines for the same store. Left out is what they don't agree on, or what an
-- administrator may well change: NOT NULL as a constraint (from 18 on; it is told with the column), whether a constraint
-- was validated, storage parameters of tables, statistics, comments. The owner is called `owner`, whoever that is.

WITH space AS (SELECT oid, nspowner, nspacl FROM pg_namespace WHERE nspname = 'iro'),
ours (role) AS (VALUES ('iro_analyse'), ('iro_read'), ('iro_write'), ('iro_keep'), ('iro_purge')),
relation AS (
    SELECT c.oid, 'iro.' || c.relname AS name, c.relkind, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity,
           c.relpersistence, c.reloptions, space.nspowner
    FROM pg_class c JOIN space ON c.relnamespace = space.oid WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
),
function AS (
    SELECT p.*, 'iro.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name, space.nspowner
    FROM pg_proc p JOIN space ON p.pronamespace = space.oid
),
granted (object, owner, acl) AS (
    SELECT 'SCHEMA iro', nspowner, coalesce(nspacl, acldefault('n', nspowner)) FROM space
    UNION ALL SELECT name, relowner, coalesce(relacl, acldefault('r', relowner)) FROM relation WHERE relkind <> 'S'
    UNION ALL SELECT 'FUNCTION ' || name, proowner, coalesce(proacl, acldefault('f', proowner)) FROM function
    UNION ALL SELECT name || ' (' || attname || ')', relowner, attacl
    FROM relation JOIN pg_attribute ON attrelid = relation.oid WHERE attacl IS NOT NULL AND NOT attisdropped
),
line (kind, name, what) AS (
    SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'table' END, name,
           CASE relkind WHEN 'r' THEN 'a table' WHEN 'v' THEN 'a view' ELSE 'of another kind' END
           || CASE WHEN relowner = nspowner THEN ', of owner' ELSE ', of ' || pg_get_userbyid(relowner)::text END
           || CASE WHEN relrowsecurity THEN ', row level security' ELSE '' END
           || CASE WHEN relforcerowsecurity THEN ', forced row level security' ELSE '' END
           || CASE WHEN relpersistence <> 'p' THEN ', unlogged' ELSE '' END
           || CASE WHEN relkind = 'v' THEN coalesce(', with ' || array_to_string(reloptions, ', '), '') || ', '
                   || encode(sha256(convert_to(regexp_replace(pg_get_viewdef(oid), '[[:space:]]+', ' ', 'g'), 'UTF8')), 'hex')
              ELSE '' END
    FROM relation
    UNION ALL
    SELECT 'column', name || '.' || attname,
           format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ', not null' ELSE '' END
           || coalesce(', default ' || pg_get_expr(adbin, adrelid), '') || attidentity::text || attgenerated::text
    FROM relation JOIN pg_attribute ON attrelid = relation.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT 'constraint', conname || ' on ' || name, replace(pg_get_constraintdef(c.oid), ' NOT VALID', '')
    FROM relation JOIN pg_constraint c ON conrelid = relation.oid WHERE contype NOT IN ('n', 't')
    UNION ALL
    SELECT 'index', 'iro.' || i.relname, pg_get_indexdef(i.oid) || CASE WHEN indisvalid THEN '' ELSE ', not valid' END
    FROM relation JOIN pg_index ON indrelid = relation.oid JOIN pg_class i ON i.oid = indexrelid
    UNION ALL
    SELECT 'trigger', tgname || ' on ' || name,
           pg_get_triggerdef(t.oid) || CASE tgenabled WHEN 'D' THEN ', disabled' WHEN 'R' THEN ', enabled for replicas' ELSE '' END
    FROM relation JOIN pg_trigger t ON tgrelid = relation.oid WHERE NOT tgisinternal
    UNION ALL
    SELECT DISTINCT 'trigger', 'of the foreign keys on ' || name, 'disabled'
    FROM relation JOIN pg_trigger ON tgrelid = relation.oid WHERE tgisinternal AND tgenabled IN ('D', 'R')
    UNION ALL
    SELECT 'rule', rulename || ' on ' || name, pg_get_ruledef(r.oid)
    FROM relation JOIN pg_rewrite r ON ev_class = relation.oid WHERE rulename <> '_RETURN'
    UNION ALL
    SELECT 'policy', polname || ' on ' || name,
           CASE WHEN polpermissive THEN '' ELSE 'only ' END || polcmd::text || ' to '
           || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END, ', ' ORDER BY role)
               FROM unnest(polroles) role)
           || coalesce(', using ' || pg_get_expr(polqual, polrelid), '')
           || coalesce(', checked by ' || pg_get_expr(polwithcheck, polrelid), '')
    FROM relation JOIN pg_policy ON polrelid = relation.oid
    UNION ALL
    SELECT 'function', name, pg_get_function_result(f.oid) || ', ' || lanname || ', ' || provolatile::text
           || CASE WHEN prosecdef THEN ', security definer' ELSE '' END
           || CASE WHEN proowner = nspowner THEN ', of owner' ELSE ', of ' || pg_get_userbyid(proowner)::text END
           || coalesce(', with ' || array_to_string(proconfig, ', '), '') || ', '
           || encode(sha256(convert_to(replace(prosrc, chr(13), ''), 'UTF8')), 'hex')
    FROM function f JOIN pg_language l ON l.oid = prolang
    UNION ALL
    SELECT 'table', inhrelid::regclass::text, 'a part of ' || name
    FROM relation JOIN pg_inherits ON inhparent = relation.oid
    UNION ALL
    SELECT 'right', privilege_type || ' on ' || object || ' to '
           || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
           CASE WHEN bool_or(is_grantable) THEN 'with grant option' ELSE 'given' END
    FROM granted, aclexplode(acl) WHERE grantee <> owner GROUP BY privilege_type, object, grantee
    UNION ALL
    SELECT 'role', role, CASE WHEN r.oid IS NULL THEN 'not there' ELSE 'there' END
           || CASE WHEN rolsuper THEN ', superuser' ELSE '' END || CASE WHEN rolbypassrls THEN ', bypassrls' ELSE '' END
           || CASE WHEN rolcreaterole THEN ', createrole' ELSE '' END || CASE WHEN rolcanlogin THEN ', login' ELSE '' END
    FROM ours LEFT JOIN pg_roles r ON rolname = role
    UNION ALL
    SELECT 'role', member.rolname || ' in ' || role.rolname, 'given'
    FROM pg_auth_members m JOIN pg_roles role ON role.oid = m.roleid JOIN pg_roles member ON member.oid = m.member
    JOIN ours ON member.rolname = ours.role
    UNION ALL
    SELECT 'setting', split_part(setting, '=', 1) || CASE setrole WHEN 0 THEN '' ELSE ' of ' || pg_get_userbyid(setrole)::text END,
           split_part(setting, '=', 2)
    FROM pg_db_role_setting, unnest(setconfig) setting
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND starts_with(setting, 'session_replication_role=') AND setting <> 'session_replication_role=origin'
)
SELECT kind, name, regexp_replace(what, '[[:space:]]+', ' ', 'g') FROM line ORDER BY kind COLLATE "C", name COLLATE "C", what COLLATE "C";
