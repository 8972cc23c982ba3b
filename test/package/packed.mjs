// Checks what `npm pack` would publish: nothing missing, nothing else, and small.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LIMIT_BYTES = 110_000;

const [packed] = JSON.parse(
	execFileSync('npm', ['pack', '--dry-run', '--json'], { encoding: 'utf8' }),
);
const files = packed.files.map(({ path }) => path);
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
	'dist/nodes/AnyfastVideo/__schema__/v1.0.0/generate.json',
];
for (const file of needed) assert.ok(files.includes(file), `${file} is missing`);
for (const node of n8n.nodes) assert.ok(files.includes(`${node}on`), `${node} has no codex file`);

assert.ok(packed.size < LIMIT_BYTES, `${packed.size} bytes packed, more than ${LIMIT_BYTES}`);
console.log(`The package holds ${files.length} files, ${packed.size} bytes packed.`);
