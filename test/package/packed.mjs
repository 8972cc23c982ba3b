// Checks what `npm pack` would publish: nothing missing, nothing else, nothing that an older n8n lacks, and
// small.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LIMIT_BYTES = 110_000;

/** @type {[{ files: { path: string }[], size: number }]} */
const [packed] = JSON.parse(
	execFileSync('npm', ['pack', '--dry-run', '--json'], { encoding: 'utf8' }),
);
const files = packed.files.map(({ path }) => path);
/** @type {{ n8n: { nodes: string[], credentials: string[] } }} */
const { n8n } = JSON.parse(readFileSync('package.json', 'utf8'));

const outsideDist = files.filter((file) => !file.startsWith('dist/')).sort();
assert.deepEqual(outsideDist, ['CHANGELOG.md', 'LICENSE', 'README.md', 'index.js', 'package.json']);

const strangers = files.filter(
	(file) =>
		!/\.(js|node\.json|svg|md)$|\/__schema__\/.+\.json$|^(LICENSE|package\.json)$/.test(file),
);
assert.deepEqual(strangers, [], 'files of an unknown kind');

const needed = [
	...n8n.nodes,
	...n8n.credentials,
	'dist/icons/anyfast.svg',
	'dist/icons/anyfast.dark.svg',
	'dist/nodes/AnyfastAsset/__schema__/v1.0.0/asset/upload.json',
	'dist/nodes/AnyfastVideo/__schema__/v1.0.0/video/generate.json',
];
for (const file of needed) assert.ok(files.includes(file), `${file} is missing`);
for (const node of n8n.nodes) assert.ok(files.includes(`${node}on`), `${node} has no codex file`);

const code = files.filter((file) => file.endsWith('.js')).map((file) => readFileSync(file, 'utf8'));
const fromElsewhere = /^.*\b(?:require|import)\((?!"\.).*$/gm;
for (const line of code.flatMap((text) => text.match(fromElsewhere) ?? [])) {
	assert.match(
		line,
		/^const \w+ = require\("(n8n-workflow|crypto)"\);$/,
		'an import of something else',
	);
}
// npm run compat looks for these names in each n8n that it tries, the oldest first.
/** @type {string[]} */
const namesOfOldN8ns = JSON.parse(readFileSync('test/compat/n8nWorkflowNames.json', 'utf8'));
const namesTaken = new Set(code.flatMap(namesFromN8nWorkflow));
assert.deepEqual([...namesTaken].sort(), namesOfOldN8ns, 'what is taken from n8n-workflow');

assert.ok(packed.size < LIMIT_BYTES, `${packed.size} bytes packed, more than ${LIMIT_BYTES}`);
console.log(`The package holds ${files.length} files, ${packed.size} bytes packed.`);

/**
 * What a built file takes from n8n-workflow when it runs; types are gone by then.
 *
 * @param {string} text
 */
function namesFromN8nWorkflow(text) {
	const [, local] = /const (\w+) = require\("n8n-workflow"\);/.exec(text) ?? [];
	if (local === undefined) return [];
	return [...text.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, 'g'))].map(([, name]) => name);
}
