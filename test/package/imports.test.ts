import ts from 'typescript';

/** An import of one of our files, types included. */
interface Import {
	from: string;
	/** A file of ours by its path, a package by its name. */
	to: string;
	/** What it takes by name. */
	names: string[];
}

const root = `${ts.sys.getCurrentDirectory()}/`;
const files = ['nodes', 'credentials'].flatMap((folder) =>
	ts.sys.readDirectory(root + folder, ['.ts']).map(withoutRoot),
);

const imports = files.flatMap(importsOf);

describe('the imports of the package', () => {
	it('are read from every file, and lead to files that exist', () => {
		expect(files.length).toBeGreaterThan(50);
		expect(imports.length).toBeGreaterThan(files.length);
		const gone = imports.filter(({ to }) => to.includes('/') && !files.includes(to));
		expect(gone).toEqual([]);
	});

	it('never run in a circle, not even those of types', () => {
		expect(circlesIn(imports)).toEqual([]);
	});

	it('never run in a circle between the folders of nodes/shared', () => {
		const folderOf = (file: string) => /^nodes\/shared\/[^/]+(?=\/)/.exec(file)?.[0];
		const arrows = imports.flatMap(({ from, to }) => {
			const [one, other] = [folderOf(from), folderOf(to)];
			return one && other && one !== other ? [{ from: one, to: other }] : [];
		});
		expect(arrows.length).toBeGreaterThan(10);
		expect(circlesIn(arrows)).toEqual([]);
	});

	it.each([
		['nodes/shared/', 'a node', /^nodes\/Anyfast/],
		['nodes/AnyfastAsset/', 'the other node', /^nodes\/AnyfastVideo\//],
		['nodes/AnyfastVideo/', 'the other node', /^nodes\/AnyfastAsset\//],
		['nodes/shared/lists/', 'the API', /^nodes\/shared\/(api|transport)\//],
		['nodes/shared/lists/', 'n8n', /^n8n-/],
		['nodes/shared/transport/', 'the API', /^nodes\/shared\/api\//],
		['', 'packages besides n8n-workflow', /^(?!(nodes|credentials)\/|n8n-workflow$|crypto$)/],
	])('never lead from "%s" to %s', (from, _what, to) => {
		const wrong = imports.filter((one) => one.from.startsWith(from) && to.test(one.to));
		expect(wrong.map(asText)).toEqual([]);
	});

	it('take n8n’s error classes in toNodeError alone', () => {
		const makers = imports.filter(
			({ from, to, names }) =>
				from !== 'nodes/shared/toNodeError.ts' &&
				to === 'n8n-workflow' &&
				names.some((name) => name.endsWith('Error')),
		);
		expect(makers.map(asText)).toEqual([]);
	});
});

function asText({ from, to }: Import): string {
	return `${from} → ${to}`;
}

/** The imports of a file as TypeScript's own parser reads them. */
function importsOf(file: string): Import[] {
	const text = ts.sys.readFile(root + file) ?? '';
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
	const found: Import[] = [];
	const add = (specifier: ts.Node | undefined, names: string[]) => {
		if (!specifier || !ts.isStringLiteralLike(specifier)) return;
		found.push({ from: file, to: target(file, specifier.text), names });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
			add(node.moduleSpecifier, namesIn(node));
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			add(node.argument.literal, []);
		} else if (ts.isCallExpression(node) && isLoad(node.expression)) {
			add(node.arguments[0], []);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** `import(…)` and `require(…)`. */
function isLoad(called: ts.Expression): boolean {
	if (called.kind === ts.SyntaxKind.ImportKeyword) return true;
	return ts.isIdentifier(called) && called.text === 'require';
}

function namesIn(node: ts.ImportDeclaration | ts.ExportDeclaration): string[] {
	const bindings = ts.isImportDeclaration(node)
		? node.importClause?.namedBindings
		: node.exportClause;
	if (!bindings || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return [];
	return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function target(file: string, specifier: string): string {
	if (!specifier.startsWith('.')) return specifier;
	const { resolvedModule } = ts.resolveModuleName(specifier, root + file, {}, ts.sys);
	return withoutRoot(resolvedModule?.resolvedFileName ?? specifier);
}

function withoutRoot(path: string): string {
	return path.startsWith(root) ? path.slice(root.length) : path;
}

/** Each circle once, as what it goes through. */
function circlesIn(arrows: Array<Pick<Import, 'from' | 'to'>>): string[] {
	const found: string[] = [];
	const done = new Set<string>();
	const follow = (one: string, way: string[]): void => {
		if (way.includes(one)) {
			found.push([...way.slice(way.indexOf(one)), one].join(' → '));
			return;
		}
		if (done.has(one)) return;
		for (const { from, to } of arrows) if (from === one) follow(to, [...way, one]);
		done.add(one);
	};
	for (const { from } of arrows) follow(from, []);
	return found;
}
