// Where this project lies, and where npm put the native binaries of Foundry's tools.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Path of a tool's native binary: the npm package of this platform carries it. */
export function binary(tool) {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch;
  const name = process.platform === 'win32' ? `${tool}.exe` : tool;
  const path = join(PROJECT, 'node_modules', '@foundry-rs', `${tool}-${process.platform}-${arch}`, 'bin', name);
  if (!existsSync(path)) throw new Error(`${tool} is not installed: there is no ${path}; run "npm ci" in ${PROJECT}`);
  return path;
}
