// Before `npm start`: builds what is not built yet.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('dist/gateway/main.js') || !existsSync('dist/dashboard/index.html')) {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
