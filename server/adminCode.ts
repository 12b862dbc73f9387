// "npm run admin-code": prints another code for an admin. Whoever can write to the database may, as it is theirs.
import { ConfigError, readConfig } from './config.ts';
import { adminLink } from './greeting.ts';
import { makeAdminCode } from './house/AdminCode.ts';
import { DatabaseProblem } from './store/DatabaseProblem.ts';
import { SqlStore } from './store/SqlStore.ts';

try {
  const { database, publicUrl, https, port } = readConfig(process.env);
  const store = await SqlStore.open(database);
  const code = await makeAdminCode(store);
  await store.close();
  const url = publicUrl?.href ?? `${https ? 'https' : 'http'}://localhost:${port}`;
  process.stdout.write(
    `Whoever opens this link becomes an admin of this house; it is good once, for a day:\n  ${adminLink(url, code)}\n  (the code alone: ${code})\n`,
  );
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof DatabaseProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
