// Before `npm test`: the real browser the tests drive. Installs Debian's package where it may, else says what to install.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const BROWSER = '/usr/bin/chromium';
if (!existsSync(BROWSER)) {
  const command = 'apt-get update && apt-get install -y chromium fonts-noto-cjk';
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (!mayInstall) {
    console.error(`测试需要 Chromium / the tests need Chromium: sudo sh -c '${command}'`);
    process.exit(1);
  }
  console.log(`Chromium is missing: ${command}`);
  execFileSync('sh', ['-c', `${command} >/dev/null`], { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
