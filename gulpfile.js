const { mkdir, readFile, writeFile } = require('node:fs/promises');
const { dirname } = require('node:path');

const { dest, parallel, src } = require('gulp');

/** Icons, to dist/icons: nodes and credentials name them by a path relative to their own built file. */
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

/** Codex files (search words, categories, links of the node panel), each beside its built node. */
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

/**
 * Schemas of what each operation gives, so that n8n's editor can map fields before the first run. n8n looks for them in
 * a folder for each version of a node; each node has one table of outputs for all of its versions.
 */
const schemas = async () => {
	for (const name of ['AnyfastAsset', 'AnyfastVideo']) {
		const { shapes, outputs } = JSON.parse(await readFile(`nodes/${name}/outputs.json`, 'utf8'));
		const { [name]: Node } = require(`./dist/nodes/${name}/${name}.node.js`);
		for (const version of versionsOf(new Node())) {
			for (const [operation, shape] of Object.entries(outputs)) {
				const file = `dist/nodes/${name}/__schema__/${folderOf(version)}/${operation}.json`;
				await mkdir(dirname(file), { recursive: true });
				await writeFile(file, JSON.stringify({ ...schemaOf(shapes[shape]), version: 1 }));
			}
		}
	}
};

const versionsOf = ({ description, nodeVersions }) =>
	nodeVersions ? Object.keys(nodeVersions) : [description.version].flat();

/** As n8n names it: 1.1 is v1.1.0. */
const folderOf = (version) => `v${[...String(version).split('.'), '0', '0'].slice(0, 3).join('.')}`;

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
