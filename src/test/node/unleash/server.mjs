// Starts Unleash on a free port of this machine, prints the port, and ends when its input does.
import { start } from 'unleash-server';

const unleash = await start({
  databaseUrl: process.env.DATABASE_URL,
  db: { ssl: false },
  server: { port: 0, host: '127.0.0.1' },
  authentication: { type: 'open-source', initialAdminUser: { username: 'admin', password: 'unleash4all' } },
  versionCheck: { enable: false },
  logLevel: 'error',
});
console.log('port ' + unleash.server.address().port);
process.stdin.on('end', () => process.exit(0)).resume();
