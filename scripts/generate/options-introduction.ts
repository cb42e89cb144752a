/** The prose of docs/options.md that no table holds. */
export const OPTIONS_INTRODUCTION = `<!-- Made by scripts/generate.ts of the tables in src/config; changes belong there. -->

# Options

Every option has one name, in kebab-case, and five ways to be set. The first of these that sets it counts:

1. a flag: \`--target 2\` or \`--target=2\`; for names and values \`--placeholders.name=value\`; \`--dry-run\` alone means true
2. a variable: \`FLYBACK_TARGET=2\`, \`FLYBACK_PLACEHOLDERS_NAME=value\`
3. an input of the action: \`target: 2\` under \`with:\` (the variables \`INPUT_TARGET\`; in a shell also with underscores)
4. \`flyback.yml\` (or \`flyback.yaml\`, \`flyback.json\`) in the working directory, or the file that \`config-file\` names; the
   section of the \`environment\` before the rest
5. Flyway's: \`FLYWAY_*\`, then \`flyway.toml\` with \`flyway.user.toml\`, then \`flyway.conf\`, of the current folder, the working
   directory and \`FLYWAY_CONFIG_FILES\`; as with Flyway, .conf files do not count beside .toml ones

If flyback's sources and Flyway's set one option differently, a notice names both. An empty value counts as not given; an
empty list is written \`[]\`. Unknown names are errors. A password is refused on the command line, in a url as well.

Options marked ¹ can also stand in an entry of \`databases\`, which they then concern alone. The options beside the list are
the entries' defaults:

\`\`\`yaml
user: migrator
password-env: DB_PASSWORD
databases:
  - name: registry
    url: mysql://db.example.com:3306/registry
    locations: migrations/registry
  - name: visits
    url: mysql://db.example.com:3306/visits
    locations: migrations/visits
    placeholders: { registry: registry }
    depends-on: [registry]
environments:
  staging:
    user: migrator_staging
\`\`\`

\`FLYBACK_<NAME>_URL\`, \`FLYBACK_<NAME>_USER\`, \`FLYBACK_<NAME>_PASSWORD\` and \`FLYBACK_<NAME>_PASSWORD_FILE\` set these for one
database; its name is in upper case, with \`_\` for every character that is neither letter nor digit.

Host, port, socket, user, password and database replace what the url says if they come from the same source as the url or
a stronger one; from a weaker source, user, password and database fill in what the url leaves open. A url outside the list
of databases says where the server is: the database in it does not count for the entries.`;
