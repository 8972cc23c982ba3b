// npm run mutants -- nodes/shared/lists: puts faults into the built package, one at a time, and says which of them no test notices.
//   --faults=100   how many, drawn at random (all of them: --faults=all)
//   --seed=1       draws the same ones again
//   --near         only asks the tests of that folder; otherwise what they miss is shown to all tests
// It works in a copy of the project, so nothing of it is changed.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import ts from 'typescript';

import { npm } from '../e2e/setup/npm.mjs';
import { kill, onInterrupt, stopAll, track } from '../e2e/setup/processes.mjs';
import { makeTemporaryFolder } from '../e2e/setup/temporary.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Not copied: large, or made anew. */
const LEFT_OUT = ['node_modules', '.git', 'coverage'];

/** @typedef {{ file: string, line: number, start: number, end: number, before: string, after: string }} Fault */

/** What an operator becomes. @type {Partial<Record<ts.SyntaxKind, string>>} */
const TURNED_ROUND = {
	[ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
	[ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
	[ts.SyntaxKind.LessThanToken]: '>=',
	[ts.SyntaxKind.LessThanEqualsToken]: '<',
	[ts.SyntaxKind.GreaterThanToken]: '<=',
	[ts.SyntaxKind.GreaterThanEqualsToken]: '>',
	[ts.SyntaxKind.AmpersandAmpersandToken]: '||',
	[ts.SyntaxKind.BarBarToken]: '&&',
	[ts.SyntaxKind.QuestionQuestionToken]: '&&',
	[ts.SyntaxKind.PlusToken]: '-',
	[ts.SyntaxKind.MinusToken]: '+',
	[ts.SyntaxKind.AsteriskToken]: '/',
	[ts.SyntaxKind.SlashToken]: '*',
};

/** What is returned in place of a truth value. @type {Record<string, string | undefined>} */
const NEGATED = { true: 'false', false: 'true' };

const { values: flags, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		faults: { type: 'string', default: '100' },
		seed: { type: 'string', default: '1' },
		near: { type: 'boolean', default: false },
	},
});
const folder = (positionals[0] ?? '').replace(/\/$/, '');
if (!/^(nodes|credentials)\b/.test(folder) || !existsSync(join(ROOT, folder))) {
	console.error('Name a folder of the package, such as nodes/shared/lists.');
	process.exit(1);
}

onInterrupt(stopAll);
await npm(ROOT, ['run', 'build']);
const copy = join(makeTemporaryFolder('mutants'), 'project');
cpSync(ROOT, copy, {
	recursive: true,
	preserveTimestamps: true,
	filter: (path) => !LEFT_OUT.includes(basename(path)),
});
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));

const found = filesOf(join('dist', folder)).flatMap(faultsIn);
const chosen = draw(found, flags.faults === 'all' ? Infinity : Number(flags.faults));
const near = nearestTests();
console.log(`${chosen.length} of ${found.length} faults in ${folder}, shown to ${near} first …`);

const began = Date.now();
if ((await runTests(near, Infinity)) !== 'failed') {
	const patience = 5 * (Date.now() - began);
	const counts = { 'noticed nearby': 0, 'noticed elsewhere': 0, 'never ended': 0, survived: 0 };
	for (const [index, fault] of chosen.entries()) {
		counts[await show(fault, patience)]++;
		const shown = index + 1;
		if (shown % 20 === 0 || shown === chosen.length) console.log(`${shown} shown:`, counts);
	}
} else {
	console.error('The tests fail without any fault.');
	process.exitCode = 1;
}

/**
 * What the tests make of a fault.
 *
 * @param {Fault} fault
 * @param {number} patience for the tests nearby, in milliseconds
 */
async function show(fault, patience) {
	const path = join(copy, fault.file);
	const text = readFileSync(path, 'utf8');
	writeFileSync(path, text.slice(0, fault.start) + fault.after + text.slice(fault.end));
	try {
		const nearby = await runTests(near, patience);
		if (nearby !== 'passed') return nearby === 'failed' ? 'noticed nearby' : 'never ended';
		if (!flags.near && (await runTests('test/', Infinity)) === 'failed') return 'noticed elsewhere';
		const before = fault.before.replace(/\s+/g, ' ').slice(0, 80);
		console.log(`survived: ${fault.file}:${fault.line}  ${before}  became  ${fault.after}`);
		return 'survived';
	} finally {
		writeFileSync(path, text);
	}
}

/**
 * @param {string} pattern
 * @param {number} patience in milliseconds
 * @returns {Promise<'passed' | 'failed' | 'never ended'>}
 */
async function runTests(pattern, patience) {
	const args = ['node_modules/jest/bin/jest.js', pattern, '--bail', '--silent', '--coverage=false'];
	const child = track(
		spawn(process.execPath, args, { cwd: copy, detached: true, stdio: 'ignore' }),
	);
	let patient = true;
	const timer = setTimeout(
		() => {
			patient = false;
			void kill(child);
		},
		Math.min(patience, 2 ** 31 - 1),
	);
	/** @type {number | null} */
	const code = await new Promise((resolve) => child.once('exit', resolve));
	clearTimeout(timer);
	// A worker of jest that a fault keeps busy for ever outlives it.
	await kill(child);
	if (!patient) return 'never ended';
	return code === 0 ? 'passed' : 'failed';
}

/** The folder of tests that lies as the folder does, or the nearest one above it. */
function nearestTests() {
	const parts = folder.replace(/^nodes\//, '').split('/');
	for (; parts.length > 0; parts.pop()) {
		const tests = join('test', ...parts);
		if (existsSync(join(ROOT, tests))) return `${tests}/`;
	}
	return 'test/';
}

/** @param {string} built */
function filesOf(built) {
	const names = readdirSync(join(copy, built), { recursive: true, encoding: 'utf8' });
	return names.filter((name) => name.endsWith('.js')).map((name) => join(built, name));
}

/**
 * All faults that a file can be given.
 *
 * @param {string} file
 * @returns {Fault[]}
 */
function faultsIn(file) {
	const text = readFileSync(join(copy, file), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	/** @type {Fault[]} */
	const faults = [];
	/** @param {ts.Node} node @param {string} after */
	const add = (node, after) => {
		const [start, end] = [node.getStart(), node.getEnd()];
		const line = source.getLineAndCharacterOfPosition(start).line + 1;
		faults.push({ file, line, start, end, before: text.slice(start, end), after });
	};
	/** @param {ts.Node} node */
	const visit = (node) => {
		if (ts.isBinaryExpression(node)) {
			const turned = TURNED_ROUND[node.operatorToken.kind];
			if (turned && !isText(node)) add(node.operatorToken, turned);
		} else if (ts.isIfStatement(node) || ts.isWhileStatement(node)) {
			add(node.expression, `!(${node.expression.getText()})`);
		} else if (ts.isConditionalExpression(node)) {
			add(node.condition, `!(${node.condition.getText()})`);
		} else if (ts.isReturnStatement(node) && node.expression) {
			const returned = node.expression.getText();
			if (returned !== 'undefined') add(node.expression, NEGATED[returned] ?? 'undefined');
		} else if (ts.isAwaitExpression(node) && !ts.isReturnStatement(node.parent)) {
			add(node, node.expression.getText());
		} else if (ts.isExpressionStatement(node) && isCallInFunction(node)) {
			add(node, ';');
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return faults;
}

/** Texts that are put together: what is said has tests of its own. @param {ts.BinaryExpression} node */
function isText({ left, right }) {
	return [left, right].some(ts.isStringLiteralLike);
}

/** @param {ts.ExpressionStatement} statement */
function isCallInFunction({ expression, parent }) {
	const called = ts.isAwaitExpression(expression) ? expression.expression : expression;
	return ts.isCallExpression(called) && !ts.isSourceFile(parent);
}

/**
 * So many of them at random, in their order; the seed decides which.
 *
 * @template T
 * @param {T[]} all
 * @param {number} howMany
 */
function draw(all, howMany) {
	let state = Number(flags.seed);
	// A linear congruential generator, as in Numerical Recipes.
	const random = () => (state = (state * 1664525 + 1013904223) % 2 ** 32);
	return all
		.map((one, index) => ({ one, index, rank: random() }))
		.sort((a, b) => a.rank - b.rank)
		.slice(0, howMany)
		.sort((a, b) => a.index - b.index)
		.map(({ one }) => one);
}
