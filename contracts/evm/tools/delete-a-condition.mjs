#!/usr/bin/env node
// Shows that every condition of a contract is tested: deletes one at a time, in a copy of the project, and expects
// the tests to fail. For the settlement contracts; delete_a_check.py does it for the verifier's tagged checks.
//
//   node tools/delete-a-condition.mjs [--skip GLOB] FILE.sol ...
//
// A check is an `if (...) revert`, a call of a function named `require...` or `check`, an `only...` modifier,
// one operand of && or || in a condition, or the clearing of what may be used once: `drop`, or an assignment of
// 0 or address(0). --skip leaves tests out, as forge's --no-match-path.
// Exits with 1 if a check can be deleted unnoticed or cannot be tried.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, binary } from './foundry-binary.mjs';

const FORGE = binary('forge');

/** Few runs and no optimizer: each mutant compiles most of the tests again. */
const ENVIRONMENT = {
  ...process.env,
  FOUNDRY_DENY: 'never',
  FOUNDRY_OPTIMIZER: 'false',
  FOUNDRY_FUZZ_RUNS: '32',
  FOUNDRY_INVARIANT_RUNS: '4',
};

/** Whole statements, and modifiers, whose deletion removes a check. */
const DELETIONS = [
  /^[ \t]*if \((?:[^;{}]*)\) revert [^;]*;/gm,
  /^[ \t]*if \((?:[^;{}]*)\) \{\s*revert [^;]*;\s*\}/gm,
  /^[ \t]*(?:\w+\.)?_?require\w+\([^;=]*\);/gm,
  /^[ \t]*[\w().]+\.(?:check|verify)\([^;]*\);/gm,
  /^[ \t]*only\w+(?:\([^)]*\))?[ \t]*$/gm,
  /^[ \t]*(?:[\w[\].]+\.)?drop\([^;]*\);/gm,
  /^[ \t]*[\w[\].]+ = (?:0|address\(0\));/gm,
  /(?<=\)[^\n]*) only\w+(?:\([^)]*\))?(?= *(?:returns[^\n]*)?\{)/gm,
];
/** Conditions of several operands; each operand alone is a check. */
const CONDITIONS = [
  /\breturn ([^;{}\n]*(?:&&|\|\|)[^;{}\n]*);/g,
  /\bif \(([^;{}\n]*(?:&&|\|\|)[^;{}\n]*)\) (?:revert|\{)/g,
];

/** All mutants of a source: where the deleted text is, and what stands there instead. */
function mutants(source) {
  const found = [];
  for (const pattern of DELETIONS) {
    for (const match of source.matchAll(pattern)) {
      found.push({ start: match.index, end: match.index + match[0].length, instead: '' });
    }
  }
  for (const match of CONDITIONS.flatMap((pattern) => [...source.matchAll(pattern)])) {
    const start = match.index + match[0].indexOf(match[1]);
    const parts = match[1].split(/ (&&|\|\|) /);
    for (let i = 0; i < parts.length; i += 2) {
      const kept = parts.filter((_, j) => (i === 0 ? j > 1 : j !== i && j !== i - 1));
      found.push({ start, end: start + match[1].length, instead: kept.join(' ') });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** A copy of the project, with the shared vectors where its tests look for them. */
function copyProject() {
  const root = mkdtempSync(join(tmpdir(), 'delete-a-condition-'));
  const copy = join(root, 'contracts', 'evm');
  for (const name of ['src', 'test', 'tools', 'snapshots', 'foundry.toml', 'package.json']) {
    cpSync(join(PROJECT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  cpSync(join(PROJECT, '..', '..', 'tests', 'vectors'), join(root, 'tests', 'vectors'), { recursive: true });
  return { root, copy };
}

/** 'passed', 'failed' or 'broken' (does not compile). */
function test(copy, skip) {
  const args = ['test', '--fail-fast', ...(skip ? ['--no-match-path', skip] : [])];
  const run = spawnSync(FORGE, args, { cwd: copy, env: ENVIRONMENT, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status === 0) return 'passed';
  return run.stdout.includes('[FAIL') ? 'failed' : 'broken';
}

function main(args) {
  const at = args.indexOf('--skip');
  const skip = at >= 0 ? args.splice(at, 2)[1] : undefined;
  if (args.length === 0) throw new Error('name at least one source file');
  const { root, copy } = copyProject();
  let bad = 0;
  let tried = 0;
  try {
    execFileSync(FORGE, ['build'], { cwd: copy, env: ENVIRONMENT, stdio: 'ignore' });
    if (test(copy, skip) !== 'passed') throw new Error('the tests fail already before any deletion');
    for (const file of args) {
      const source = readFileSync(join(copy, file), 'utf8');
      for (const { start, end, instead } of mutants(source)) {
        writeFileSync(join(copy, file), source.slice(0, start) + instead + source.slice(end));
        const outcome = test(copy, skip);
        const line = source.slice(0, start).split('\n').length + (source[start] === '\n' ? 1 : 0);
        const text = source.slice(start, end).replace(/\s+/g, ' ').trim();
        const shown = instead ? `${text}  =>  ${instead}` : text;
        const verdict = { failed: 'noticed  ', passed: 'UNNOTICED', broken: 'BROKEN   ' }[outcome];
        console.log(`${verdict}  ${file}:${line}  ${shown}`);
        tried += 1;
        if (outcome !== 'failed') bad += 1;
      }
      writeFileSync(join(copy, file), source);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  console.log(`${tried} checks deleted, ${bad} not noticed`);
  process.exit(bad === 0 && tried > 0 ? 0 : 1);
}

main(process.argv.slice(2));
