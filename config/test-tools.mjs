// Before `npm test`: what the tests need beside npm's packages. Installs Debian's packages where it may, else says what to install.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The real browser that the tests drive, with letters for Chinese; and another program's eyes for what is printed. */
const TOOLS = [
  { file: '/usr/bin/chromium', packages: ['chromium', 'fonts-noto-cjk'] },
  { file: '/usr/bin/pdftotext', packages: ['poppler-utils'] },
];
const missing = TOOLS.filter(({ file }) => !existsSync(file)).flatMap(({ packages }) => packages);
if (missing.length > 0) {
  const command = `apt-get update && apt-get install -y ${missing.join(' ')}`;
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (!mayInstall) {
    console.error(`测试需要 / the tests need: sudo sh -c '${command}'`);
    process.exit(1);
  }
  console.log(`missing: ${command}`);
  execFileSync('sh', ['-c', `${command} >/dev/null`], { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
