const { mkdir, readFile, writeFile } = require('node:fs/promises');
const { dirname } = require('node:path');

const { dest, parallel, src } = require('gulp');

/** Icons, to dist/icons: nodes and credentials name them by a path relative to their own built file. */
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

/** Codex files (search words, categories, links of the node panel), each beside its built node. */
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

/**
 * Schemas of what each operation gives, so that n8n's editor can map fields before the first run. n8n looks for them in
 * a folder of the node's version.
 */
const schemas = async () => {
	for (const name of ['AnyfastAsset', 'AnyfastVideo']) {
		const { shapes, outputs } = JSON.parse(await readFile(`nodes/${name}/outputs.json`, 'utf8'));
		for (const [operation, shape] of Object.entries(outputs)) {
			const file = `dist/nodes/${name}/__schema__/v1.0.0/${operation}.json`;
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, JSON.stringify({ ...schemaOf(shapes[shape]), version: 1 }));
		}
	}
};

/** A type by its name, or an object by its fields. */
const schemaOf = (shape) =>
	typeof shape === 'string'
		? { type: shape }
		: {
				type: 'object',
				properties: Object.fromEntries(
					Object.entries(shape).map(([field, type]) => [field, schemaOf(type)]),
				),
			};

exports.default = parallel(icons, codex, schemas);
