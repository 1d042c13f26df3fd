#!/usr/bin/env node
// Runs forge, anvil or cast from npm, in this project's folder, and exits as it does:
//
//   node tools/foundry.mjs forge test
//
// The launchers that npm links into node_modules/.bin always exit with 0, even if tests fail (@foundry-rs 1.7.1).
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PROJECT, binary } from './foundry-binary.mjs';

function main([tool, ...args]) {
  const child = spawn(binary(tool), args, { cwd: PROJECT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${tool}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

main(process.argv.slice(2));
